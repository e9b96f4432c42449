//! What is told of an order.

use contracts::{
    Money,
    orders::{Event, Order, OrderedItem},
};

/// It was placed; still pending.
pub fn placed(order: &Order) -> Event {
    Event::OrderPlaced {
        order: order.id,
        number: order.number.clone(),
        user: order.user,
        total: order.total,
        items: order.items.iter().map(ordered).collect(),
    }
}

fn ordered(item: &contracts::orders::OrderItem) -> OrderedItem {
    OrderedItem {
        product: item.product,
        variant: item.variant,
        name: item.name.clone(),
        quantity: item.quantity,
        subtotal: item.subtotal,
    }
}

/// Stock and payment are certain.
pub fn confirmed(order: &Order) -> Event {
    Event::OrderConfirmed { order: order.id, snapshot: Box::new(order.clone()) }
}

/// All lines are on their way.
pub fn shipped(order: &Order) -> Event {
    Event::OrderShipped { order: order.id, number: order.number.clone() }
}

/// All parcels have arrived.
pub fn delivered(order: &Order) -> Event {
    Event::OrderDelivered { order: order.id, number: order.number.clone() }
}

/// It will not be fulfilled.
pub fn cancelled(order: &Order, reason: &str, was_confirmed: bool) -> Event {
    Event::OrderCancelled {
        order: order.id,
        snapshot: Box::new(order.clone()),
        reason: reason.to_owned(),
        was_confirmed,
    }
}

/// An amount went back.
pub fn refunded(order: &Order, amount: Money) -> Event {
    Event::OrderRefunded { order: order.id, snapshot: Box::new(order.clone()), amount }
}
