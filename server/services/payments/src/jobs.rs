//! What this service does regularly.

use crate::{Payments, payment, reconcile, refund, replay, webhook};
use chrono::TimeDelta;
use platform::jobs::Job;
use std::{sync::Arc, time::Duration};

const EVERY_MINUTE: Duration = Duration::from_mins(1);
const EVERY_OTHER_MINUTE: Duration = Duration::from_mins(2);
const EVERY_FEW_MINUTES: Duration = Duration::from_mins(3);
const HOURLY: Duration = Duration::from_hours(1);
const DAILY: Duration = Duration::from_hours(24);

/// What goes wrong goes wrong soon after a charge was made.
const RECENT: TimeDelta = TimeDelta::hours(2);
/// An amount is held for a week; what happens to a charge later is told by the gateway.
const HELD: TimeDelta = TimeDelta::days(8);

/// The jobs of this service.
pub fn jobs(payments: &Arc<Payments>) -> Vec<Job> {
    let (refunds, unclear, webhooks) = (Arc::clone(payments), Arc::clone(payments), Arc::clone(payments));
    let missed = Arc::clone(payments);
    vec![
        reconcile_with("reconcile_recent", EVERY_OTHER_MINUTE, RECENT, payments),
        reconcile_with("reconcile_held", HOURLY, HELD, payments),
        Job::every("settle_refunds", EVERY_MINUTE, move || {
            let payments = Arc::clone(&refunds);
            async move { Ok(refund::settle_all(&payments).await?) }
        }),
        Job::every("refresh_unclear", EVERY_MINUTE, move || {
            let payments = Arc::clone(&unclear);
            async move { Ok(payment::refresh_unclear(&payments).await?) }
        }),
        Job::every("replay_events", EVERY_FEW_MINUTES, move || {
            let payments = Arc::clone(&missed);
            async move { Ok(replay::run(&payments).await?) }
        }),
        Job::every("forget_webhooks", DAILY, move || {
            let payments = Arc::clone(&webhooks);
            async move { Ok(webhook::forget(&payments).await?) }
        }),
    ]
}

fn reconcile_with(kind: &'static str, every: Duration, window: TimeDelta, payments: &Arc<Payments>) -> Job {
    let payments = Arc::clone(payments);
    Job::every(kind, every, move || {
        let payments = Arc::clone(&payments);
        async move { Ok(reconcile::run(&payments, window).await?) }
    })
}
