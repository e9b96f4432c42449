//! Housekeeping.

use crate::Identity;
use platform::jobs::Job;
use std::{sync::Arc, time::Duration};

/// What this service does on its own.
pub fn jobs(service: &Arc<Identity>) -> Vec<Job> {
    let identity = Arc::clone(service);
    vec![Job::every("purge_expired", Duration::from_hours(1), move || {
        let identity = Arc::clone(&identity);
        async move { identity.purge_expired().await }
    })]
}
