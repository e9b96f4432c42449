//! Events and jobs on a real database.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use contracts::{Actor, Error, PageRequest};
use platform::{AnyEnvelope, Consumer, Database, inbox, jobs, jobs::Job, outbox, relay, retention, testing};
use serde_json::json;
use sqlx::PgPool;
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

async fn commit_event(db: &Database) {
    let mut tx = db.begin().await.unwrap();
    outbox::audit(&mut tx, "catalog", &Actor::System, "product.created", "product 1", json!({}))
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

fn counting(name: &'static str, count: &Arc<AtomicUsize>, answer: Result<(), Error>) -> Consumer {
    let count = Arc::clone(count);
    Consumer::new(name, "*", &[], move |_: AnyEnvelope| {
        count.fetch_add(1, Ordering::SeqCst);
        let answer = answer.clone();
        async move { answer }
    })
}

async fn make_everything_due(db: &Database) {
    sqlx::query("update messaging.outbox set available_at = now()").execute(db.pool()).await.unwrap();
}

async fn status(db: &Database) -> (String, Option<String>) {
    sqlx::query_as("select status, last_error from messaging.outbox").fetch_one(db.pool()).await.unwrap()
}

#[sqlx::test(migrations = false)]
async fn a_committed_event_reaches_every_consumer_once(pool: PgPool) {
    let db = testing::database(pool, "catalog").await;
    commit_event(&db).await;
    let seen = Arc::new(AtomicUsize::new(0));
    let consumers = [counting("a", &seen, Ok(())), counting("b", &seen, Ok(()))];
    assert_eq!(relay::deliver_batch(&db, &consumers).await.unwrap(), 1);
    make_everything_due(&db).await;
    assert_eq!(relay::deliver_batch(&db, &consumers).await.unwrap(), 0);
    assert_eq!(seen.load(Ordering::SeqCst), 2);
}

#[sqlx::test(migrations = false)]
async fn an_event_that_was_rolled_back_never_happened(pool: PgPool) {
    let db = testing::database(pool, "catalog").await;
    let mut tx = db.begin().await.unwrap();
    outbox::audit(&mut tx, "catalog", &Actor::System, "x", "y", json!({})).await.unwrap();
    tx.rollback().await.unwrap();
    assert!(testing::published(&db).await.is_empty());
}

#[sqlx::test(migrations = false)]
async fn a_failing_consumer_is_tried_again_and_then_the_event_is_a_dead_letter(pool: PgPool) {
    let db = testing::database(pool, "catalog").await;
    commit_event(&db).await;
    let seen = Arc::new(AtomicUsize::new(0));
    let consumers = [counting("broken", &seen, Err(Error::conflict("no")))];
    for _ in 0..relay::MAX_ATTEMPTS {
        make_everything_due(&db).await;
        relay::deliver_batch(&db, &consumers).await.unwrap();
    }
    assert_eq!(status(&db).await, ("dead".into(), Some("broken: no".into())));
    make_everything_due(&db).await;
    assert_eq!(relay::deliver_batch(&db, &consumers).await.unwrap(), 0);
}

#[sqlx::test(migrations = false)]
async fn a_failing_consumer_does_not_keep_the_event_from_the_others(pool: PgPool) {
    let db = testing::database(pool, "catalog").await;
    commit_event(&db).await;
    let (broken, well) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let refusal = Err(Error::conflict("no"));
    let consumers = [counting("broken", &broken, refusal), counting("well", &well, Ok(()))];
    for _ in 0..2 {
        make_everything_due(&db).await;
        relay::deliver_batch(&db, &consumers).await.unwrap();
    }
    assert_eq!((broken.load(Ordering::SeqCst), well.load(Ordering::SeqCst)), (2, 1));
    assert_eq!(status(&db).await, ("new".into(), Some("broken: no".into())));
}

#[sqlx::test(migrations = false)]
async fn a_replayed_dead_letter_goes_only_to_who_could_not_apply_it(pool: PgPool) {
    let db = testing::database(pool, "catalog").await;
    commit_event(&db).await;
    let (mended, well) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let consumers = |answer| [counting("a", &mended, answer), counting("b", &well, Ok(()))];
    for _ in 0..relay::MAX_ATTEMPTS {
        make_everything_due(&db).await;
        relay::deliver_batch(&db, &consumers(Err(Error::conflict("no")))).await.unwrap();
    }
    assert_eq!(status(&db).await.0, "dead");
    assert_eq!(outbox::replay(&db, &Actor::System, None).await.unwrap(), 1);
    mended.store(0, Ordering::SeqCst);
    relay::deliver_batch(&db, &consumers(Ok(()))).await.unwrap();
    let applied = (mended.load(Ordering::SeqCst), well.load(Ordering::SeqCst));
    assert_eq!(applied, (2, 2), "each the event once, and the replay's audit record");
    let left: i64 =
        sqlx::query_scalar("select count(*) from messaging.deliveries").fetch_one(db.pool()).await.unwrap();
    assert_eq!((status(&db).await, left), (("delivered".into(), None), 0));
}

#[sqlx::test(migrations = false)]
async fn a_consumer_that_panics_is_a_failed_delivery_not_a_dead_relay(pool: PgPool) {
    let db = testing::database(pool, "catalog").await;
    commit_event(&db).await;
    let panicking = Consumer::new("panicking", "*", &[], |_| async { panic!("on purpose") });
    relay::deliver_batch(&db, &[panicking]).await.unwrap();
    assert_eq!(status(&db).await, ("new".into(), Some("panicking: it panicked".into())));
}

#[sqlx::test(migrations = false)]
async fn a_slow_commit_does_not_hide_earlier_events(pool: PgPool) {
    let db = testing::database(pool, "catalog").await;
    let seen = Arc::new(AtomicUsize::new(0));
    let consumers = [counting("a", &seen, Ok(()))];
    let mut slow = db.begin().await.unwrap();
    outbox::audit(&mut slow, "catalog", &Actor::System, "first", "", json!({})).await.unwrap();
    commit_event(&db).await;
    assert_eq!(relay::deliver_batch(&db, &consumers).await.unwrap(), 1);
    slow.commit().await.unwrap();
    assert_eq!(relay::deliver_batch(&db, &consumers).await.unwrap(), 1);
}

#[sqlx::test(migrations = false)]
async fn an_event_is_applied_once_however_often_it_is_delivered(pool: PgPool) {
    let db = testing::database(pool, "catalog").await;
    commit_event(&db).await;
    let event = testing::published(&db).await[0].id;
    let mut tx = db.begin().await.unwrap();
    assert!(inbox::first_time(&mut tx, "a", event).await.unwrap());
    assert!(!inbox::first_time(&mut tx, "a", event).await.unwrap());
    assert!(inbox::first_time(&mut tx, "b", event).await.unwrap());
}

#[sqlx::test(migrations = false)]
async fn a_job_is_done_once_and_enqueued_once_per_key(pool: PgPool) {
    let db = testing::database(pool, "catalog").await;
    let mut tx = db.begin().await.unwrap();
    for _ in 0..2 {
        jobs::enqueue(&mut tx, "count", json!({}), Duration::ZERO, Some("only")).await.unwrap();
    }
    tx.commit().await.unwrap();
    let done = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&done);
    let job = Job::on("count", move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
        async { Ok(()) }
    });
    assert!(jobs::work_one(&db, std::slice::from_ref(&job)).await.unwrap());
    assert!(!jobs::work_one(&db, &[job]).await.unwrap());
    assert_eq!(done.load(Ordering::SeqCst), 1);
}

