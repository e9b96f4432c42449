//! What this service does regularly.

use crate::{Orders, batch, cart, checkout, invoice, privacy};
use platform::jobs::Job;
use std::{sync::Arc, time::Duration};

const EVERY_MINUTE: Duration = Duration::from_mins(1);
const HOURLY: Duration = Duration::from_hours(1);
const DAILY: Duration = Duration::from_hours(24);

/// The jobs of this service.
pub fn jobs(orders: &Arc<Orders>) -> Vec<Job> {
    let (carts, checkouts, declines) = (Arc::clone(orders), Arc::clone(orders), Arc::clone(orders));
    let (invoices, erasures, batches) = (Arc::clone(orders), Arc::clone(orders), Arc::clone(orders));
    vec![
        Job::every("remove_forgotten_carts", DAILY, move || {
            let orders = Arc::clone(&carts);
            async move {
                let days = orders.rules_now().await?.guest_cart_days;
                Ok(cart::remove_forgotten(&orders.db, days).await?)
            }
        }),
        Job::every("forget_declined_payments", HOURLY, move || {
            let orders = Arc::clone(&declines);
            async move { Ok(checkout::declines::forget(&orders.db).await?) }
        }),
        Job::every("forget_finished_checkouts", DAILY, move || {
            let orders = Arc::clone(&checkouts);
            async move { Ok(checkout::forget_finished(&orders.db).await?) }
        }),
        Job::every("forget_unconfirmed_batches", DAILY, move || {
            let orders = Arc::clone(&batches);
            async move { Ok(batch::forget(&orders.db).await?) }
        }),
        Job::every("issue_missing_invoices", EVERY_MINUTE, move || {
            let orders = Arc::clone(&invoices);
            async move {
                let shop = orders.shop_now().await?;
                Ok(invoice::catch_up(&orders.db, orders.issuing(&shop)).await?)
            }
        }),
        Job::every("finish_erasures", HOURLY, move || {
            let orders = Arc::clone(&erasures);
            async move { Ok(privacy::finish(&orders.db).await?) }
        }),
    ]
}
