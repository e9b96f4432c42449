//! What shoppers were promised.

use super::Discount;
use crate::{
    Address, CartId, CheckoutId, Email, Money, OrderId, OrderItemId, PageRequest, PaymentId, ProductId,
    Quantity, Sku, Timestamp, UserId, VariantId,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where an order is.
///
/// ```text
/// pending -> confirmed -> shipped -> delivered
///    |           |
///    +-----------+-> cancelled
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum OrderStatus {
    Pending,
    Confirmed,
    Shipped,
    Delivered,
    Cancelled,
}

impl OrderStatus {
    /// All of them, in the order of an order's life.
    pub const ALL: [Self; 5] =
        [Self::Pending, Self::Confirmed, Self::Shipped, Self::Delivered, Self::Cancelled];

    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Shipped => "shipped",
            Self::Delivered => "delivered",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// Where an order's money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum PaymentState {
    Unpaid,
    Authorised,
    Paid,
    PartiallyRefunded,
    Refunded,
    Voided,
}

impl PaymentState {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Unpaid, Self::Authorised, Self::Paid, Self::PartiallyRefunded, Self::Refunded, Self::Voided];

    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unpaid => "unpaid",
            Self::Authorised => "authorised",
            Self::Paid => "paid",
            Self::PartiallyRefunded => "partially_refunded",
            Self::Refunded => "refunded",
            Self::Voided => "voided",
        }
    }

    /// The state stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// A line of an order: a snapshot that later changes of the catalogue leave alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderItem {
    /// Its id.
    pub id: OrderItemId,
    /// What was bought.
    pub product: ProductId,
    /// What was bought.
    pub variant: VariantId,
    /// Its SKU then.
    pub sku: Sku,
    /// Its name then.
    pub name: String,
    /// Its choices then.
    pub choices: String,
    /// The address of its picture.
    pub picture_url: Option<String>,
    /// How many were bought.
    pub quantity: u32,
    /// Gross, each.
    pub unit_price: Money,
    /// Gross, all.
    pub subtotal: Money,
    /// The line's part of the order's discount.
    #[serde(default)]
    pub discount: Option<Money>,
    /// How many have been sent.
    pub shipped: u32,
    /// How many have been refunded.
    pub refunded: u32,
}

impl OrderItem {
    /// What was paid for the line: its subtotal less its part of the discount.
    pub fn paid(&self) -> Money {
        let off = self.discount.map_or(0, |discount| discount.minor);
        Money::new(self.subtotal.minor.saturating_sub(off), self.subtotal.currency)
    }

    /// What was paid for the next `units` units to be refunded. However a line is divided, the parts add up to what
    /// was paid for it.
    pub fn paid_for(&self, units: u32) -> Money {
        let until = |units: u32| {
            let paid = i128::from(self.paid().minor) * i128::from(units) / i128::from(self.quantity.max(1));
            i64::try_from(paid).unwrap_or(i64::MAX)
        };
        let refunded = self.refunded.min(self.quantity);
        let units = units.min(self.quantity - refunded);
        Money::new(until(refunded + units) - until(refunded), self.subtotal.currency)
    }

    /// What was paid for the latest `units` units of those that were refunded.
    pub fn refunded_for(&self, units: u32) -> Money {
        Self { refunded: self.refunded.saturating_sub(units), ..self.clone() }.paid_for(units)
    }
}

/// An order with everything its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// What people call it, e.g. `TW-7F3K-9QXM-2CDV`; cannot be guessed.
    pub number: String,
    /// The checkout it came from.
    pub checkout: CheckoutId,
    /// The account that placed it, if any.
    pub user: Option<UserId>,
    /// Where the mails go.
    pub email: Email,
    /// BCP 47 language of the mails.
    pub language: String,
    /// Where it is.
    pub status: OrderStatus,
    /// Where its money is.
    pub payment_status: PaymentState,
    /// Its lines.
    pub items: Vec<OrderItem>,
    /// Gross sum of the lines.
    pub subtotal: Money,
    /// What a coupon took off.
    #[serde(default)]
    pub discount: Option<Discount>,
    /// Gross shipping.
    pub shipping: Money,
    /// The tax contained in the total.
    pub tax: Money,
    /// The tax rate in basis points.
    pub tax_rate_bp: u32,
    /// What is to be paid: subtotal - discount + shipping.
    pub total: Money,
    /// What has gone back.
    pub refunded: Money,
    /// How it is sent.
    pub shipping_method: String,
    /// Where it is sent.
    pub address: Address,
    /// What the shopper wrote.
    pub note: String,
    /// When it was placed.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub placed_at: Timestamp,
    /// What became of it, oldest first.
    pub history: Vec<OrderHistory>,
}

/// A step in an order's life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "named after what they are")]
pub struct OrderHistory {
    pub status: OrderStatus,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    pub reason: String,
    pub actor: String,
}

/// An order in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "named after what they are")]
pub struct OrderRow {
    pub id: OrderId,
    pub number: String,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub placed_at: Timestamp,
    pub name: String,
    pub email: Email,
    pub status: OrderStatus,
    pub payment_status: PaymentState,
    pub total: Money,
    pub units: u32,
    /// Pictures of the first three lines.
    pub pictures: Vec<String>,
}

/// Which orders the back office wants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderQuery {
    /// Part of a number, name or e-mail address.
    pub search: String,
    /// Only this status.
    pub status: Option<OrderStatus>,
    /// Only this payment state.
    pub payment_status: Option<PaymentState>,
    /// Only this customer's.
    pub user: Option<UserId>,
    /// Only those with this tag.
    #[serde(default)]
    pub tag: Option<String>,
    /// Only those that were placed on this day or later, in the shop's time zone.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Only those that were placed on this day or before, in the shop's time zone.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// `placed` or `total`, with a leading `-` for descending; newest first by default.
    pub sort: String,
    /// The part of the list.
    pub page: PageRequest,
}

/// What an order is made of. Everything was computed on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as in Order")]
pub struct PlaceOrder {
    pub checkout: CheckoutId,
    pub cart: CartId,
    pub user: Option<UserId>,
    pub email: Email,
    pub language: String,
    pub items: Vec<PlaceOrderItem>,
    #[serde(default)]
    pub discount: Option<Discount>,
    pub shipping: Money,
    pub tax_rate_bp: u32,
    pub shipping_method: String,
    pub address: Address,
    pub note: String,
    pub payment: PaymentId,
}

/// A line to be ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as in OrderItem")]
pub struct PlaceOrderItem {
    pub product: ProductId,
    pub variant: VariantId,
    pub sku: Sku,
    pub name: String,
    pub choices: String,
    pub picture_url: Option<String>,
    pub quantity: Quantity,
    pub unit_price: Money,
    pub weight_g: u32,
}
