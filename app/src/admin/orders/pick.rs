//! What is to be fetched from the shelves for several orders. Server only.

use super::{lines::unsent, picking_api::PickLine};
use contracts::{
    VariantId,
    orders::{Order, OrderItem, OrderStatus},
};
use std::collections::BTreeMap;

/// How many units of a line are to be sent now: none before the order is confirmed or after it was cancelled.
pub fn to_send(status: OrderStatus, item: &OrderItem) -> u32 {
    if status == OrderStatus::Confirmed { unsent(item) } else { 0 }
}

/// A line for each variant of which units are to be sent, by SKU.
pub fn sum(orders: &[Order]) -> Vec<PickLine> {
    let mut lines = BTreeMap::new();
    for order in orders {
        for item in &order.items {
            add(&mut lines, order, item);
        }
    }
    let mut lines: Vec<_> = lines.into_values().collect();
    lines.sort_by(|one, other| one.sku.cmp(&other.sku));
    lines
}

fn add(lines: &mut BTreeMap<VariantId, PickLine>, order: &Order, item: &OrderItem) {
    let units = to_send(order.status, item);
    if units == 0 {
        return;
    }
    let line = lines.entry(item.variant).or_insert_with(|| PickLine {
        sku: item.sku.to_string(),
        name: item.name.clone(),
        choices: item.choices.clone(),
        units: 0,
        orders: Vec::new(),
    });
    line.units += units;
    match line.orders.last_mut() {
        Some((number, before)) if *number == order.number => *before += units,
        _ => line.orders.push((order.number.clone(), units)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::{
        Address, CheckoutId, Currency, Money, OrderId, OrderItemId, ProductId, Timestamp,
        orders::PaymentState,
    };
    use uuid::Uuid;

    fn item(sku: &str, variant: u128, quantity: u32) -> OrderItem {
        OrderItem {
            id: OrderItemId(Uuid::nil()),
            product: ProductId(Uuid::nil()),
            variant: VariantId(Uuid::from_u128(variant)),
            sku: sku.parse().unwrap(),
            name: "Morning Mug".into(),
            choices: "Sand".into(),
            picture_url: None,
            quantity,
            unit_price: Money::new(1900, Currency::Eur),
            subtotal: Money::new(1900, Currency::Eur),
            discount: None,
            shipped: 0,
            refunded: 0,
        }
    }

    fn address() -> Address {
        Address {
            name: "Ada Lovelace".into(),
            company: None,
            street: "Torstraße 12".into(),
            street2: None,
            city: "Berlin".into(),
            state: None,
            postal_code: Some("10119".into()),
            country: "DE".parse().unwrap(),
            phone: None,
        }
    }

    fn order(number: &str, status: OrderStatus, items: Vec<OrderItem>) -> Order {
        let nothing = Money::zero(Currency::Eur);
        Order {
            id: OrderId(Uuid::nil()),
            number: number.into(),
            checkout: CheckoutId(Uuid::nil()),
            user: None,
            email: "ada@example.test".parse().unwrap(),
            language: "en".into(),
            status,
            payment_status: PaymentState::Paid,
            items,
            subtotal: nothing,
            discount: None,
            shipping: nothing,
            tax: nothing,
            tax_rate_bp: 0,
            total: nothing,
            refunded: nothing,
            shipping_method: "Standard".into(),
            address: address(),
            note: String::new(),
            placed_at: Timestamp::default(),
            history: Vec::new(),
        }
    }

    fn confirmed(number: &str, items: Vec<OrderItem>) -> Order {
        order(number, OrderStatus::Confirmed, items)
    }

    fn told(lines: &[PickLine]) -> Vec<String> {
        lines.iter().map(|line| format!("{} {} {:?}", line.sku, line.units, line.orders)).collect()
    }

    #[test]
    fn units_of_a_variant_are_summed_over_the_orders_and_the_lines_are_in_the_order_of_their_skus() {
        let orders = [
            confirmed("TW-1", vec![item("MUG-2", 1, 2), item("BAG-1", 2, 1)]),
            confirmed("TW-2", vec![item("MUG-2", 1, 3)]),
        ];
        assert_eq!(
            told(&sum(&orders)),
            [r#"BAG-1 1 [("TW-1", 1)]"#, r#"MUG-2 5 [("TW-1", 2), ("TW-2", 3)]"#]
        );
    }

    #[test]
    fn what_was_sent_or_refunded_is_not_picked_again() {
        let partly = OrderItem { shipped: 1, refunded: 1, ..item("MUG-2", 1, 3) };
        let whole = OrderItem { shipped: 2, ..item("BAG-1", 2, 2) };
        assert_eq!(told(&sum(&[confirmed("TW-1", vec![partly, whole])])), [r#"MUG-2 1 [("TW-1", 1)]"#]);
    }

    #[test]
    fn two_lines_of_a_variant_in_one_order_are_one_number() {
        let orders = [confirmed("TW-1", vec![item("MUG-2", 1, 1), item("MUG-2", 1, 4)])];
        assert_eq!(told(&sum(&orders)), [r#"MUG-2 5 [("TW-1", 5)]"#]);
    }

    #[test]
    fn nothing_is_picked_for_orders_that_are_not_confirmed() {
        let others = OrderStatus::ALL.into_iter().filter(|status| *status != OrderStatus::Confirmed);
        let orders: Vec<_> = others.map(|status| order("TW-1", status, vec![item("MUG-2", 1, 1)])).collect();
        assert!(sum(&orders).is_empty());
    }
}
