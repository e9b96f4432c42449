//! What this service does on its own.

use crate::Recommendations;
use platform::jobs::Job;
use std::{sync::Arc, time::Duration};

const FLUSH: Duration = Duration::from_secs(2);
const COMPUTE: Duration = Duration::from_mins(10);
const FORGET: Duration = Duration::from_hours(24);

/// Writing views, computing lists, deleting old interactions.
pub fn jobs(service: &Arc<Recommendations>) -> Vec<Job> {
    let (flushed, computed, forgotten) = (Arc::clone(service), Arc::clone(service), Arc::clone(service));
    vec![
        Job::every("flush_views", FLUSH, move || {
            let service = Arc::clone(&flushed);
            async move { service.flush().await }
        }),
        Job::every("compute_recommendations", COMPUTE, move || {
            let service = Arc::clone(&computed);
            async move { service.compute().await }
        }),
        Job::every("forget_interactions", FORGET, move || {
            let service = Arc::clone(&forgotten);
            async move { service.forget_old().await }
        }),
    ]
}
