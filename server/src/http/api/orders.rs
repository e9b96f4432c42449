//! What was bought.

use super::{
    Answer, Settings, Shop,
    body::Sent,
    caller::Reader,
    path::Named,
    problem::Refused,
    text::{EmailText, Line},
};
use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
};
use contracts::{
    Address, Email, Error, Money, PageRequest, Timestamp,
    orders::{Discount, Invoice, InvoiceKind, Order, OrderItem, OrderRow, OrderStatus, PaymentState},
    shipping::{FulfilmentEvent, Shipment, ShipmentStatus},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An order, as its buyer sees it.
#[derive(Serialize, ToSchema)]
pub struct OrderView {
    /// What people call it.
    number: String,
    /// Where the mails go.
    email: Email,
    /// Where it is.
    status: OrderStatus,
    /// Where its money is.
    payment_status: PaymentState,
    /// Its lines.
    items: Vec<OrderItem>,
    /// Gross sum of the lines.
    subtotal: Money,
    /// What a code took off.
    discount: Option<Discount>,
    /// Gross shipping.
    shipping: Money,
    /// The tax contained in the total.
    tax: Money,
    /// Its rate, basis points.
    tax_rate_bp: u32,
    /// What was to be paid.
    total: Money,
    /// What a gift card paid of it.
    gift_card: Option<Money>,
    /// What has gone back.
    refunded: Money,
    /// How it is sent.
    shipping_method: String,
    /// Where it is sent.
    address: Address,
    /// What the buyer wrote.
    note: String,
    /// When it was placed.
    #[schema(value_type = String, format = DateTime)]
    placed_at: Timestamp,
    /// What became of it, oldest first.
    history: Vec<Step>,
    /// Its parcels, oldest first.
    parcels: Vec<Parcel>,
    /// Its invoice and its credit notes, oldest first.
    documents: Vec<Document>,
}

/// An invoice or a credit note.
#[derive(Serialize, ToSchema)]
pub struct Document {
    /// E.g. `2026-000123`.
    number: String,
    kind: InvoiceKind,
    #[schema(value_type = String, format = DateTime)]
    issued_at: Timestamp,
    /// Of a credit note what went back.
    total: Money,
}

impl From<Invoice> for Document {
    fn from(invoice: Invoice) -> Self {
        Self {
            number: invoice.number,
            kind: invoice.kind,
            issued_at: invoice.issued_at,
            total: invoice.total,
        }
    }
}

/// A step in an order's life. Who took it is the shop's business.
#[derive(Serialize, ToSchema)]
pub struct Step {
    status: OrderStatus,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// A parcel.
#[derive(Serialize, ToSchema)]
pub struct Parcel {
    carrier: String,
    tracking_number: Option<String>,
    tracking_url: Option<String>,
    status: ShipmentStatus,
    events: Vec<FulfilmentEvent>,
}

impl From<Shipment> for Parcel {
    fn from(shipment: Shipment) -> Self {
        Self {
            carrier: shipment.carrier,
            tracking_number: shipment.tracking_number,
            tracking_url: shipment.tracking_url,
            status: shipment.status,
            events: shipment.events,
        }
    }
}

/// A page of one's own orders.
#[derive(Serialize, ToSchema)]
pub struct OrderList {
    /// Newest first.
    orders: Vec<OrderRow>,
    /// Orders in the whole list.
    total: u64,
    /// This page, from 1.
    page: u32,
    /// Pages, at least one.
    pages: u32,
}

/// Which part of the list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListParameters {
    /// From 1.
    #[param(minimum = 1, maximum = 10_000)]
    page: Option<u32>,
}

/// What a guest knows of an order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// E.g. `TW-7F3K-9QXM-2CDV`.
    number: Line,
    /// The address it was placed with.
    email: EmailText,
}

/// An order by its number and the e-mail address it was placed with.
#[utoipa::path(post, path = "/orders/find", tag = "orders", request_body = Known,
    responses((status = 200, description = "The order", body = OrderView)), security((), ("bearer" = ["read"])))]
pub async fn find(State(shop): Shop, Sent(known): Sent<Known>) -> Answer<Json<OrderView>> {
    view(&shop, shop.services.orders.find_order(known.number.0, known.email.0).await?).await
}

/// One's own orders.
#[utoipa::path(get, path = "/orders", tag = "orders", params(ListParameters),
    responses((status = 200, description = "A page of 20 orders", body = OrderList)), security(("bearer" = [])))]
pub async fn list(
    State(shop): Shop,
    shopper: Reader,
    parameters: Result<Query<ListParameters>, QueryRejection>,
) -> Answer<Json<OrderList>> {
    let refused = || Refused::field("page", "Please give a number from 1 to 10000.");
    let page = parameters.map_err(|_| refused())?.0.page.unwrap_or(1);
    if !(1..=PageRequest::LAST).contains(&page) {
        return Err(refused());
    }
    let list = shop.services.orders.my_orders(shopper.actor(), PageRequest::new(page, 20)).await?;
    Ok(Json(OrderList { total: list.total, page: list.number, pages: list.pages(), orders: list.items }))
}

/// One of one's own orders.
#[utoipa::path(get, path = "/orders/{number}", tag = "orders", params(("number" = String, Path, description = "Its number")),
    responses((status = 200, description = "The order", body = OrderView)), security(("bearer" = [])))]
pub async fn show(
    State(shop): Shop,
    shopper: Reader,
    Named(number): Named<String>,
) -> Answer<Json<OrderView>> {
    view(&shop, shop.services.orders.my_order(shopper.actor(), number).await?).await
}

async fn view(shop: &Settings, order: Option<Order>) -> Answer<Json<OrderView>> {
    let order = order.ok_or_else(|| Error::not_found("order"))?;
    let (parcels, documents, gift_card) = futures::try_join!(
        shop.services.shipping.shipments_of(order.id),
        shop.services.orders.find_invoices(order.number.clone(), order.email.to_string()),
        shop.services.payments.paid_by_gift_card(order.id),
    )?;
    Ok(Json(OrderView {
        number: order.number,
        email: order.email,
        status: order.status,
        payment_status: order.payment_status,
        items: order.items,
        subtotal: order.subtotal,
        discount: order.discount,
        shipping: order.shipping,
        tax: order.tax,
        tax_rate_bp: order.tax_rate_bp,
        total: order.total,
        gift_card,
        refunded: order.refunded,
        shipping_method: order.shipping_method,
        address: order.address,
        note: order.note,
        placed_at: order.placed_at,
        history: order.history.into_iter().map(|step| Step { status: step.status, at: step.at }).collect(),
        parcels: parcels.into_iter().map(Parcel::from).collect(),
        documents: documents.into_iter().map(Document::from).collect(),
    }))
}
