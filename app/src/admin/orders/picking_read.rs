//! Reads what is to be picked and packed. Server only.

use super::{
    pick::{sum, to_send},
    picking_api::{MOST, PickList, PickedOrder, Slip, SlipLine, Slips},
};
use crate::{
    admin::{patterns::ListState, queries},
    error::AppError,
    orders::{read::country_name, words::address_lines},
};
use contracts::{
    Actor, OrderId, PageRequest, Services,
    orders::{Order, OrderItem, OrderQuery, OrderStatus, Seller},
    shipping::Country,
};

/// The packing slip of an order.
pub async fn slip(services: &Services, actor: Actor, id: OrderId) -> Result<Slip, AppError> {
    let order = services.orders.order(actor.clone(), id);
    let (order, countries, seller) =
        futures::try_join!(order, services.shipping.countries(), seller(services, actor, id))?;
    let order = order.ok_or_else(|| AppError::not_found("order"))?;
    Ok(slip_of(order, &countries, seller))
}

fn slip_of(order: Order, countries: &[Country], seller: Seller) -> Slip {
    let line = |item: &OrderItem| SlipLine {
        name: item.name.clone(),
        choices: item.choices.clone(),
        sku: item.sku.to_string(),
        ordered: item.quantity,
        to_send: to_send(order.status, item),
    };
    Slip {
        lines: order.items.iter().map(line).collect(),
        ship_to: address_lines(&order.address, &country_name(&order.address, countries)),
        order: order.id,
        number: order.number,
        status: order.status,
        placed_at: order.placed_at,
        shipping_method: order.shipping_method,
        seller,
        note: order.note,
    }
}

/// Who sells, as the order's invoice has it.
async fn seller(services: &Services, actor: Actor, order: OrderId) -> contracts::Result<Seller> {
    let documents = services.orders.order_invoices(actor.clone(), order).await?;
    let Some(first) = documents.into_iter().next() else { return Ok(Seller::default()) };
    let invoice = services.orders.invoice(actor, first.number).await?;
    Ok(invoice.map(|invoice| invoice.seller).unwrap_or_default())
}

/// What the oldest confirmed orders need, of those that the list's words and filters choose; or those of a batch.
pub async fn pick_list(services: &Services, actor: &Actor, state: &ListState) -> Result<PickList, AppError> {
    let (ids, total): (Vec<_>, u64) = if let Some(ids) = chosen(services, actor, state).await? {
        let total = ids.len() as u64;
        (ids, total)
    } else {
        let page = services.orders.orders(actor.clone(), confirmed(state)).await?;
        (page.items.iter().map(|row| row.id).collect(), page.total)
    };
    let orders = services.orders.whole_orders(actor.clone(), first(ids)).await?;
    let lines = sum(&orders);
    let orders = orders.into_iter().map(picked).filter(|order| order.units > 0).collect();
    Ok(PickList { lines, orders, total })
}

/// The packing slips of the orders of a batch that are to be sent, the oldest first.
pub async fn slips(services: &Services, actor: &Actor, state: &ListState) -> Result<Slips, AppError> {
    let ids = chosen(services, actor, state).await?.ok_or_else(|| AppError::not_found("batch"))?;
    let total = ids.len() as u64;
    let orders = services.orders.whole_orders(actor.clone(), first(ids)).await?;
    let countries = services.shipping.countries().await?;
    let seller = match orders.first() {
        Some(order) => seller(services, actor.clone(), order.id).await?,
        None => Seller::default(),
    };
    let slips = orders.into_iter().map(|order| slip_of(order, &countries, seller.clone())).collect();
    Ok(Slips { slips, total })
}

fn first(mut ids: Vec<OrderId>) -> Vec<OrderId> {
    ids.truncate(MOST as usize);
    ids
}

/// The confirmed orders of the batch that `batch` names, the oldest first; none without a batch.
async fn chosen(
    services: &Services,
    actor: &Actor,
    state: &ListState,
) -> Result<Option<Vec<OrderId>>, AppError> {
    let Some(id) = state.parsed("batch") else { return Ok(None) };
    let batch = services.orders.batch(actor.clone(), id).await?;
    let batch = batch.ok_or_else(|| AppError::not_found("batch"))?;
    let confirmed = batch.rows.into_iter().rev().filter(|row| row.status == OrderStatus::Confirmed);
    Ok(Some(confirmed.map(|row| row.order).collect()))
}

fn confirmed(state: &ListState) -> OrderQuery {
    OrderQuery {
        status: Some(OrderStatus::Confirmed),
        sort: "placed".to_owned(),
        page: PageRequest::new(1, MOST),
        ..queries::orders(state)
    }
}

fn picked(order: Order) -> PickedOrder {
    PickedOrder {
        units: order.items.iter().map(|item| to_send(order.status, item)).sum(),
        id: order.id,
        number: order.number,
        name: order.address.name,
        placed_at: order.placed_at,
        shipping_method: order.shipping_method,
    }
}
