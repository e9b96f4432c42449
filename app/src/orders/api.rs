//! What order pages ask the server.

use crate::error::AppError;
use chrono::NaiveDate;
use contracts::{
    Address, Money, Timestamp,
    orders::{Discount, Invoice, InvoiceRow, OrderItem, OrderStatus, PaymentState},
    shipping::ShipmentStatus,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// An order as its buyer sees it: nothing that staff wrote to each other is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    /// What people call it.
    pub number: String,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// Where it is.
    pub status: OrderStatus,
    /// Where its money is.
    pub payment: PaymentState,
    /// Where the mails go.
    pub email: String,
    /// Its lines.
    pub items: Vec<OrderItem>,
    /// Gross sum of the lines.
    pub subtotal: Money,
    /// What a code took off.
    pub discount: Option<Discount>,
    /// Gross shipping.
    pub shipping: Money,
    /// The tax contained in the total.
    pub tax: Money,
    /// The tax rate in basis points.
    pub tax_rate_bp: u32,
    /// Subtotal less discount, and shipping.
    pub total: Money,
    /// What a gift card paid of it.
    pub gift_card: Option<Money>,
    /// What has gone back.
    pub refunded: Money,
    /// How it is sent.
    pub shipping_method: String,
    /// Where it is sent.
    pub address: Address,
    /// The country's name.
    pub country: String,
    /// What the buyer wrote.
    pub note: String,
    /// What it was sent in, oldest first.
    pub parcels: Vec<Parcel>,
    /// Its invoice and its credit notes, oldest first.
    pub documents: Vec<InvoiceRow>,
    /// Whether the buyer is logged in.
    pub signed_in: bool,
}

/// A parcel of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Who carries it.
    pub carrier: String,
    /// The carrier's number.
    pub tracking_number: Option<String>,
    /// The carrier's page for it.
    pub tracking_url: Option<String>,
    /// Where it is.
    pub status: ShipmentStatus,
    /// When it should arrive.
    pub estimated_delivery: Option<NaiveDate>,
    /// What is in it, e.g. `2 × Morning Mug`.
    pub contents: Vec<String>,
    /// What happened to it, oldest first: `picked_up`, `delivered`, ...
    pub events: Vec<(String, Timestamp)>,
}

/// Opens an order to whoever knows its number and the address it was placed with.
#[server]
pub async fn find_order(number: String, email: String) -> Result<(), AppError> {
    let (number, email) = super::read::number_and_email(&number, &email)?;
    let found = crate::context::services()?.orders.find_order(number, email.to_string()).await?;
    let order = found.ok_or_else(super::read::unknown)?;
    super::read::remember(&order.number, &order.email)?;
    crate::context::redirect(&["/orders/", &order.number].concat());
    Ok(())
}

/// One's own order, or the one that was looked up or just placed in this browser.
#[server]
pub async fn load_order(number: String) -> Result<OrderView, AppError> {
    let services = crate::context::services()?;
    let session = crate::context::viewer().await?;
    super::read::order(&services, session, number).await
}

/// A document, as it is read and printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// What was issued.
    pub invoice: Invoice,
    /// The name of the buyer's country.
    pub country: String,
}

/// A document of such an order.
#[server]
pub async fn load_invoice(order: String, number: String) -> Result<Sheet, AppError> {
    let services = crate::context::services()?;
    let session = crate::context::viewer().await?;
    let invoice = super::read::invoice(&services, session, order, &number).await?;
    super::read::sheet(&services, invoice).await
}
