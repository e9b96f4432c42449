//! Rows of `orders`, `order_items`, `order_status_history` and `order_movements`.

pub use super::whole::find;

use super::model::{Amounts, shares};
use crate::Error;
use contracts::{
    CheckoutId, Currency, Money, OrderId, OrderItemId, Timestamp, UserId,
    orders::{Movement, Order, OrderStatus, PaymentState, PlaceOrder},
};
use platform::ids;
use sqlx::PgConnection;
use uuid::Uuid;

/// Inserts an order, pending, its money held. `None` when the checkout has one already.
pub async fn insert(
    conn: &mut PgConnection,
    order: &PlaceOrder,
    amounts: Amounts,
    at: Timestamp,
) -> Result<Option<OrderId>, Error> {
    let id = sqlx::query_scalar!(
        "insert into orders (id, number, checkout_id, cart_id, payment_id, user_id, email, language, order_date,
             order_status, payment_status, currency, subtotal_minor, shipping_minor, tax_minor, tax_rate_bp,
             total_amount_minor, units, shipping_method, address, note, coupon_code, discount_minor)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pending', 'authorised', $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
             $20, $21)
         on conflict (checkout_id) do nothing
         returning id",
        ids::mint(),
        ids::order_number(),
        order.checkout.0,
        order.cart.0,
        order.payment.0,
        order.user.map(|user| user.0),
        order.email.as_str(),
        order.language,
        at,
        order.shipping.currency.code(),
        amounts.subtotal.minor,
        order.shipping.minor,
        amounts.tax.minor,
        stored(order.tax_rate_bp)?,
        amounts.total.minor,
        stored(amounts.units)?,
        order.shipping_method,
        serde_json::to_value(&order.address)?,
        order.note,
        order.discount.as_ref().map(|discount| &*discount.code),
        amounts.discount.minor,
    );
    Ok(id.fetch_optional(conn).await?.map(OrderId))
}

