//! Orders with their lines and their history: three statements, however many there are.

use super::repo::{counted, currency, payment_state, status};
use crate::Error;
use contracts::{
    CheckoutId, Money, OrderId, OrderItemId, ProductId, Sku, Timestamp, UserId, VariantId,
    orders::{Discount, Order, OrderHistory, OrderItem},
};
use serde_json::Value;
use sqlx::PgConnection;
use std::collections::HashMap;
use uuid::Uuid;

struct Row {
    id: Uuid,
    number: String,
    checkout_id: Uuid,
    user_id: Option<Uuid>,
    email: String,
    language: String,
    order_date: Timestamp,
    order_status: String,
    payment_status: String,
    currency: String,
    subtotal_minor: i64,
    shipping_minor: i64,
    tax_minor: i64,
    tax_rate_bp: i32,
    total_amount_minor: i64,
    refunded_minor: i64,
    shipping_method: String,
    address: Value,
    note: String,
    coupon_code: Option<String>,
    discount_minor: i64,
}

struct Line {
    id: Uuid,
    order_id: Uuid,
    product_id: Uuid,
    variant_id: Uuid,
    sku: String,
    name: String,
    choices: String,
    picture_url: Option<String>,
    quantity: i32,
    unit_price_minor: i64,
    subtotal_minor: i64,
    discount_minor: i64,
    shipped: i32,
    refunded: i32,
}

/// An order with its lines and its history.
pub async fn find(conn: &mut PgConnection, id: OrderId) -> Result<Option<Order>, Error> {
    Ok(find_all(conn, &[id]).await?.pop())
}

/// Orders in the order of `ids`; missing ones are left out.
pub async fn find_all(conn: &mut PgConnection, ids: &[OrderId]) -> Result<Vec<Order>, Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        Row,
        "select id, number, checkout_id, user_id, email, language, order_date, order_status, payment_status, currency,
             subtotal_minor, shipping_minor, tax_minor, tax_rate_bp, total_amount_minor, refunded_minor,
             shipping_method, address, note, coupon_code, discount_minor
         from orders where id = any($1)",
        &ids
    )
    .fetch_all(&mut *conn)
    .await?;
    let (mut lines, mut steps) = (lines(conn, &ids).await?, history(conn, &ids).await?);
    let mut orders = HashMap::with_capacity(rows.len());
    for row in rows {
        let of = (lines.remove(&row.id).unwrap_or_default(), steps.remove(&row.id).unwrap_or_default());
        orders.insert(row.id, order(row, of)?);
    }
    Ok(ids.iter().filter_map(|id| orders.remove(id)).collect())
}

fn order(row: Row, (lines, history): (Vec<Line>, Vec<OrderHistory>)) -> Result<Order, Error> {
    let currency = currency(&row.currency)?;
    let money = |minor| Money::new(minor, currency);
    Ok(Order {
        id: OrderId(row.id),
        number: row.number,
        checkout: CheckoutId(row.checkout_id),
        user: row.user_id.map(UserId),
        email: row.email.parse().map_err(Error::unreadable)?,
        language: row.language,
        status: status(&row.order_status)?,
        payment_status: payment_state(&row.payment_status)?,
        items: lines.into_iter().map(|line| item(line, money)).collect::<Result<_, Error>>()?,
        subtotal: money(row.subtotal_minor),
        discount: row.coupon_code.map(|code| Discount { code, amount: money(row.discount_minor) }),
        shipping: money(row.shipping_minor),
        tax: money(row.tax_minor),
        tax_rate_bp: counted(row.tax_rate_bp)?,
        total: money(row.total_amount_minor),
        refunded: money(row.refunded_minor),
        shipping_method: row.shipping_method,
        address: serde_json::from_value(row.address)?,
        note: row.note,
        placed_at: row.order_date,
        history,
    })
}

fn item(line: Line, money: impl Fn(i64) -> Money) -> Result<OrderItem, Error> {
    Ok(OrderItem {
        id: OrderItemId(line.id),
        product: ProductId(line.product_id),
        variant: VariantId(line.variant_id),
        sku: Sku::try_from(line.sku).map_err(Error::unreadable)?,
        name: line.name,
        choices: line.choices,
        picture_url: line.picture_url,
        quantity: counted(line.quantity)?,
        unit_price: money(line.unit_price_minor),
        subtotal: money(line.subtotal_minor),
        discount: (line.discount_minor > 0).then(|| money(line.discount_minor)),
        shipped: counted(line.shipped)?,
        refunded: counted(line.refunded)?,
    })
}

async fn lines(conn: &mut PgConnection, orders: &[Uuid]) -> Result<HashMap<Uuid, Vec<Line>>, Error> {
    let rows = sqlx::query_as!(
        Line,
        "select id, order_id, product_id, variant_id, sku, name, choices, picture_url, quantity, unit_price_minor,
             subtotal_minor, discount_minor, shipped, refunded
         from order_items where order_id = any($1) order by order_id, position",
        orders
    )
    .fetch_all(conn)
    .await?;
    let mut lines: HashMap<Uuid, Vec<Line>> = HashMap::new();
    for line in rows {
        lines.entry(line.order_id).or_default().push(line);
    }
    Ok(lines)
}

async fn history(
    conn: &mut PgConnection,
    orders: &[Uuid],
) -> Result<HashMap<Uuid, Vec<OrderHistory>>, Error> {
    let rows = sqlx::query!(
        "select order_id, status, changed_at, reason, actor from order_status_history
         where order_id = any($1) order by order_id, history_id",
        orders
    );
    let mut steps: HashMap<Uuid, Vec<OrderHistory>> = HashMap::new();
    for row in rows.fetch_all(conn).await? {
        let step = OrderHistory {
            status: status(&row.status)?,
            at: row.changed_at,
            reason: row.reason,
            actor: row.actor,
        };
        steps.entry(row.order_id).or_default().push(step);
    }
    Ok(steps)
}
