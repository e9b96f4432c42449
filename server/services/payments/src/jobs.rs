//! What this service does regularly.

use crate::{Payments, payment, refund, webhook};
use platform::jobs::Job;
use std::{sync::Arc, time::Duration};

const EVERY_MINUTE: Duration = Duration::from_mins(1);
const DAILY: Duration = Duration::from_hours(24);

/// The jobs of this service.
pub fn jobs(payments: &Arc<Payments>) -> Vec<Job> {
    let (refunds, unclear, webhooks) = (Arc::clone(payments), Arc::clone(payments), Arc::clone(payments));
    vec![
        Job::every("settle_refunds", EVERY_MINUTE, move || {
            let payments = Arc::clone(&refunds);
            async move { Ok(refund::settle_all(&payments).await?) }
        }),
        Job::every("refresh_unclear", EVERY_MINUTE, move || {
            let payments = Arc::clone(&unclear);
            async move { Ok(payment::refresh_unclear(&payments).await?) }
        }),
        Job::every("forget_webhooks", DAILY, move || {
            let payments = Arc::clone(&webhooks);
            async move { Ok(webhook::forget(&payments).await?) }
        }),
    ]
}
