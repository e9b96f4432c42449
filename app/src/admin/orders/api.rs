use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
    orders::api::Sheet,
};
use contracts::{
    Permission, Timestamp,
    orders::{InvoiceRow, Order, OrderNeighbours, OrderNote, OrderRow, OrderTag},
    payments::Payment,
    shipping::Shipment,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The list of orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderList {
    /// The orders.
    pub list: Listed<OrderRow>,
    /// Their tags.
    pub tags: Vec<OrderTag>,
    /// Tags to filter by.
    pub known_tags: Vec<String>,
    /// What the asker may do.
    pub permissions: Vec<Permission>,
}

/// An order with its money and its parcels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPage {
    /// The order.
    pub order: Order,
    /// Its payments, oldest first.
    pub payments: Vec<Payment>,
    /// Its parcels, oldest first.
    pub shipments: Vec<Shipment>,
    /// Its invoice and its credit notes, oldest first.
    pub documents: Vec<InvoiceRow>,
    /// What staff wrote about it, oldest first.
    pub notes: Vec<OrderNote>,
    /// What it is sorted by.
    pub tags: Vec<String>,
    /// Names of those who can be mentioned in a note.
    pub colleagues: Vec<String>,
    /// The orders beside it in the list that one came from.
    pub beside: OrderNeighbours,
    /// What the asker may do.
    pub permissions: Vec<Permission>,
    /// Names the next parcel or refund, so that a form sent twice acts once.
    pub key: Uuid,
    /// When this was read.
    pub now: Timestamp,
}

/// A line of a form that ships or refunds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LineForm {
    pub item: String,
    pub quantity: String,
}

/// The back office's list of orders.
#[server]
pub async fn list_orders(state: ListState) -> Result<OrderList, AppError> {
    let actor = crate::admin::guard::require(Permission::ViewOrders).await?;
    let permissions = crate::admin::guard::session().await?.permissions;
    let (query, orders) = (crate::admin::queries::orders(&state), crate::context::services()?.orders);
    let page = orders.orders(actor.clone(), query).await?;
    let ids = page.items.iter().map(|order| order.id).collect();
    let (tags, known_tags) =
        futures::try_join!(orders.order_tags(actor.clone(), ids), orders.known_order_tags(actor))?;
    Ok(OrderList { list: Listed::now(page), tags, known_tags, permissions })
}

/// The back office's list of invoices and credit notes.
#[server]
pub async fn list_invoices(state: ListState) -> Result<Listed<InvoiceRow>, AppError> {
    let actor = crate::admin::guard::require(Permission::ViewOrders).await?;
    let query = crate::admin::queries::invoices(&state);
    Ok(Listed::now(crate::context::services()?.orders.invoices(actor, query).await?))
}

/// One of them, to be printed.
#[server]
pub async fn load_invoice(number: String) -> Result<Sheet, AppError> {
    let actor = crate::admin::guard::require(Permission::ViewOrders).await?;
    let services = crate::context::services()?;
    let found = services.orders.invoice(actor, number).await?;
    crate::orders::read::sheet(&services, found.ok_or_else(|| AppError::not_found("invoice"))?).await
}

/// The back office's list of payments.
#[server]
pub async fn list_payments(state: ListState) -> Result<Listed<Payment>, AppError> {
    let actor = crate::admin::guard::require(Permission::ViewOrders).await?;
    let page = state.request(25);
    Ok(Listed::now(crate::context::services()?.payments.payments(actor, state.search, page).await?))
}

/// The back office's list of parcels.
#[server]
pub async fn list_parcels(state: ListState) -> Result<Listed<Shipment>, AppError> {
    let actor = crate::admin::guard::require(Permission::ViewOrders).await?;
    let page = state.request(25);
    Ok(Listed::now(crate::context::services()?.shipping.shipments(actor, state.search, page).await?))
}

