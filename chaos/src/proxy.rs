//! A TCP proxy that stands before Postgres, a mail server or a payment gateway and breaks what it carries.

use anyhow::{Context, Result};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
};

/// What the proxy does to everything it carries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: it carries.
    #[default]
    None,
    /// Each packet comes that much later.
    Latency(Duration),
    /// Open connections are cut, new ones are refused.
    Reset,
    /// Connections stay open and nothing comes through.
    BlackHole,
    /// The first request that holds these bytes arrives; its answer is lost with the connection. With
    /// `COMMIT` nobody knows whether it was done.
    LoseAnswerTo(Vec<u8>),
}

/// A proxy before one server.
#[derive(Clone)]
pub struct Proxy {
    addr: SocketAddr,
    server: watch::Sender<SocketAddr>,
    fault: watch::Sender<Fault>,
    lost: Arc<AtomicU64>,
}

impl Proxy {
    /// Listens on a free port and carries to `server`.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn before(server: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.context("no port is free")?;
        let proxy = Self {
            addr: listener.local_addr()?,
            server: watch::Sender::new(server),
            fault: watch::Sender::default(),
            lost: Arc::default(),
        };
        tokio::spawn(proxy.clone().accept(listener));
        Ok(proxy)
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The server has moved.
    pub fn lead_to(&self, server: SocketAddr) {
        self.server.send_replace(server);
    }

    /// From now on everything is broken like this.
    pub fn set(&self, fault: Fault) {
        self.fault.send_replace(fault);
    }

    /// Answers that were lost because of [`Fault::LoseAnswerTo`].
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    async fn accept(self, listener: TcpListener) {
        while let Ok((client, _)) = listener.accept().await {
            if *self.fault.borrow() != Fault::Reset {
                let server = *self.server.borrow();
                tokio::spawn(self.clone().carry(client, server));
            }
        }
    }

    /// Carries until either side is done or the fault cuts the connection.
    async fn carry(self, client: TcpStream, server: SocketAddr) {
        let Ok(server) = TcpStream::connect(server).await else { return };
        let _ = (client.set_nodelay(true), server.set_nodelay(true));
        let (from_client, to_client) = client.into_split();
        let (from_server, to_server) = server.into_split();
        let mut fault = self.fault.subscribe();
        let muted = AtomicBool::new(false);
        tokio::select! {
            () = self.pump_requests(from_client, to_server, &muted) => {}
            () = self.pump_answers(from_server, to_client, &muted) => {}
            _ = fault.wait_for(|fault| *fault == Fault::Reset) => {}
        }
    }

    async fn pump_requests(&self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf, muted: &AtomicBool) {
        let mut buffer = vec![0; 16 * 1024];
        while let Ok(read @ 1..) = from.read(&mut buffer).await {
            self.hold_up().await;
            let loses = self.takes(&buffer[..read]);
            muted.store(loses, Ordering::Relaxed);
            if to.write_all(&buffer[..read]).await.is_err() {
                return;
            }
            if loses {
                // The server gets the time to do what it was asked.
                tokio::time::sleep(Duration::from_millis(50)).await;
                return;
            }
        }
    }

    async fn pump_answers(&self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf, muted: &AtomicBool) {
        let mut buffer = vec![0; 16 * 1024];
        while let Ok(read @ 1..) = from.read(&mut buffer).await {
            self.hold_up().await;
            if !muted.load(Ordering::Relaxed) && to.write_all(&buffer[..read]).await.is_err() {
                return;
            }
        }
    }

    async fn hold_up(&self) {
        let fault = self.fault.borrow().clone();
        match fault {
            Fault::Latency(time) => tokio::time::sleep(time).await,
            Fault::BlackHole => {
                let mut healed = self.fault.subscribe();
                let _ = healed.wait_for(|fault| *fault != Fault::BlackHole).await;
            }
            _ => {}
        }
    }

    /// Whether the answer to these bytes is to be lost. One is lost each time the fault is set.
    fn takes(&self, bytes: &[u8]) -> bool {
        let taken = self.fault.send_if_modified(|fault| {
            let Fault::LoseAnswerTo(wanted) = fault else { return false };
            let taken = bytes.windows(wanted.len()).any(|window| window == *wanted);
            if taken {
                *fault = Fault::None;
            }
            taken
        });
        self.lost.fetch_add(u64::from(taken), Ordering::Relaxed);
        taken
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    /// Answers every line with the same line.
    async fn echo() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (mut from, mut to) = stream.split();
                    let _ = tokio::io::copy(&mut from, &mut to).await;
                });
            }
        });
        addr
    }

    async fn ask(stream: &mut TcpStream, text: &[u8]) -> std::io::Result<Vec<u8>> {
        stream.write_all(text).await?;
        let mut answer = vec![0; text.len()];
        stream.read_exact(&mut answer).await.map(|_| answer)
    }

    #[tokio::test]
    async fn carries_until_it_is_told_to_cut() {
        let proxy = Proxy::before(echo().await).await.unwrap();
        let mut stream = TcpStream::connect(proxy.addr()).await.unwrap();
        assert_eq!(ask(&mut stream, b"hello").await.unwrap(), b"hello");
        proxy.set(Fault::Reset);
        assert!(ask(&mut stream, b"hello").await.is_err());
    }

    #[tokio::test]
    async fn loses_one_answer_and_heals() {
        let proxy = Proxy::before(echo().await).await.unwrap();
        proxy.set(Fault::LoseAnswerTo(b"COMMIT".to_vec()));
        let mut stream = TcpStream::connect(proxy.addr()).await.unwrap();
        assert_eq!(ask(&mut stream, b"BEGIN").await.unwrap(), b"BEGIN");
        stream.write_all(b"COMMIT").await.unwrap();
        let mut rest = Vec::new();
        // Whether the bytes of the answer were under way or not: the connection is gone.
        let _ = stream.read_to_end(&mut rest).await;
        assert_eq!(proxy.lost(), 1);
        let mut again = TcpStream::connect(proxy.addr()).await.unwrap();
        assert_eq!(ask(&mut again, b"COMMIT").await.unwrap(), b"COMMIT");
    }

    #[tokio::test]
    async fn a_black_hole_keeps_what_it_got_until_it_heals() {
        let proxy = Proxy::before(echo().await).await.unwrap();
        proxy.set(Fault::BlackHole);
        let mut stream = TcpStream::connect(proxy.addr()).await.unwrap();
        let waiting = tokio::time::timeout(Duration::from_millis(100), ask(&mut stream, b"hello")).await;
        assert!(waiting.is_err());
        proxy.set(Fault::None);
        let mut answer = [0; 5];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"hello");
    }
}
