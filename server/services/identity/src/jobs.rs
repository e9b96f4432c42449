//! Housekeeping.

use crate::Identity;
use platform::jobs::Job;
use std::{sync::Arc, time::Duration};

/// What this service does on its own.
pub fn jobs(service: &Arc<Identity>) -> Vec<Job> {
    let (purging, rotating) = (Arc::clone(service), Arc::clone(service));
    vec![
        Job::every("purge_expired", Duration::from_hours(1), move || {
            let identity = Arc::clone(&purging);
            async move { identity.purge_expired().await }
        }),
        Job::every("rotate_signing_keys", Duration::from_hours(1), move || {
            let identity = Arc::clone(&rotating);
            async move { identity.rotate_signing_keys().await }
        }),
    ]
}