#[sqlx::test(migrations = false)]
async fn a_job_that_fails_waits_for_its_next_try(pool: PgPool) {
    let db = testing::database(pool, "catalog").await;
    let mut tx = db.begin().await.unwrap();
    jobs::enqueue(&mut tx, "fail", json!({}), Duration::ZERO, None).await.unwrap();
    tx.commit().await.unwrap();
    let job = Job::on("fail", |_| async { Err(Error::unavailable("not now")) });
    assert!(jobs::work_one(&db, std::slice::from_ref(&job)).await.unwrap());
    assert!(!jobs::work_one(&db, &[job]).await.unwrap());
    let (error,): (String,) =
        sqlx::query_as("select last_error from messaging.jobs").fetch_one(db.pool()).await.unwrap();
    assert_eq!(error, "not now");
}

/// Seconds until a job is due again.
async fn due_in(db: &Database) -> f64 {
    let seconds = "select extract(epoch from run_at - now())::float8 from messaging.jobs";
    sqlx::query_scalar(seconds).fetch_one(db.pool()).await.unwrap()
}

/// A job that has begun and ends when it is told to.
async fn begun(db: &Database) -> (Arc<tokio::sync::Notify>, tokio::task::JoinHandle<bool>) {
    let (begun, end) = (Arc::new(tokio::sync::Notify::new()), Arc::new(tokio::sync::Notify::new()));
    let (tell, wait) = (Arc::clone(&begun), Arc::clone(&end));
    let job = Job::every("long", Duration::from_secs(600), move || {
        let (tell, wait) = (Arc::clone(&tell), Arc::clone(&wait));
        async move {
            tell.notify_one();
            wait.notified().await;
            Ok(())
        }
    });
    let mut conn = db.pool().acquire().await.unwrap();
    jobs::enqueue(&mut conn, "long", json!(null), Duration::ZERO, Some("long")).await.unwrap();
    drop(conn);
    let db = db.clone();
    let working = tokio::spawn(async move { jobs::work_one(&db, &[job]).await.unwrap() });
    begun.notified().await;
    (end, working)
}

