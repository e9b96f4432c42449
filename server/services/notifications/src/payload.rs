//! What the placeholders of the mails about an order, an account and the shop itself stand for. Money is text here,
//! as people read it.

use contracts::{
    Address, Money, Timestamp,
    operations::Finding,
    orders::{Discount, Order},
};
use serde_json::{Value, json};

/// For `order_confirmation`.
pub(crate) fn confirmation(order: &Order) -> Value {
    let lines = order.items.iter().map(|item| {
        json!({
            "quantity": item.quantity, "name": item.name, "choices": item.choices, "sku": item.sku,
            "unit_price": item.unit_price.to_string(), "subtotal": item.subtotal.to_string(),
        })
    });
    let lines = lines.chain(order.discount.iter().map(discount));
    json!({
        "name": order.address.name, "number": order.number,
        "placed_on": order.placed_at.date_naive().to_string(),
        "lines": lines.collect::<Vec<_>>(), "subtotal": order.subtotal.to_string(),
        "shipping_method": order.shipping_method, "shipping": order.shipping.to_string(),
        "tax": order.tax.to_string(), "tax_rate": percent(order.tax_rate_bp),
        "total": order.total.to_string(), "address": lines_of(&order.address),
    })
}

/// A discount is a line of its own, so that every template that lists the lines adds up.
fn discount(discount: &Discount) -> Value {
    let off = Money::new(-discount.amount.minor, discount.amount.currency).to_string();
    json!({
        "quantity": 1, "name": format!("Code {}", discount.code), "choices": "", "sku": "", "unit_price": off,
        "subtotal": off,
    })
}

/// For `order_cancelled`.
pub(crate) fn cancellation(order: &Order, reason: &str) -> Value {
    json!({
        "name": order.address.name, "number": order.number, "total": order.total.to_string(), "reason": reason,
    })
}

/// For `order_refunded`.
pub(crate) fn refund(order: &Order, amount: Money) -> Value {
    json!({
        "name": order.address.name, "number": order.number, "amount": amount.to_string(),
        "refunded": order.refunded.to_string(), "total": order.total.to_string(),
    })
}

/// For `new_device`: when, with which browser, in which network.
pub(crate) fn new_device(name: &str, at: Timestamp, device: &str, network: &str) -> Value {
    json!({
        "name": name, "at": at.format("%Y-%m-%d %H:%M UTC").to_string(), "device": device, "network": network,
    })
}

/// For `rules_broken`.
pub(crate) fn broken_rules(rules: &[Finding]) -> Value {
    let told = rules.iter().map(|found| {
        json!({
            "rule": found.rule, "place": found.place, "what": found.what, "breaches": found.breaches,
            "rows": found.rows,
        })
    });
    json!({ "count": rules.len(), "rules": told.collect::<Vec<_>>() })
}

/// `1900` as `19`, `770` as `7.7`.
fn percent(basis_points: u32) -> String {
    let text = format!("{}.{:02}", basis_points / 100, basis_points % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn lines_of(address: &Address) -> Vec<String> {
    let town = [address.postal_code.as_deref().unwrap_or(""), &address.city].join(" ").trim().to_owned();
    let lines = [
        Some(address.name.clone()),
        address.company.clone(),
        Some(address.street.clone()),
        address.street2.clone(),
        Some(town),
        address.state.clone(),
        Some(address.country.to_string()),
    ];
    lines.into_iter().flatten().filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn tax_rates_are_written_without_needless_zeros() {
        assert_eq!([1900, 770, 0, 825].map(super::percent), ["19", "7.7", "0", "8.25"]);
    }
}
