//! Work beside requests.

use crate::Catalog;
use platform::jobs::Job;
use std::{sync::Arc, time::Duration};

/// Removes the files of pictures that never became part of a product.
pub fn jobs(service: &Arc<Catalog>) -> Vec<Job> {
    let catalog = Arc::clone(service);
    vec![Job::every("sweep_pictures", Duration::from_hours(24), move || {
        let catalog = Arc::clone(&catalog);
        async move { catalog.sweep_pictures().await }
    })]
}