/// Inserts the lines of a new order.
pub async fn insert_items(conn: &mut PgConnection, id: OrderId, order: &PlaceOrder) -> Result<(), Error> {
    let shares = shares(order)?;
    for (position, item) in order.items.iter().enumerate() {
        let quantity: i32 = item.quantity.into();
        sqlx::query!(
            "insert into order_items (id, order_id, position, product_id, variant_id, sku, name, choices, picture_url,
                 weight_g, quantity, unit_price_minor, subtotal_minor, discount_minor)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11::int * $12::bigint, $13)",
            ids::mint(),
            id.0,
            i32::try_from(position).map_err(Error::unreadable)?,
            item.product.0,
            item.variant.0,
            item.sku.as_str(),
            item.name,
            item.choices,
            item.picture_url,
            stored(item.weight_g)?,
            quantity,
            item.unit_price.minor,
            shares.as_ref().and_then(|shares| shares.get(position)).map_or(0, |share| share.minor),
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Notes a step in an order's life.
pub async fn note(
    conn: &mut PgConnection,
    id: OrderId,
    status: OrderStatus,
    at: Timestamp,
    (reason, actor): (&str, &str),
) -> Result<(), Error> {
    sqlx::query!(
        "insert into order_status_history (order_id, status, changed_at, reason, actor) values ($1, $2, $3, $4, $5)",
        id.0,
        status.as_str(),
        at,
        reason,
        actor
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes where an order is.
pub async fn set_status(conn: &mut PgConnection, id: OrderId, status: OrderStatus) -> Result<(), Error> {
    sqlx::query!("update orders set order_status = $2 where id = $1", id.0, status.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

/// Writes where an order's money is.
pub async fn set_payment_state(
    conn: &mut PgConnection,
    id: OrderId,
    state: PaymentState,
) -> Result<(), Error> {
    sqlx::query!("update orders set payment_status = $2 where id = $1", id.0, state.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

/// Counts an amount that went back.
pub async fn add_refunded(conn: &mut PgConnection, id: OrderId, amount: Money) -> Result<(), Error> {
    sqlx::query!("update orders set refunded_minor = refunded_minor + $2 where id = $1", id.0, amount.minor)
        .execute(conn)
        .await?;
    Ok(())
}

/// Counts units as sent.
pub async fn add_shipped_units(conn: &mut PgConnection, lines: &[(OrderItemId, u32)]) -> Result<(), Error> {
    for (item, units) in lines {
        sqlx::query!("update order_items set shipped = shipped + $2 where id = $1", item.0, stored(*units)?)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Counts units as refunded.
pub async fn add_refunded_units(conn: &mut PgConnection, lines: &[(OrderItemId, u32)]) -> Result<(), Error> {
    for (item, units) in lines {
        sqlx::query!(
            "update order_items set refunded = refunded + $2 where id = $1",
            item.0,
            stored(*units)?
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Whether a shipment or refund is recorded for the first time.
pub async fn is_new_movement(
    conn: &mut PgConnection,
    id: OrderId,
    movement: Movement,
    reference: Uuid,
) -> Result<bool, Error> {
    let inserted = sqlx::query!(
        "insert into order_movements (kind, reference, order_id) values ($1, $2, $3) on conflict do nothing",
        movement.as_str(),
        reference,
        id.0
    );
    Ok(inserted.execute(conn).await?.rows_affected() == 1)
}

/// Whether a shipment or refund was recorded.
pub async fn is_recorded(
    conn: &mut PgConnection,
    movement: Movement,
    reference: Uuid,
) -> Result<bool, Error> {
    let recorded = sqlx::query_scalar!(
        r#"select exists (select from order_movements where kind = $1 and reference = $2) as "recorded!""#,
        movement.as_str(),
        reference
    );
    Ok(recorded.fetch_one(conn).await?)
}

/// An order, held until the transaction ends.
pub async fn lock(conn: &mut PgConnection, id: OrderId) -> Result<Order, Error> {
    sqlx::query!("select id from orders where id = $1 for update", id.0).fetch_optional(&mut *conn).await?;
    find(conn, id).await?.ok_or_else(|| contracts::Error::not_found("order").into())
}

/// The order of a checkout.
pub async fn id_of_checkout(conn: &mut PgConnection, checkout: CheckoutId) -> Result<Option<OrderId>, Error> {
    let id = sqlx::query_scalar!("select id from orders where checkout_id = $1", checkout.0);
    Ok(id.fetch_optional(conn).await?.map(OrderId))
}

/// The customer's order with this number.
pub async fn id_of_users(
    conn: &mut PgConnection,
    user: UserId,
    number: &str,
) -> Result<Option<OrderId>, Error> {
    let id = sqlx::query_scalar!("select id from orders where number = $1 and user_id = $2", number, user.0);
    Ok(id.fetch_optional(conn).await?.map(OrderId))
}

/// The order with this number and e-mail address.
pub async fn id_of_guests(
    conn: &mut PgConnection,
    number: &str,
    email: &str,
) -> Result<Option<OrderId>, Error> {
    let id = sqlx::query_scalar!(
        "select id from orders where number = $1 and email = $2 and erased_at is null",
        number,
        email
    );
    Ok(id.fetch_optional(conn).await?.map(OrderId))
}

pub(crate) fn currency(code: &str) -> Result<Currency, Error> {
    Currency::from_code(code).ok_or_else(|| Error::unreadable(code))
}

pub(crate) fn status(text: &str) -> Result<OrderStatus, Error> {
    OrderStatus::from_text(text).ok_or_else(|| Error::unreadable(text))
}

pub(crate) fn payment_state(text: &str) -> Result<PaymentState, Error> {
    PaymentState::from_text(text).ok_or_else(|| Error::unreadable(text))
}

pub(super) fn counted(number: i32) -> Result<u32, Error> {
    u32::try_from(number).map_err(Error::unreadable)
}

fn stored(number: u32) -> Result<i32, Error> {
    i32::try_from(number).map_err(|_| contracts::Error::invalid("This number is too large.").into())
}
