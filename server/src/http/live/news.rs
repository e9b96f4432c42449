//! News for the back office's pages in every process: an event is consumed by one of them, which tells the others over
//! Postgres' `notify`, once a second.

use super::{board::Board, fact::Fact, seats::Seats};
use contracts::Result;
use platform::{AnyEnvelope, Database, outbox};
use sqlx::postgres::PgListener;
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::{sync::Mutex, time::sleep};
use tokio_util::sync::CancellationToken;

const CHANNEL: &str = "live";
/// However much happens, the others are told so often at most.
const TELL_EVERY: Duration = Duration::from_secs(1);
/// What was given up is looked for so often, while anybody listens.
const LOOK_EVERY: Duration = Duration::from_secs(5);
const LISTEN_AGAIN: Duration = Duration::from_secs(1);
/// More facts in a second are not counted one by one.
const MOST_AT_ONCE: usize = 1_000;
/// A fact takes a hundred bytes, a notification holds 8,000.
const PER_NOTIFICATION: usize = 50;

/// What one process knows and tells.
pub struct LiveNews {
    /// What was told here.
    pub(super) board: Board,
    /// Who listens here.
    pub(super) seats: Arc<Seats>,
    /// Cancelled when nothing is told any more.
    pub(super) ended: CancellationToken,
    waiting: Mutex<Vec<Fact>>,
    db: Database,
    databases: Vec<Database>,
}

impl LiveNews {
    /// Told over `db`, which is the same one for all processes; `databases` are looked into for what was given up.
    pub fn new(db: Database, databases: Vec<Database>) -> Self {
        let (board, seats, ended) = (Board::default(), Arc::default(), CancellationToken::new());
        Self { board, seats, ended, waiting: Mutex::default(), db, databases }
    }

    /// Consumes events that staff wait for. Telling them twice does little harm, as does a crash within the second.
    ///
    /// # Errors
    /// `Internal` when the event cannot be read.
    pub async fn on_event(&self, envelope: AnyEnvelope) -> Result<()> {
        let Some(fact) = Fact::of(&envelope)? else { return Ok(()) };
        let mut waiting = self.waiting.lock().await;
        if waiting.len() == MOST_AT_ONCE {
            *waiting = vec![Fact::Missed];
        }
        if !waiting.contains(&fact) {
            waiting.push(fact);
        }
        Ok(())
    }

    /// Tells and hears until `stop`; then all streams end.
    pub async fn listen(self: Arc<Self>, stop: CancellationToken) {
        let work = async { tokio::join!(self.keep_hearing(), self.keep_telling(), self.keep_looking()) };
        tokio::select! {
            _ = work => {}
            () = stop.cancelled() => {}
        }
        self.ended.cancel();
        self.tell_others().await;
    }

    async fn keep_telling(&self) {
        loop {
            sleep(TELL_EVERY).await;
            self.tell_others().await;
        }
    }

    async fn tell_others(&self) {
        let facts = std::mem::take(&mut *self.waiting.lock().await);
        for facts in facts.chunks(PER_NOTIFICATION) {
            let text = serde_json::to_string(facts).unwrap_or_default();
            let told = sqlx::query("select pg_notify($1, $2)").bind(CHANNEL).bind(text);
            if let Err(error) = told.execute(self.db.pool()).await {
                tracing::warn!(%error, "news for the back office are not told");
            }
        }
    }

    async fn keep_hearing(&self) {
        loop {
            let Err(error) = self.hear().await;
            tracing::warn!(%error, "news for the back office are not heard");
            sleep(LISTEN_AGAIN).await;
        }
    }

    async fn hear(&self) -> Result<Infallible, sqlx::Error> {
        let mut listener = PgListener::connect_with(self.db.pool()).await?;
        listener.listen(CHANNEL).await?;
        // Also after a lost connection: what was said meanwhile was missed.
        self.board.tell(Fact::Missed);
        loop {
            match listener.try_recv().await? {
                Some(news) => self.heard(news.payload()),
                None => self.board.tell(Fact::Missed),
            }
        }
    }

    fn heard(&self, text: &str) {
        // A newer release may tell what this one does not know.
        let facts: Vec<Fact> = serde_json::from_str(text).unwrap_or_else(|_| vec![Fact::Missed]);
        facts.into_iter().for_each(|fact| self.board.tell(fact));
    }

    /// Each process looks by itself: nobody is told by an event that an event or a job was given up.
    async fn keep_looking(&self) {
        let mut known = None::<u64>;
        loop {
            sleep(LOOK_EVERY).await;
            let count = if self.board.has_listeners() { self.given_up().await } else { None };
            let Some(count) = count else { continue };
            if known.is_some_and(|known| count > known) {
                self.board.tell(Fact::GivenUp { count });
            }
            known = Some(count);
        }
    }

    /// Nothing while a database does not answer.
    async fn given_up(&self) -> Option<u64> {
        let counts = futures::future::join_all(self.databases.iter().map(outbox::given_up)).await;
        counts.into_iter().sum::<Result<u64, sqlx::Error>>().ok()
    }
}
