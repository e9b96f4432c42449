//! The checkouts that hold units. Server only.

use contracts::{CheckoutId, Services, inventory::HeldLine, orders::CheckoutRecord};
use futures::future::join_all;
use std::collections::BTreeSet;

/// The runs of these lines. They are an extra: a list without them is better than none.
pub async fn of(services: &Services, lines: &[HeldLine]) -> Vec<CheckoutRecord> {
    let ids: BTreeSet<CheckoutId> = lines.iter().map(|line| CheckoutId(line.reservation.0)).collect();
    let found = join_all(ids.into_iter().map(|id| services.orders.checkout(id))).await;
    found.into_iter().filter_map(|run| run.ok().flatten()).collect()
}