#[sqlx::test(migrations = "../../migrations/platform")]
async fn a_job_whose_process_was_killed_is_free_again_within_seconds(pool: PgPool) {
    let db = Database::from_pool("test", pool);
    let (_end, working) = begun(&db).await;
    working.abort();
    assert!(working.await.unwrap_err().is_cancelled());
    assert!(due_in(&db).await <= 6.0);
    sqlx::query("update messaging.jobs set run_at = now()").execute(db.pool()).await.unwrap();
    assert!(jobs::work_one(&db, &[Job::every("long", Duration::ZERO, || async { Ok(()) })]).await.unwrap());
}

#[sqlx::test(migrations = "../../migrations/platform")]
async fn a_job_that_takes_long_stays_its_process_s_own(pool: PgPool) {
    let db = Database::from_pool("test", pool);
    let (end, working) = begun(&db).await;
    sqlx::query("update messaging.jobs set run_at = now() + interval '3 seconds'")
        .execute(db.pool())
        .await
        .unwrap();
    while due_in(&db).await < 4.0 {
        assert!(due_in(&db).await > 0.0, "the claim ran out");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(!jobs::work_one(&db, &[Job::every("long", Duration::ZERO, || async { Ok(()) })]).await.unwrap());
    end.notify_one();
    assert!(working.await.unwrap());
    assert!(due_in(&db).await > 500.0, "it is done, until the next time");
}

async fn fail_for_good(db: &Database, kind: &'static str) {
    let job = Job::on(kind, |_| async { Err(Error::unavailable("not now")) });
    for _ in 0..jobs::MAX_ATTEMPTS {
        sqlx::query("update messaging.jobs set run_at = now()").execute(db.pool()).await.unwrap();
        jobs::work_one(db, std::slice::from_ref(&job)).await.unwrap();
    }
}

#[sqlx::test(migrations = false)]
async fn a_job_that_was_given_up_is_seen_and_tried_again(pool: PgPool) {
    let db = testing::database(pool, "catalog").await;
    let enqueued = async {
        let mut tx = db.begin().await.unwrap();
        jobs::enqueue(&mut tx, "fail", json!({ "of": 1 }), Duration::ZERO, None).await.unwrap();
        tx.commit().await.unwrap();
    };
    platform::request::scope("click-1".into(), enqueued).await;
    fail_for_good(&db, "fail").await;
    let dead = jobs::dead(&db, PageRequest::default()).await.unwrap();
    let job = &dead.items[0];
    assert_eq!((dead.total, job.kind.as_str(), job.attempts), (1, "fail", 10));
    assert_eq!((job.last_error.as_deref(), job.request_id.as_deref()), (Some("not now"), Some("click-1")));

    assert_eq!(jobs::retry(&db, &Actor::System, Some(job.id)).await.unwrap(), 1);
    assert_eq!(jobs::retry(&db, &Actor::System, Some(job.id)).await.unwrap(), 0);
    assert!(jobs::work_one(&db, &[Job::on("fail", |_| async { Ok(()) })]).await.unwrap());
    assert_eq!(jobs::dead(&db, PageRequest::default()).await.unwrap().total, 0);
    assert_eq!(testing::published(&db).await[0].name, outbox::AUDIT);
}

/// What is logged while a test goes on.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn start(&self) -> tracing::subscriber::DefaultGuard {
        let log = self.clone();
        let lines = tracing_subscriber::fmt().with_ansi(false).with_writer(move || log.clone());
        tracing::subscriber::set_default(lines.finish())
    }

    fn line(&self, about: &str) -> String {
        let log = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        log.lines().find(|line| line.contains(about)).unwrap_or_default().to_owned()
    }
}

