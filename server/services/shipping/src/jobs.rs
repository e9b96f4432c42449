//! What the service does by itself: nothing, as carriers are told of and asked by staff.

use crate::Shipping;
use platform::jobs::Job;
use std::sync::Arc;

/// The service's jobs.
pub fn jobs(_service: &Arc<Shipping>) -> Vec<Job> {
    Vec::new()
}
