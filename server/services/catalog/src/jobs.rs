//! Work beside requests.

use crate::Catalog;
use platform::jobs::Job;
use std::{sync::Arc, time::Duration};

/// Removing the files of pictures that never became part of a product, adding up the counts of listings, forgetting
/// what search indexes have read.
pub fn jobs(service: &Arc<Catalog>) -> Vec<Job> {
    let (swept, folded, forgotten) = (Arc::clone(service), Arc::clone(service), Arc::clone(service));
    vec![
        Job::every("sweep_pictures", Duration::from_hours(24), move || {
            let catalog = Arc::clone(&swept);
            async move { catalog.sweep_pictures().await }
        }),
        Job::every("fold_listing_counts", Duration::from_mins(10), move || {
            let catalog = Arc::clone(&folded);
            async move { catalog.fold_listing_counts().await }
        }),
        Job::every("forget_search_changes", Duration::from_hours(24), move || {
            let catalog = Arc::clone(&forgotten);
            async move { catalog.forget_search_changes().await }
        }),
    ]
}
