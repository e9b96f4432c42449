//! A connection that does not wait for ever: neither for the first bytes, nor for a client that says nothing
//! and reads nothing. hyper limits the headers of a request only once it knows which HTTP is spoken.

use std::{
    io::{Error, ErrorKind, IoSlice, Result},
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep_until},
};

/// What `PRI * HTTP/2.0` and its like take (RFC 9113, 3.4): by then hyper knows what is spoken.
const PREFACE: usize = 24;

/// How long a connection is waited for.
#[derive(Clone, Copy)]
pub struct Patience {
    /// For its first bytes.
    pub beginning: Duration,
    /// While nothing moves in either direction. Longer than an answer may take.
    pub silence: Duration,
    /// While it takes nothing of what is written.
    pub deaf: Duration,
}

/// A stream that fails with [`ErrorKind::TimedOut`] when patience ends.
pub struct Patient<S> {
    stream: S,
    patience: Patience,
    read: usize,
    opened: Instant,
    moved: Instant,
    blocked: Option<Instant>,
    reading: Pin<Box<Sleep>>,
    writing: Pin<Box<Sleep>>,
    let_go: fn(&S),
}

impl<S> Patient<S> {
    /// `let_go` is called before a client that takes nothing is given up: what it was to be sent has to be
    /// forgotten, or the kernel goes on offering it.
    pub fn new(stream: S, patience: Patience, let_go: fn(&S)) -> Self {
        let now = Instant::now();
        let timer = || Box::pin(sleep_until(now + patience.beginning));
        let (reading, writing) = (timer(), timer());
        Self { stream, patience, read: 0, opened: now, moved: now, blocked: None, reading, writing, let_go }
    }

    fn note_read(&mut self, bytes: usize) {
        self.read = self.read.saturating_add(bytes);
        self.moved = Instant::now();
    }

    /// Ready with an error once nothing was heard for too long.
    fn give_up_reading(&mut self, cx: &mut Context<'_>) -> Poll<Result<()>> {
        let begun = self.read >= PREFACE;
        let end =
            if begun { self.moved + self.patience.silence } else { self.opened + self.patience.beginning };
        out_of_patience(&mut self.reading, end, cx)
    }

    /// What a write came to: ready with an error once nothing was taken for too long.
    fn written<T>(&mut self, written: Poll<Result<T>>, cx: &mut Context<'_>) -> Poll<Result<T>> {
        if written.is_ready() {
            (self.blocked, self.moved) = (None, Instant::now());
            return written;
        }
        let end = *self.blocked.get_or_insert_with(Instant::now) + self.patience.deaf;
        let ended = out_of_patience(&mut self.writing, end, cx);
        if ended.is_ready() {
            (self.let_go)(&self.stream);
        }
        ended.map(|ended| ended.and(Err(ErrorKind::TimedOut.into())))
    }
}

/// The timer is moved only when it rings: bytes come more often.
fn out_of_patience(timer: &mut Pin<Box<Sleep>>, end: Instant, cx: &mut Context<'_>) -> Poll<Result<()>> {
    loop {
        if timer.deadline() > end {
            timer.as_mut().reset(end);
        }
        ready!(timer.as_mut().poll(cx));
        if Instant::now() >= end {
            return Poll::Ready(Err(Error::from(ErrorKind::TimedOut)));
        }
        timer.as_mut().reset(end);
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        let this = self.get_mut();
        let before = buf.filled().len();
        match Pin::new(&mut this.stream).poll_read(cx, buf) {
            Poll::Pending => this.give_up_reading(cx),
            done => {
                this.note_read(buf.filled().len() - before);
                done
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write(cx, buf);
        this.written(written, cx)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write_vectored(cx, bufs);
        this.written(written, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    const SOON: Duration = Duration::from_millis(30);
    const NEVER: Duration = Duration::from_secs(600);

    fn timed_out<T: std::fmt::Debug>(result: Result<T>) -> bool {
        result.is_err_and(|error| error.kind() == ErrorKind::TimedOut)
    }

    #[tokio::test]
    async fn first_bytes_that_drip_in_are_not_waited_for() {
        let (mut client, server) = duplex(1024);
        let mut server =
            Patient::new(server, Patience { beginning: SOON, silence: NEVER, deaf: NEVER }, |_| {});
        client.write_all(b"PRI * HTTP/2.0\r\n").await.unwrap();
        let mut buffer = [0; 64];
        assert_eq!(server.read(&mut buffer).await.unwrap(), 16);
        assert!(timed_out(server.read(&mut buffer).await));
    }

    #[tokio::test]
    async fn a_client_that_has_begun_may_be_silent_for_longer() {
        let (mut client, server) = duplex(1024);
        let mut server =
            Patient::new(server, Patience { beginning: NEVER, silence: SOON, deaf: NEVER }, |_| {});
        client.write_all(&[b'x'; PREFACE]).await.unwrap();
        let mut buffer = [0; 64];
        assert_eq!(server.read(&mut buffer).await.unwrap(), PREFACE);
        assert!(timed_out(server.read(&mut buffer).await));
    }

    #[tokio::test]
    async fn a_client_that_reads_nothing_is_let_go() {
        let (_client, server) = duplex(16);
        let mut server =
            Patient::new(server, Patience { beginning: NEVER, silence: NEVER, deaf: SOON }, |_| {});
        assert!(timed_out(server.write_all(&[0; 64]).await));
    }

    #[tokio::test]
    async fn what_moves_is_waited_for() {
        let (mut client, server) = duplex(16);
        let mut server =
            Patient::new(server, Patience { beginning: NEVER, silence: NEVER, deaf: NEVER }, |_| {});
        let (sent, mut taken) = (vec![7; 4096], Vec::new());
        let send = async {
            server.write_all(&sent).await.unwrap();
            server.shutdown().await.unwrap();
        };
        tokio::join!(send, async { client.read_to_end(&mut taken).await.unwrap() });
        assert_eq!(taken, sent);
    }
}
