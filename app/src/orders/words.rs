//! What an order's data mean, in words for its buyer.

use super::api::OrderView;
use crate::components::Tone;
use contracts::{
    Address, Timestamp,
    orders::{OrderStatus, PaymentState},
    shipping::ShipmentStatus,
};

/// The steps of an order that goes well.
pub(crate) const STEPS: [&str; 4] = ["Ordered", "Being packed", "On its way", "Delivered"];

/// The step an order is at, counted from 0; none when it was cancelled.
pub(crate) fn step(status: OrderStatus) -> Option<usize> {
    match status {
        OrderStatus::Pending => Some(0),
        OrderStatus::Confirmed => Some(1),
        OrderStatus::Shipped => Some(2),
        OrderStatus::Delivered => Some(STEPS.len()),
        OrderStatus::Cancelled => None,
    }
}

/// A status in a word or two, and its tone.
pub(crate) fn status(status: OrderStatus) -> (&'static str, Tone) {
    match status {
        OrderStatus::Pending => ("Being checked", Tone::Neutral),
        OrderStatus::Confirmed => ("Being packed", Tone::Info),
        OrderStatus::Shipped => ("On its way", Tone::Info),
        OrderStatus::Delivered => ("Delivered", Tone::Positive),
        OrderStatus::Cancelled => ("Cancelled", Tone::Neutral),
    }
}

/// Where the order is, in a sentence.
pub(crate) fn sentence(order: &OrderView) -> String {
    let part_sent = order.items.iter().any(|item| item.shipped > 0);
    match order.status {
        OrderStatus::Pending => "We are checking your payment. This takes a moment.".to_owned(),
        OrderStatus::Confirmed if part_sent => {
            "A part of it is on its way. The rest is being packed.".to_owned()
        }
        OrderStatus::Confirmed => {
            "Your order is confirmed and is being packed. We write to you when it leaves.".to_owned()
        }
        OrderStatus::Shipped if order.parcels.len() > 1 => {
            format!("It is on its way in {} parcels.", order.parcels.len())
        }
        OrderStatus::Shipped => "Your parcel is on its way.".to_owned(),
        OrderStatus::Delivered => "Everything has arrived. We hope you like it.".to_owned(),
        OrderStatus::Cancelled => cancelled(order.payment).to_owned(),
    }
}

fn cancelled(payment: PaymentState) -> &'static str {
    match payment {
        PaymentState::Refunded => "This order was cancelled. What you paid has gone back to you.",
        PaymentState::Paid | PaymentState::PartiallyRefunded => {
            "This order was cancelled. Your money is on its way back."
        }
        PaymentState::Unpaid | PaymentState::Authorised | PaymentState::Voided => {
            "This order was cancelled. You were not charged."
        }
    }
}

/// How it is paid.
pub(crate) fn payment(state: PaymentState) -> &'static str {
    match state {
        PaymentState::Unpaid => "Not paid yet",
        PaymentState::Authorised => "Reserved on your card; charged when we send it",
        PaymentState::Paid => "Paid",
        PaymentState::PartiallyRefunded => "Partly refunded",
        PaymentState::Refunded => "Refunded",
        PaymentState::Voided => "Not charged",
    }
}

/// Where a parcel is.
pub(crate) fn parcel(status: ShipmentStatus) -> (&'static str, Tone) {
    match status {
        ShipmentStatus::Pending => ("Being packed", Tone::Neutral),
        ShipmentStatus::InTransit => ("On its way", Tone::Info),
        ShipmentStatus::Delivered => ("Delivered", Tone::Positive),
        ShipmentStatus::Returned => ("Sent back", Tone::Warning),
        ShipmentStatus::Cancelled => ("Cancelled", Tone::Neutral),
    }
}

/// What happened to a parcel.
pub(crate) fn parcel_event(event_type: &str) -> &'static str {
    match event_type {
        "created" => "Packed",
        "picked_up" => "Handed to the carrier",
        "in_transit" => "On its way",
        "delivered" => "Delivered",
        "returned" => "Sent back to us",
        "cancelled" => "Cancelled",
        _ => "News from the carrier",
    }
}

/// A day, e.g. `4 March 2026`.
pub(crate) fn day(at: Timestamp) -> String {
    at.format("%-d %B %Y").to_string()
}

/// A tax rate, e.g. `19 %` or `8.1 %`.
pub(crate) fn rate(basis_points: u32) -> String {
    let (whole, part) = (basis_points / 100, basis_points % 100);
    let part = format!("{part:02}");
    let part = part.trim_end_matches('0');
    if part.is_empty() { format!("{whole}\u{a0}%") } else { format!("{whole}.{part}\u{a0}%") }
}

/// The lines of an address as it is written on a parcel, the country's name last.
pub(crate) fn address_lines(address: &Address, country: &str) -> Vec<String> {
    let town = [address.postal_code.as_deref(), Some(address.city.as_str()), address.state.as_deref()];
    let town = town.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let lines = [
        Some(address.name.clone()),
        address.company.clone(),
        Some(address.street.clone()),
        address.street2.clone(),
        Some(town),
        Some(country.to_owned()),
    ];
    lines.into_iter().flatten().filter(|line| !line.trim().is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_rates_are_told_without_needless_digits() {
        assert_eq!(
            [rate(1900), rate(810), rate(0), rate(2125)],
            ["19\u{a0}%", "8.1\u{a0}%", "0\u{a0}%", "21.25\u{a0}%"]
        );
    }

    #[test]
    fn an_address_has_no_empty_lines() {
        let address = Address {
            name: "Ada Lovelace".into(),
            company: None,
            street: "Hauptstraße 1".into(),
            street2: Some(String::new()),
            city: "Berlin".into(),
            state: None,
            postal_code: Some("10115".into()),
            country: "DE".parse().unwrap(),
            phone: None,
        };
        assert_eq!(
            address_lines(&address, "Germany"),
            ["Ada Lovelace", "Hauptstraße 1", "10115 Berlin", "Germany"]
        );
    }

    #[test]
    fn a_cancelled_order_is_at_no_step_and_a_delivered_one_past_the_last() {
        assert_eq!(step(OrderStatus::Cancelled), None);
        assert_eq!(step(OrderStatus::Delivered), Some(STEPS.len()));
    }
}
