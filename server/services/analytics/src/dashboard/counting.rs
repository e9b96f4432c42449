//! What of an event is counted. No I/O.

use contracts::{
    Currency, Money, ProductId, Timestamp,
    orders::{Event, Order, OrderStatus, PaymentState},
};
use std::collections::BTreeMap;

/// The metrics, as stored.
#[expect(missing_docs, reason = "the names say what they count")]
pub mod metric {
    pub const REVENUE: &str = "revenue_minor";
    pub const ORDERS: &str = "orders";
    pub const UNITS: &str = "units";
    pub const REFUNDED: &str = "refunded_minor";
    pub const CUSTOMERS: &str = "customers";
    pub const CARTS_STARTED: &str = "carts_started";
    pub const CARTS_CONVERTED: &str = "carts_converted";
}

/// What one event adds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Metric and what is added to it.
    pub metrics: BTreeMap<&'static str, i64>,
    /// What was sold.
    pub sales: BTreeMap<ProductId, Sale>,
    /// When it is counted, if not when the event happened: what a cancellation takes back is taken from
    /// the hour in which it was counted.
    pub at: Option<Timestamp>,
}

/// What was sold of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Sale {
    pub name: String,
    pub units: i64,
    pub revenue_minor: i64,
}

/// Whether such an event of an order or a cart is counted at all; the others need not be understood.
pub fn counts(service: &str, name: &str) -> bool {
    let names = ["cart_started", "order_confirmed", "order_cancelled", "order_refunded"];
    service == "orders" && names.contains(&name)
}

/// What an event adds. Money in another currency than the shop's is left out.
pub fn of(event: &Event, currency: Currency) -> Counted {
    match event {
        Event::CartStarted { .. } => one(metric::CARTS_STARTED, 1),
        Event::OrderConfirmed { snapshot, .. } => confirmed(snapshot, currency),
        Event::OrderRefunded { amount, .. } => refunded(minor(*amount, currency)),
        Event::OrderCancelled { snapshot, was_confirmed: true, .. } => cancelled(snapshot, currency),
        _ => Counted::default(),
    }
}

fn one(metric: &'static str, value: i64) -> Counted {
    Counted { metrics: BTreeMap::from([(metric, value)]), ..Counted::default() }
}

/// What a new account adds.
pub fn registered() -> Counted {
    one(metric::CUSTOMERS, 1)
}

fn refunded(minor: i64) -> Counted {
    let metrics = BTreeMap::from([(metric::REVENUE, -minor), (metric::REFUNDED, minor)]);
    Counted { metrics, ..Counted::default() }
}

fn confirmed(order: &Order, currency: Currency) -> Counted {
    let sales = sold(order, currency, 1);
    let units = sales.values().map(|sale| sale.units).sum();
    let metrics = BTreeMap::from([
        (metric::CARTS_CONVERTED, 1),
        (metric::ORDERS, 1),
        (metric::REVENUE, minor(order.total, currency)),
        (metric::UNITS, units),
    ]);
    Counted { metrics, sales, at: None }
}

/// The cart did become an order, so the conversion stays.
fn cancelled(order: &Order, currency: Currency) -> Counted {
    let sales = sold(order, currency, -1);
    let units = sales.values().map(|sale| sale.units).sum();
    let mut metrics = BTreeMap::from([(metric::ORDERS, -1), (metric::UNITS, units)]);
    if will_not_be_refunded(order) {
        let kept = minor(order.total, currency) - minor(order.refunded, currency);
        metrics.insert(metric::REVENUE, -kept);
    }
    Counted { metrics, sales, at: confirmed_at(order) }
}

fn confirmed_at(order: &Order) -> Option<Timestamp> {
    order.history.iter().find(|step| step.status == OrderStatus::Confirmed).map(|step| step.at)
}

/// What an order sold, `sign` times.
fn sold(order: &Order, currency: Currency, sign: i64) -> BTreeMap<ProductId, Sale> {
    let mut sales: BTreeMap<ProductId, Sale> = BTreeMap::new();
    for item in &order.items {
        let sale = sales.entry(item.product).or_default();
        sale.name.clone_from(&item.name);
        sale.units += sign * i64::from(item.quantity);
        sale.revenue_minor += sign * minor(item.paid(), currency);
    }
    sales
}

/// An order that was captured is refunded after it was cancelled, which is an event of its own.
fn will_not_be_refunded(order: &Order) -> bool {
    !matches!(order.payment_status, PaymentState::Paid | PaymentState::PartiallyRefunded)
}

fn minor(amount: Money, currency: Currency) -> i64 {
    if amount.currency == currency { amount.minor } else { 0 }
}