#[sqlx::test(migrations = false)]
async fn what_consumers_and_jobs_log_names_the_request_that_caused_it(pool: PgPool) {
    let db = testing::database(pool, "catalog").await;
    let log = Log::default();
    let logging = log.start();
    platform::request::scope("click-1".into(), commit_event(&db)).await;
    let store = db.clone();
    let consumer = Consumer::new("a", "*", &[], move |_| {
        let db = store.clone();
        async move {
            tracing::info!("applied");
            let mut tx = db.begin().await.unwrap();
            jobs::enqueue(&mut tx, "follow_up", json!({}), Duration::ZERO, None).await.unwrap();
            tx.commit().await.map_err(|_| Error::internal())
        }
    });
    relay::deliver_batch(&db, &[consumer]).await.unwrap();
    let job = Job::on("follow_up", |_| async {
        tracing::info!("followed up");
        Ok(())
    });
    assert!(jobs::work_one(&db, &[job]).await.unwrap());
    drop(logging);
    for line in [log.line("applied"), log.line("followed up")] {
        assert!(line.contains("request_id=\"click-1\""), "{line}");
    }
}

async fn age(db: &Database, change: &'static str) {
    sqlx::query(change).execute(db.pool()).await.unwrap();
}

async fn left(db: &Database) -> Vec<(String, i64)> {
    let counted =
        sqlx::query_as("select status, count(*) from messaging.outbox group by status order by status");
    counted.fetch_all(db.pool()).await.unwrap()
}

#[sqlx::test(migrations = false)]
async fn delivered_events_are_forgotten_after_two_weeks(pool: PgPool) {
    let db = testing::database(pool, "catalog").await;
    for _ in 0..3 {
        commit_event(&db).await;
    }
    assert_eq!(relay::deliver_batch(&db, &[]).await.unwrap(), 3);
    age(&db, "update messaging.outbox set created_at = now() - interval '15 days'").await;
    commit_event(&db).await;
    relay::deliver_batch(&db, &[]).await.unwrap();
    commit_event(&db).await;
    retention::clean_up(&db).run_now(json!(null)).await.unwrap();
    assert_eq!(left(&db).await, [("delivered".into(), 1), ("new".into(), 1)]);
}

#[sqlx::test(migrations = false)]
async fn what_a_consumer_applied_is_remembered_for_as_long_as_it_can_be_delivered_again(pool: PgPool) {
    let db = testing::database(pool, "catalog").await;
    commit_event(&db).await;
    let event = testing::published(&db).await[0].id;
    let mut tx = db.begin().await.unwrap();
    assert!(inbox::first_time(&mut tx, "a", event).await.unwrap());
    tx.commit().await.unwrap();
    let job = retention::clean_up(&db);
    age(&db, "update messaging.inbox set applied_at = now() - interval '30 days'").await;
    job.run_now(json!(null)).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    assert!(!inbox::first_time(&mut tx, "a", event).await.unwrap());
    tx.commit().await.unwrap();
    age(&db, "update messaging.outbox set created_at = now() - interval '31 days'").await;
    assert_eq!(relay::deliver_batch(&db, &[]).await.unwrap(), 0, "too old to be delivered");
    age(&db, "update messaging.inbox set applied_at = now() - interval '32 days'").await;
    job.run_now(json!(null)).await.unwrap();
    assert_eq!(left(&db).await, [("dead".into(), 1)]);
    assert_eq!(outbox::replay(&db, &Actor::System, Some(event)).await.unwrap(), 0, "nor replayed");
    let (remembered,): (i64,) =
        sqlx::query_as("select count(*) from messaging.inbox").fetch_one(db.pool()).await.unwrap();
    assert_eq!(remembered, 0);
}

#[sqlx::test(migrations = false)]
async fn a_long_backlog_is_deleted_in_steps(pool: PgPool) {
    let db = testing::database(pool, "catalog").await;
    sqlx::query(
        "insert into messaging.outbox (id, service, name, aggregate, payload, status, created_at)
         select gen_random_uuid(), 'catalog', 'x', gen_random_uuid(), '{}', 'delivered', now() - interval '20 days'
         from generate_series(1, 12000)",
    )
    .execute(db.pool())
    .await
    .unwrap();
    retention::clean_up(&db).run_now(json!(null)).await.unwrap();
    assert_eq!(left(&db).await, []);
}
