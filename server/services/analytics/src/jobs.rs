//! What the service does by itself.

use crate::Analytics;
use platform::jobs::Job;
use std::{sync::Arc, time::Duration};

/// Forgetting old events of the log.
pub fn jobs(service: &Arc<Analytics>) -> Vec<Job> {
    let service = Arc::clone(service);
    vec![Job::every("forget_logged_events", Duration::from_hours(1), move || {
        let service = Arc::clone(&service);
        async move { service.forget_events().await }
    })]
}
