//! Reads what is to be picked and packed. Server only.

use super::{
    pick::{sum, to_send},
    picking_api::{MOST, PickList, PickedOrder, Slip, SlipLine},
};
use crate::{
    admin::{patterns::ListState, queries},
    error::AppError,
    orders::{read::country_name, words::address_lines},
};
use contracts::{
    Actor, OrderId, PageRequest, Services,
    orders::{Order, OrderItem, OrderQuery, OrderRow, OrderStatus, Seller},
    shipping::Country,
};
use futures::future::try_join_all;

/// Orders that are read at once: a list does not take all connections of a service.
const AT_ONCE: usize = 4;

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

/// What the oldest confirmed orders need, of those that the list's words and filters choose.
pub async fn pick_list(services: &Services, actor: &Actor, state: &ListState) -> Result<PickList, AppError> {
    let page = services.orders.orders(actor.clone(), confirmed(state)).await?;
    let mut orders = Vec::new();
    for rows in page.items.chunks(AT_ONCE) {
        orders.extend(whole(services, actor, rows).await?);
    }
    let lines = sum(&orders);
    let orders = orders.into_iter().map(picked).filter(|order| order.units > 0).collect();
    Ok(PickList { lines, orders, total: page.total })
}

fn confirmed(state: &ListState) -> OrderQuery {
    OrderQuery {
        status: Some(OrderStatus::Confirmed),
        sort: "placed".to_owned(),
        page: PageRequest::new(1, MOST),
        ..queries::orders(state)
    }
}

async fn whole(services: &Services, actor: &Actor, rows: &[OrderRow]) -> contracts::Result<Vec<Order>> {
    let read = rows.iter().map(|row| services.orders.order(actor.clone(), row.id));
    Ok(try_join_all(read).await?.into_iter().flatten().collect())
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
