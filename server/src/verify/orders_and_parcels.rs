//! Parcels and orders say the same: what an order counts as sent is a parcel, and every parcel is counted: I-11.

use super::{SETTLED_SECONDS, books, finding};
use contracts::{Result, operations::Finding};
use platform::Database;
use std::collections::BTreeSet;

/// Compares the parcels that orders count with those of shipping, both ways.
pub(super) async fn compare(orders: &Database, shipping: &Database) -> Result<Vec<Finding>> {
    let parcels = books::all(shipping, shipping::verify::facts, |parcel| parcel.shipment.0).await?;
    let counted = books::all(orders, orders::verify::parcels, |parcel| parcel.shipment.0).await?;
    let made: BTreeSet<_> = parcels.iter().map(|parcel| parcel.shipment).collect();
    let known: BTreeSet<_> = counted.iter().map(|parcel| parcel.shipment).collect();
    let lost = counted.iter().filter(|parcel| parcel.age_seconds >= SETTLED_SECONDS);
    let lost = lost.filter(|parcel| !made.contains(&parcel.shipment));
    let loose = parcels.iter().filter(|parcel| parcel.age_seconds >= SETTLED_SECONDS);
    let loose = loose.filter(|parcel| !known.contains(&parcel.shipment));
    let place = "orders and shipping";
    Ok(vec![
        finding(
            "I-11",
            place,
            "what an order counts as sent is a parcel",
            counted.len() as u64,
            lost.map(|parcel| format!("order {}: parcel {} does not exist", parcel.order, parcel.shipment))
                .collect(),
        ),
        finding(
            "I-11",
            place,
            "every parcel is counted by its order",
            parcels.len() as u64,
            loose
                .map(|parcel| {
                    format!("parcel {}: order {} does not count it", parcel.shipment, parcel.order_number)
                })
                .collect(),
        ),
    ])
}
