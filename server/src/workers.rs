//! What runs beside the requests: a relay and a job worker per service, and the recovery of flows.

use crate::{databases::Databases, services::Built, subscriptions::subscriptions};
use platform::{Consumer, jobs, jobs::Job, relay};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Starts all workers; they end when `stop` is cancelled.
pub fn start(databases: &Databases, built: &Built, stop: &CancellationToken) -> JoinSet<()> {
    let consumers: Arc<[Consumer]> = subscriptions(built).into();
    let mut jobs_of = jobs_by_service(databases, built);
    let mut workers = JoinSet::new();
    for db in databases.all() {
        workers.spawn(relay::run(db.clone(), Arc::clone(&consumers), stop.clone()));
        let jobs: Arc<[Job]> = jobs_of.remove(db.name()).unwrap_or_default().into();
        workers.spawn(jobs::run(db, jobs, stop.clone()));
    }
    workers
}

fn jobs_by_service(databases: &Databases, built: &Built) -> HashMap<&'static str, Vec<Job>> {
    let mut orders_jobs = orders::jobs(&built.orders);
    orders_jobs.push(recover_checkouts(built));
    orders_jobs.extend(databases.of("orders").map(|db| platform::idempotency::clean_up(&db)));
    HashMap::from([
        ("identity", identity::jobs::jobs(&built.identity)),
        ("inventory", inventory::jobs::jobs(&built.inventory)),
        ("orders", orders_jobs),
        ("payments", payments::jobs(&built.payments)),
        ("shipping", shipping::jobs::jobs(&built.shipping)),
        ("notifications", notifications::jobs::jobs(&built.notifications)),
        ("recommendations", recommendations::jobs::jobs(&built.recommendations)),
        ("analytics", analytics::jobs::jobs(&built.analytics)),
    ])
}

/// Checkouts that a crash left standing go on here, so it runs where their records are.
fn recover_checkouts(built: &Built) -> Job {
    let checkout = Arc::clone(&built.services.checkout);
    Job::every("recover_checkouts", Duration::from_secs(5), move || {
        let checkout = Arc::clone(&checkout);
        async move {
            let ended = checkout.recover().await?;
            if ended > 0 {
                tracing::info!(ended, "checkouts were brought to their end");
            }
            Ok(())
        }
    })
}
