//! What staff see of a customer's buying: totals, and carts that became no order.

use super::{CartLine, InvoiceRow};
use crate::{CartId, Money, PageRequest, Timestamp, UserId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a customer bought, got back and has in the cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRecord {
    /// Orders, also cancelled ones.
    pub orders: u64,
    /// Orders that were cancelled.
    pub cancelled: u64,
    /// What was taken less what went back, by currency.
    pub spent: Vec<Money>,
    /// What went back, by currency; currencies of which nothing did are left out.
    pub refunded: Vec<Money>,
    /// When the first order was placed.
    pub first_order: Option<Timestamp>,
    /// When the latest one was.
    pub last_order: Option<Timestamp>,
    /// Uses of coupons that stand.
    pub coupon_uses: u64,
    /// The latest credit notes, newest first; at most 20.
    pub credit_notes: Vec<InvoiceRow>,
    /// What is in the cart; none when nothing is.
    pub cart: Option<CartRow>,
}

/// A cart in the back office. What it is worth depends on the catalogue's prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartRow {
    /// Its id.
    pub id: CartId,
    /// Whose, if signed in.
    pub user: Option<UserId>,
    /// The address that was typed into the checkout; empty when none was. Whoever is signed in has another one too.
    pub email: String,
    /// The name that was typed there; may be empty.
    pub name: String,
    /// In the order they were added.
    pub lines: Vec<CartLine>,
    /// The code that was entered.
    pub coupon: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// Not changed for as long as [`super::CheckoutRules`] say.
    pub is_abandoned: bool,
}

/// Which carts are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartQuery {
    /// Only those that are abandoned (`true`), or that are not (`false`).
    pub abandoned: Option<bool>,
    /// Only those whose owner can be written to.
    pub with_address: bool,
    /// Only those that were last changed on this day or later, in the shop's time zone.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Only those that were last changed on this day or before, in the shop's time zone.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Which part of the list.
    pub page: PageRequest,
}
