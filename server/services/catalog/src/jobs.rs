//! Work beside requests.

use crate::Catalog;
use platform::jobs::Job;
use std::{sync::Arc, time::Duration};

/// Removing the files of pictures that never became part of the library, adding up the counts of listings, finishing
/// pictures, letting products come and go at their moments, going on with files of products.
pub fn jobs(service: &Arc<Catalog>) -> Vec<Job> {
    let (swept, folded, prepared) = (Arc::clone(service), Arc::clone(service), Arc::clone(service));
    let (scheduled, imported, deleted) = (Arc::clone(service), Arc::clone(service), Arc::clone(service));
    vec![
        Job::every("sweep_pictures", Duration::from_hours(24), move || {
            let catalog = Arc::clone(&swept);
            async move { catalog.sweep_pictures().await }
        }),
        Job::every("fold_listing_counts", Duration::from_mins(10), move || {
            let catalog = Arc::clone(&folded);
            async move { catalog.fold_listing_counts().await }
        }),
        Job::every("apply_schedules", Duration::from_mins(1), move || {
            let catalog = Arc::clone(&scheduled);
            async move {
                let changed = catalog.apply_schedules().await?;
                if changed > 0 {
                    tracing::info!(changed, "products came on sale or went off it");
                }
                Ok(())
            }
        }),
        Job::every("work_on_imports", Duration::from_secs(1), move || {
            let catalog = Arc::clone(&imported);
            async move { catalog.work_on_imports().await }
        }),
        Job::every("delete_old_imports", Duration::from_hours(24), move || {
            let catalog = Arc::clone(&deleted);
            async move { catalog.delete_old_imports().await }
        }),
        Job::every("prepare_pictures", Duration::from_secs(15), move || {
            let catalog = Arc::clone(&prepared);
            async move { catalog.prepare_pictures().await }
        }),
    ]
}
