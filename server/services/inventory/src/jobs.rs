//! What the service does by itself.

use crate::Inventory;
use platform::jobs::Job;
use std::{sync::Arc, time::Duration};

/// The service's jobs.
pub fn jobs(service: &Arc<Inventory>) -> Vec<Job> {
    let service = Arc::clone(service);
    vec![Job::every("expire_reservations", Duration::from_secs(5), move || {
        let service = Arc::clone(&service);
        async move { service.expire_reservations().await }
    })]
}
