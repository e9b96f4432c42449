//! For tests only: a service's database on real Postgres, a clock that stands still.

use crate::{AnyEnvelope, Clock, Database, database::MESSAGING};
use contracts::{Envelope, EventId, Page, PageRequest, Place, Timestamp};
use sqlx::{AssertSqlSafe, PgPool};
use std::sync::{Arc, Mutex, PoisonError};

/// The test's database with the `messaging` schema beside the service's own tables.
///
/// # Panics
/// When the schema cannot be made: the test cannot go on.
#[expect(clippy::expect_used, reason = "a test that cannot be set up fails")]
pub async fn database(pool: PgPool, name: &'static str) -> Database {
    MESSAGING.run(&pool).await.expect("the messaging schema is made");
    Database::from_pool(name, pool)
}

/// What the outbox holds, oldest first.
///
/// # Panics
/// When the outbox cannot be read.
#[expect(clippy::expect_used, reason = "a test that cannot look fails")]
pub async fn published(db: &Database) -> Vec<AnyEnvelope> {
    let rows = sqlx::query!(
        "select id, service, name, aggregate, payload, request_id, created_at from messaging.outbox order by id"
    )
    .fetch_all(db.pool())
    .await
    .expect("the outbox is read");
    rows.into_iter()
        .map(|row| Envelope {
            id: EventId(row.id),
            service: row.service,
            name: row.name,
            aggregate: row.aggregate,
            occurred_at: row.created_at,
            request_id: row.request_id,
            payload: row.payload,
        })
        .collect()
}

/// An envelope around an event, as the relay would bring it.
///
/// # Panics
/// When the event does not serialise.
#[expect(clippy::expect_used, reason = "an event that does not serialise fails the test")]
pub fn envelope<E: contracts::DomainEvent>(event: &E) -> AnyEnvelope {
    Envelope {
        id: EventId(crate::ids::mint()),
        service: E::SERVICE.to_owned(),
        name: event.name().to_owned(),
        aggregate: event.aggregate(),
        occurred_at: crate::system_clock().now(),
        request_id: None,
        payload: serde_json::to_value(event).expect("events serialise"),
    }
}

/// How Postgres would find the rows of one of a crate's statements: what `explain` says of it, with
/// `arguments` as in `execute`. The statement is the one, among those `sqlx prepare` wrote down, that
/// contains these words.
///
/// # Panics
/// When there is no such statement, or more than one, or it does not run.
#[expect(clippy::expect_used, reason = "a test that cannot look fails")]
pub async fn plan(pool: &PgPool, crate_dir: &str, words: &str, arguments: &str) -> String {
    let statement = statement(crate_dir, words);
    let mut conn = pool.acquire().await.expect("a connection is had");
    let prepare = format!("set plan_cache_mode = force_custom_plan; prepare planned as {statement}");
    sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut *conn).await.expect("the statement is prepared");
    let explain = AssertSqlSafe(format!("explain execute planned({arguments})"));
    let lines = sqlx::query_scalar::<_, String>(explain).fetch_all(&mut *conn).await;
    sqlx::raw_sql("deallocate planned").execute(&mut *conn).await.expect("the statement is forgotten");
    lines.expect("the statement is explained").join("\n")
}

#[expect(clippy::expect_used, reason = "a test that cannot look fails")]
fn statement(crate_dir: &str, words: &str) -> String {
    let folder = std::path::Path::new(crate_dir).join(".sqlx");
    let files = std::fs::read_dir(folder).expect("the prepared statements are there");
    let statements = files.map(|file| {
        let text = std::fs::read_to_string(file.expect("a file").path()).expect("a readable file");
        let described: serde_json::Value = serde_json::from_str(&text).expect("a described statement");
        described["query"].as_str().unwrap_or_default().to_owned()
    });
    let mut found: Vec<String> = statements.filter(|statement| statement.contains(words)).collect();
    assert_eq!(found.len(), 1, "statements that contain {words:?}");
    found.remove(0)
}

/// Every row of a list that is read by keys, `size` rows at a time: from the first to the last, and in the same order
/// as they are met from the last to the first.
pub async fn walked<T>(size: u32, read: impl AsyncFn(PageRequest) -> Page<T>) -> (Vec<T>, Vec<T>) {
    let (mut down, mut place) = (Vec::new(), Place::Numbered);
    loop {
        let page = read(PageRequest::new(1, size).at(place)).await;
        down.extend(page.items);
        let Some(after) = page.after else { break };
        place = Place::After(after);
    }
    let (mut up, mut place) = (Vec::new(), Place::Last);
    loop {
        let page = read(PageRequest::new(1, size).at(place)).await;
        let mut earlier = page.items;
        earlier.append(&mut up);
        up = earlier;
        let Some(before) = page.before else { break };
        place = Place::Before(before);
    }
    (down, up)
}

/// A clock that goes only when told to.
#[derive(Clone)]
pub struct MockClock(Arc<Mutex<Timestamp>>);

impl MockClock {
    /// Stands at this moment.
    pub fn at(now: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    /// Goes on by so much.
    pub fn advance(&self, by: std::time::Duration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now += by;
    }
}

impl Clock for MockClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
