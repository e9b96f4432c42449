//! One stream on its way out. It is written on a task of its own, so that a client who goes away cancels no statement.

use super::{news::LiveNews, seats::Seat};
use axum::body::Body;
use bytes::Bytes;
use contracts::{
    Permission, Services,
    identity::{Realm, Session},
};
use futures::stream;
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::{
    sync::mpsc::{self, Sender},
    time::{Instant, interval_at},
};

type Chunk = Result<Bytes, Infallible>;

/// Chunks that wait for the client; who takes none is let go by the connection.
const AHEAD: usize = 4;
/// A browser that was cut off comes back after so long, milliseconds.
const RETRY: u32 = 5_000;

/// What is told, to whom, and from where on.
pub struct Stream {
    services: Services,
    news: Arc<LiveNews>,
    token: String,
    permissions: Vec<Permission>,
    number: u64,
    beat: Duration,
    _seat: Seat,
}

impl Stream {
    /// To a session of the back office with this token, from the fact after `number` on. Every `beat` a line says that
    /// it lives, and the session is looked at anew.
    pub fn new(
        services: &Services,
        news: &Arc<LiveNews>,
        token: String,
        session: Session,
        number: u64,
        beat: Duration,
        seat: Seat,
    ) -> Self {
        let (services, news, permissions) = (services.clone(), Arc::clone(news), session.permissions);
        Self { services, news, token, permissions, number, beat, _seat: seat }
    }

    /// The stream, as long as it goes on.
    pub fn begin(self) -> Body {
        let (chunks, taken) = mpsc::channel(AHEAD);
        tokio::spawn(self.run(chunks));
        Body::from_stream(stream::unfold(taken, async |mut taken| {
            let chunk: Chunk = taken.recv().await?;
            Some((chunk, taken))
        }))
    }

    async fn run(mut self, chunks: Sender<Chunk>) {
        let mut newest = self.news.board.watch();
        let mut beat = interval_at(Instant::now() + self.beat, self.beat);
        let id = self.news.board.id(self.number.min(self.news.board.newest()));
        let mut goes_on =
            say(&chunks, format!("retry: {RETRY}\nid: {id}\nevent: start\ndata: {{}}\n\n")).await;
        while goes_on {
            goes_on = self.tell(&chunks).await
                && tokio::select! {
                    changed = newest.changed() => changed.is_ok(),
                    _ = beat.tick() => self.is_open().await && say(&chunks, ":\n\n".to_owned()).await,
                    () = self.news.ended.cancelled() => false,
                    () = chunks.closed() => false,
                };
        }
    }

    /// Says what happened and is for this listener; `false` when nobody takes it.
    async fn tell(&mut self, chunks: &Sender<Chunk>) -> bool {
        let facts = self.news.board.since(self.number);
        let Some((last, _)) = facts.last() else { return true };
        self.number = *last;
        let heard = facts.iter().filter(|(_, fact)| fact.is_for(&self.permissions));
        let text: String = heard.map(|(number, fact)| fact.event(&self.news.board.id(*number))).collect();
        text.is_empty() || say(chunks, text).await
    }

    /// Whether the session is still there; what it may hear is what it may see now.
    async fn is_open(&mut self) -> bool {
        let session = self.services.identity.peek_session(Realm::Staff, self.token.clone()).await;
        let Ok(Some(session)) = session else { return false };
        self.permissions = session.permissions;
        true
    }
}

async fn say(chunks: &Sender<Chunk>, text: String) -> bool {
    chunks.send(Ok(text.into())).await.is_ok()
}
