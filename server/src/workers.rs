//! What runs beside the requests: a relay and a job worker per service, and the recovery of flows.

use crate::{databases::Databases, services::Built, subscriptions::subscriptions};
use platform::{Consumer, Database, idempotency, jobs, jobs::Job, relay, retention};
use std::{sync::Arc, time::Duration};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Starts all workers; they end when `stop` is cancelled.
pub fn start(databases: &Databases, built: &Built, stop: &CancellationToken) -> JoinSet<()> {
    let consumers: Arc<[Consumer]> = subscriptions(built).into();
    let mut workers = JoinSet::new();
    for db in databases.all() {
        workers.spawn(relay::run(db.clone(), Arc::clone(&consumers), stop.clone()));
        let jobs: Arc<[Job]> = jobs_of(&db, built).into();
        workers.spawn(jobs::run(db, jobs, stop.clone()));
    }
    let (catalog, stop) = (Arc::clone(&built.catalog), stop.clone());
    workers.spawn(async move {
        // Every process has a search index of its own.
        stop.run_until_cancelled(catalog.follow_search()).await;
    });
    workers
}

/// What is done by itself in a service's database: its own jobs, and what every database needs.
pub fn jobs_of(db: &Database, built: &Built) -> Vec<Job> {
    let mut jobs = own_jobs(db, built);
    jobs.push(retention::clean_up(db));
    jobs
}

fn own_jobs(db: &Database, built: &Built) -> Vec<Job> {
    match db.name() {
        "identity" => identity::jobs::jobs(&built.identity),
        "catalog" => catalog::jobs::jobs(&built.catalog),
        "inventory" => inventory::jobs::jobs(&built.inventory),
        "orders" => {
            let mut jobs = orders::jobs(&built.orders);
            jobs.extend([
                recover_checkouts(built),
                recover_after_sales(built),
                settle_limbo(built),
                erase_closed(built),
                verify(built),
                idempotency::clean_up(db),
            ]);
            jobs
        }
        "payments" => payments::jobs(&built.payments),
        "notifications" => notifications::jobs::jobs(&built.notifications),
        "recommendations" => recommendations::jobs::jobs(&built.recommendations),
        "analytics" => analytics::jobs::jobs(&built.analytics),
        // Shipping only does what it is asked to.
        _ => Vec::new(),
    }
}

/// Checkouts that a crash left standing go on here, so it runs where their records are.
fn recover_checkouts(built: &Built) -> Job {
    let checkout = Arc::clone(&built.services.checkout);
    Job::every("recover_checkouts", Duration::from_secs(2), move || {
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

/// Money of purchases that ended without an order goes back.
fn settle_limbo(built: &Built) -> Job {
    let checkout = Arc::clone(&built.services.checkout);
    Job::every("settle_limbo", Duration::from_secs(60), move || {
        let checkout = Arc::clone(&checkout);
        async move {
            let ended = checkout.settle_limbo().await?;
            if ended > 0 {
                tracing::warn!(ended, "money of purchases without an order was given back");
            }
            Ok(())
        }
    })
}

/// Parcels and refunds that a crash left half-way come to their end here.
fn recover_after_sales(built: &Built) -> Job {
    let after_sales = Arc::clone(&built.services.after_sales);
    Job::every("recover_after_sales", Duration::from_secs(60), move || {
        let after_sales = Arc::clone(&after_sales);
        async move {
            let ended = after_sales.recover().await?;
            if ended > 0 {
                tracing::info!(ended, "parcels and refunds were brought to their end");
            }
            Ok(())
        }
    })
}

/// What was open when somebody's account was erased is erased when it is closed.
fn erase_closed(built: &Built) -> Job {
    let privacy = Arc::clone(&built.services.privacy);
    Job::every("erase_closed_orders", Duration::from_secs(10 * 60), move || {
        let privacy = Arc::clone(&privacy);
        async move {
            let erased = privacy.erase_closed().await?;
            if erased > 0 {
                tracing::info!(erased, "orders of people whose accounts are gone were erased");
            }
            Ok(())
        }
    })
}

/// What is broken is told by the log, by the metric `tradewind_rule_breaches` and, once, by mail; the back office
/// names the rows.
fn verify(built: &Built) -> Job {
    let verifier = built.verifier.clone();
    Job::every("verify", Duration::from_secs(5 * 60), move || {
        let verifier = verifier.clone();
        async move {
            for found in verifier.examine("system").await?.findings {
                metrics::gauge!("tradewind_rule_breaches", "rule" => found.rule.clone(), "place" => found.place.clone())
                    .set(u32::try_from(found.breaches).unwrap_or(u32::MAX));
                if found.breaches > 0 {
                    tracing::error!(
                        rule = found.rule,
                        place = found.place,
                        breaches = found.breaches,
                        first = found.rows.first(),
                        "a rule is broken: {}",
                        found.what
                    );
                }
            }
            Ok(())
        }
    })
}
