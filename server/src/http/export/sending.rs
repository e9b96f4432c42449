//! A list on its way out. It is read on a task of its own, a batch ahead of the client: who goes away neither
//! cancels a statement nor takes anything home that is not in the audit log.

use super::{
    csv::{self, Row},
    lists::List,
};
use app::admin::ListState;
use axum::body::Body;
use bytes::Bytes;
use contracts::{Actor, Error, Result, Services, identity::DataExport};
use futures::stream;
use tokio::sync::mpsc::{self, Sender};

type Chunk = Result<Bytes>;

/// Batches that wait for the client.
const AHEAD: usize = 1;

/// What is sent, to whom, and how much of it already.
pub struct Sending {
    services: Services,
    actor: Actor,
    list: List,
    state: ListState,
    rows: u64,
}

impl Sending {
    /// Of a list, to whoever asked for it with this filter.
    pub fn new(services: &Services, actor: Actor, list: List, state: ListState) -> Self {
        Self { services: services.clone(), actor, list, state, rows: 0 }
    }

    /// The file, once it is written down that it leaves.
    ///
    /// # Errors
    /// As identity answers.
    pub async fn begin(self) -> Result<Body> {
        self.record(None, false).await?;
        let (chunks, taken) = mpsc::channel(AHEAD);
        let request = platform::request::current().unwrap_or_default();
        tokio::spawn(platform::request::scope(request, self.run(chunks)));
        Ok(Body::from_stream(stream::unfold(taken, async |mut taken| {
            let chunk: Chunk = taken.recv().await?;
            Some((chunk, taken))
        })))
    }

    /// The file ends after it is written down how much of it there was; one that cannot end is broken off, so that
    /// nobody takes it for whole.
    async fn run(mut self, chunks: Sender<Chunk>) {
        let sent = self.send_all(&chunks).await;
        let kept = self.record(Some(self.rows), sent.is_ok()).await;
        if let Err(error) = sent.and(kept) {
            // Nobody may be there to hear it.
            let _ = chunks.send(Err(error)).await;
        }
    }

    async fn send_all(&mut self, chunks: &Sender<Chunk>) -> Result<()> {
        let headings = self.list.headings();
        if !headings.is_empty() {
            self.send(chunks, vec![headings]).await?;
        }
        loop {
            let rows = self.list.next(&self.services, &self.actor, &self.state).await?;
            if rows.is_empty() {
                return Ok(());
            }
            // Counted before: what was given to the connection may arrive.
            self.rows += rows.len() as u64;
            self.send(chunks, rows).await?;
        }
    }

    async fn send(&self, chunks: &Sender<Chunk>, rows: Vec<Row>) -> Result<()> {
        let gone = |_| Error::unavailable("The client went away.");
        let text = if self.list.is_json_lines() { lines(&rows) } else { csv::text(rows)? };
        chunks.send(Ok(text)).await.map_err(gone)
    }

    async fn record(&self, rows: Option<u64>, complete: bool) -> Result<()> {
        let (list, filter) = (self.list.name().to_owned(), self.state.query());
        let export = DataExport { list, filter, rows, complete };
        self.services.identity.record_export(self.actor.clone(), export).await
    }
}

/// Rows of one cell, which is the line.
fn lines(rows: &[Row]) -> Bytes {
    let mut text = String::new();
    for line in rows.iter().flatten() {
        text.push_str(line);
        text.push('\n');
    }
    text.into()
}
