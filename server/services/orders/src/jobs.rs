//! What this service does regularly.

use crate::{Orders, cart};
use platform::jobs::Job;
use std::{sync::Arc, time::Duration};

const DAILY: Duration = Duration::from_hours(24);

/// The jobs of this service.
pub fn jobs(orders: &Arc<Orders>) -> Vec<Job> {
    let orders = Arc::clone(orders);
    vec![Job::every("remove_forgotten_carts", DAILY, move || {
        let orders = Arc::clone(&orders);
        async move { Ok(cart::remove_forgotten(&orders.db).await?) }
    })]
}
