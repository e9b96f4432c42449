//! What the service does by itself: nothing, as metrics are counted with each event.

use crate::Analytics;
use platform::jobs::Job;
use std::sync::Arc;

/// The service's jobs.
pub fn jobs(_service: &Arc<Analytics>) -> Vec<Job> {
    Vec::new()
}