/// One order with everything about it, and what is beside it in the list of this state.
#[server]
pub async fn load_order(id: String, #[server(default)] state: ListState) -> Result<OrderPage, AppError> {
    let actor = crate::admin::guard::require(Permission::ViewOrders).await?;
    let permissions = crate::admin::guard::session().await?.permissions;
    let id = id.parse().map_err(|_| AppError::not_found("order"))?;
    let services = crate::context::services()?;
    let order = services.orders.order(actor.clone(), id);
    let payments = services.payments.payments_of(actor.clone(), id);
    let documents = services.orders.order_invoices(actor.clone(), id);
    let desk = super::desk_read::desk(&services, &actor, id, &state);
    let (order, payments, shipments, documents, desk) =
        futures::try_join!(order, payments, services.shipping.shipments_of(id), documents, desk)?;
    let order = order.ok_or_else(|| AppError::not_found("order"))?;
    let (key, now) = (crate::admin::guard::fresh_key(), crate::admin::patterns::now());
    let super::desk_read::Desk { notes, tags, colleagues, beside } = desk;
    Ok(OrderPage {
        order,
        payments,
        shipments,
        documents,
        notes,
        tags,
        colleagues,
        beside,
        permissions,
        key,
        now,
    })
}

/// Takes the held amount.
#[server]
pub async fn capture_payment(order: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(Permission::CapturePayments).await?;
    let order = order.parse().map_err(|_| AppError::not_found("order"))?;
    crate::context::services()?.after_sales.capture(actor, order).await?;
    Ok(())
}

/// Sends lines off in a parcel.
#[server]
pub async fn send_parcel(
    order: String,
    key: Uuid,
    #[server(default)] lines: Vec<LineForm>,
    carrier: String,
    tracking_number: String,
) -> Result<(), AppError> {
    use contracts::after_sales::ShipOrder;
    let actor = crate::admin::guard::require(Permission::ShipOrders).await?;
    let order = order.parse().map_err(|_| AppError::not_found("order"))?;
    let lines = super::parse::chosen(&lines)?;
    let ship = ShipOrder { idempotency_key: key, order, lines, carrier, tracking_number };
    crate::context::services()?.after_sales.ship(actor, ship).await?;
    Ok(())
}

/// Records that a parcel arrived.
#[server]
pub async fn mark_delivered(order: String, shipment: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(Permission::ShipOrders).await?;
    let missing = || AppError::not_found("parcel");
    let (order, shipment) = (order.parse().map_err(|_| missing())?, shipment.parse().map_err(|_| missing())?);
    Ok(crate::context::services()?.after_sales.record_delivery(actor, order, shipment).await?)
}

/// Cancels an order that was not sent.
#[server]
pub async fn end_order(order: String, reason: String, one_time_code: Option<String>) -> Result<(), AppError> {
    let actor = crate::admin::guard::require_proved(Permission::CancelOrders, one_time_code).await?;
    let order = order.parse().map_err(|_| AppError::not_found("order"))?;
    Ok(crate::context::services()?.after_sales.cancel(actor, order, reason).await?)
}

/// Sends back what is left of a cancelled order's payment.
#[server]
pub async fn refund_rest(order: String, key: Uuid, one_time_code: Option<String>) -> Result<(), AppError> {
    let actor = crate::admin::guard::require_proved(Permission::RefundPayments, one_time_code).await?;
    let order = order.parse().map_err(|_| AppError::not_found("order"))?;
    crate::context::services()?.after_sales.refund_rest(actor, order, key).await?;
    Ok(())
}

/// Sends money back for lines and, if wanted, an extra amount.
#[server]
pub async fn refund_lines(
    order: String,
    key: Uuid,
    #[server(default)] lines: Vec<LineForm>,
    extra: String,
    currency: String,
    restock: Option<String>,
    reason: String,
    one_time_code: Option<String>,
) -> Result<(), AppError> {
    use contracts::after_sales::RefundOrder;
    let actor = crate::admin::guard::require_proved(Permission::RefundPayments, one_time_code).await?;
    let order = order.parse().map_err(|_| AppError::not_found("order"))?;
    let extra = super::parse::amount(&extra, &currency)?;
    let lines = if extra.minor > 0 { super::parse::wanted(&lines)? } else { super::parse::chosen(&lines)? };
    let refund =
        RefundOrder { idempotency_key: key, order, lines, extra, restock: restock.is_some(), reason };
    crate::context::services()?.after_sales.refund(actor, refund).await?;
    Ok(())
}
