//! The accept loop: no delay for small packets, no waiting for clients that never end, a clean stop.

use super::patience::{Patience, Patient};
use anyhow::Result;
use axum::{Router, body::Body, extract::ConnectInfo};
use futures::FutureExt;
use http::Request;
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_util::sync::CancellationToken;
use tower::{ServiceExt, util::Oneshot};

/// A client has so long to send its headers: `axum::serve` would wait for ever.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// See [`Patience`]. Silence is longer than an answer may take (`guard::LIMIT`): until then nobody says anything.
const PATIENCE: Patience =
    Patience { beginning: HEADER_TIMEOUT, silence: Duration::from_secs(32), deaf: Duration::from_secs(20) };
/// Requests under way at a stop have so long to be answered.
const GRACE: Duration = Duration::from_secs(10);
/// Who connected just before a stop has so long to begin a request.
const LAST_WORDS: Duration = Duration::from_millis(200);
const CONNECTIONS: usize = 8_192;

/// Answers until `stop` is cancelled.
///
/// # Errors
/// Never, at present: a connection's failure is that connection's.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) -> Result<()> {
    let connections = Connections::new(router);
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        connections.answer(stream, peer, permit);
    }
    // Whoever the kernel let in already would be cut off otherwise.
    while let Some(Ok((stream, peer))) = listener.accept().now_or_never()
        && let Ok(permit) = Arc::clone(&room).try_acquire_owned()
    {
        connections.answer(stream, peer, permit);
    }
    drop(listener);
    tokio::time::sleep(LAST_WORDS).await;
    let _ = tokio::time::timeout(GRACE, connections.open.shutdown()).await;
    Ok(())
}

/// What is open, and how it is answered.
struct Connections {
    builder: Builder<TokioExecutor>,
    open: GracefulShutdown,
    router: Router,
}

impl Connections {
    fn new(router: Router) -> Self {
        let mut builder = Builder::new(TokioExecutor::new());
        builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT);
        Self { builder, open: GracefulShutdown::new(), router }
    }

    fn answer(&self, stream: TcpStream, peer: SocketAddr, permit: OwnedSemaphorePermit) {
        // Without it, a page that is streamed waits 40 ms for the client's acknowledgement.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(tower::service_fn(with_peer(peer, self.router.clone())));
        let patient = Patient::new(stream, PATIENCE, |stream| drop(stream.set_zero_linger()));
        let connection = self.builder.serve_connection(TokioIo::new(patient), service);
        let watched = self.open.watch(connection.into_owned());
        tokio::spawn(async move {
            // A client that goes away is not our failure.
            let _ = watched.await;
            drop(permit);
        });
    }
}

/// Tells the router who is at the other end.
fn with_peer(
    peer: SocketAddr,
    router: Router,
) -> impl Fn(Request<Incoming>) -> Oneshot<Router, Request<Body>> + Clone {
    move |request| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    }
}
