//! Money and orders say the same: I-2, I-4, I-5, I-11.

use super::{SETTLED_SECONDS, books::Books, finding};
use contracts::{CheckoutId, PaymentId, operations::Finding};
use orders::verify::{Fact as Order, GivenUp};
use payments::verify::Fact as Payment;
use std::collections::BTreeMap;

/// Compares all orders with all payments.
pub(super) fn compare(Books { orders, given_up, payments }: &Books) -> Vec<Finding> {
    let by_payment: BTreeMap<PaymentId, &Order> = orders.iter().map(|order| (order.payment, order)).collect();
    let by_id: BTreeMap<PaymentId, &Payment> =
        payments.iter().map(|payment| (payment.payment, payment)).collect();
    let unpaid: Vec<String> =
        orders.iter().filter_map(|order| order_breach(order, by_id.get(&order.payment).copied())).collect();
    let loose: Vec<String> = payments
        .iter()
        .filter_map(|payment| payment_breach(payment, by_payment.get(&payment.payment).copied()))
        .collect();
    let ended: BTreeMap<CheckoutId, &GivenUp> = given_up.iter().map(|run| (run.checkout, run)).collect();
    let kept: Vec<String> = payments
        .iter()
        .filter_map(|payment| undo_breach(payment, ended.get(&payment.checkout).copied()))
        .collect();
    let place = "orders and payments";
    vec![
        finding(
            "I-2",
            place,
            "every order that stands is paid for, every cancelled one keeps no money",
            orders.len() as u64,
            unpaid,
        ),
        finding("I-2", place, "money that was taken belongs to an order", payments.len() as u64, loose),
        finding(
            "I-11",
            place,
            "a purchase that was given up holds and keeps no money",
            given_up.len() as u64,
            kept,
        ),
    ]
}

/// What is wrong with an order's money, if anything.
fn order_breach(order: &Order, payment: Option<&Payment>) -> Option<String> {
    if order.age_seconds < SETTLED_SECONDS {
        return None;
    }
    let (captured, refunded) = payment.map_or((0, 0), |payment| (payment.captured, payment.refunded));
    let told = |what: &str| {
        Some(format!(
            "order {} ({}, {}): {what}; total {}, captured {captured}, refunded {refunded} of {}",
            order.number, order.status, order.payment_status, order.total, order.refunded
        ))
    };
    let takes_money = matches!(order.payment_status.as_str(), "paid" | "partially_refunded" | "refunded");
    match order.status.as_str() {
        _ if payment.is_none() => told("has no payment"),
        "cancelled" if captured != refunded => told("is cancelled and keeps money"),
        "confirmed" | "shipped" | "delivered" if takes_money && captured != order.total => {
            told("is paid with another amount")
        }
        "confirmed" | "shipped" | "delivered" if refunded < order.refunded => {
            told("was refunded less than it says")
        }
        "shipped" | "delivered" if !takes_money => told("was sent unpaid"),
        "confirmed" if payment.is_some_and(|payment| payment.status == "voided") => {
            told("stands, and its payment was released")
        }
        _ => None,
    }
}

/// What is wrong with money that belongs to no order, or to another.
fn payment_breach(payment: &Payment, order: Option<&Order>) -> Option<String> {
    if payment.age_seconds < SETTLED_SECONDS || payment.captured == payment.refunded {
        return None;
    }
    match order {
        None => Some(format!(
            "payment {} of checkout {}: captured {}, refunded {}, no order",
            payment.payment, payment.checkout, payment.captured, payment.refunded
        )),
        Some(order) if payment.order.is_some_and(|id| id != order.order) => {
            Some(format!("payment {} is of another order than {}", payment.payment, order.number))
        }
        Some(_) => None,
    }
}

/// What is wrong with the money of a purchase that was given up.
fn undo_breach(payment: &Payment, given_up: Option<&GivenUp>) -> Option<String> {
    let run = given_up?;
    let settled = run.age_seconds >= SETTLED_SECONDS && payment.age_seconds >= SETTLED_SECONDS;
    let keeps = payment.status == "authorised" || payment.captured != payment.refunded;
    (settled && keeps).then(|| {
        format!(
            "checkout {}: given up, payment {} is {}, captured {}, refunded {}",
            run.checkout, payment.payment, payment.status, payment.captured, payment.refunded
        )
    })
}
