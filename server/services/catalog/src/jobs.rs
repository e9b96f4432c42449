//! Work beside requests.

use crate::Catalog;
use platform::jobs::Job;
use std::{sync::Arc, time::Duration};

/// Removing the files of pictures that never became part of the library, adding up the counts of listings, finishing
/// pictures.
pub fn jobs(service: &Arc<Catalog>) -> Vec<Job> {
    let (swept, folded, prepared) = (Arc::clone(service), Arc::clone(service), Arc::clone(service));
    vec![
        Job::every("sweep_pictures", Duration::from_hours(24), move || {
            let catalog = Arc::clone(&swept);
            async move { catalog.sweep_pictures().await }
        }),
        Job::every("fold_listing_counts", Duration::from_mins(10), move || {
            let catalog = Arc::clone(&folded);
            async move { catalog.fold_listing_counts().await }
        }),
        Job::every("prepare_pictures", Duration::from_secs(15), move || {
            let catalog = Arc::clone(&prepared);
            async move { catalog.prepare_pictures().await }
        }),
    ]
}
