//! What is told to a person, each row as JSON.

use contracts::{OrderId, UserId};
use platform::privacy::MOST;
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

type Result<T> = std::result::Result<T, sqlx::Error>;

/// The account's orders and those of a guest with the address, newest first. `search` has an index, `email` none.
pub(super) async fn orders_of(pool: &PgPool, user: UserId, email: Option<&str>) -> Result<Vec<OrderId>> {
    let ids = sqlx::query_scalar!(
        r#"select id as "id!" from (
               select id from orders where user_id = $1
               union
               select id from orders where user_id is null and email = $2 and search like '%' || $2 || '%') own
           order by id desc limit $3"#,
        user.0,
        email,
        MOST
    );
    Ok(ids.fetch_all(pool).await?.into_iter().map(OrderId).collect())
}

pub(super) async fn carts(pool: &PgPool, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('created_at', created_at, 'updated_at', updated_at, 'checkout', draft,
               'coupon', coupon_code, 'gift_card', gift_card_id,
               'lines', (select coalesce(jsonb_agg(jsonb_build_object('variant', variant_id, 'quantity', quantity,
                             'added_at', added_at)), '[]') from cart_items where cart_id = carts.id)) as "row!"
           from carts where user_id = $1"#,
        user.0
    );
    rows.fetch_all(pool).await
}

pub(super) async fn orders(pool: &PgPool, orders: &[Uuid]) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('number', number, 'placed_at', order_date, 'status', order_status,
               'payment_status', payment_status, 'email', email, 'language', language, 'address', address, 'note', note,
               'currency', currency, 'subtotal_minor', subtotal_minor, 'discount_minor', discount_minor,
               'coupon', coupon_code, 'shipping_minor', shipping_minor, 'shipping_method', shipping_method,
               'tax_minor', tax_minor, 'total_minor', total_amount_minor, 'refunded_minor', refunded_minor,
               'lines', (select coalesce(jsonb_agg(jsonb_build_object('sku', sku, 'name', name, 'choices', choices,
                             'quantity', quantity, 'unit_price_minor', i.unit_price_minor,
                             'subtotal_minor', i.subtotal_minor) order by position), '[]')
                         from order_items i where i.order_id = o.id),
               'history', (select coalesce(jsonb_agg(jsonb_build_object('status', status, 'at', changed_at,
                               'reason', reason) order by history_id), '[]')
                           from order_status_history h where h.order_id = o.id)) as "row!"
           from orders o where id = any($1) order by order_date desc, id desc"#,
        orders
    );
    rows.fetch_all(pool).await
}

pub(super) async fn invoices(pool: &PgPool, orders: &[Uuid]) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('number', number, 'kind', kind, 'order', order_number, 'corrects', corrects,
               'issued_at', issued_at, 'currency', currency, 'total_minor', total_minor, 'tax_minor', tax_minor,
               'content', content) as "row!"
           from invoices where order_id = any($1) order by issued_at desc, id desc limit $2"#,
        orders,
        MOST
    );
    rows.fetch_all(pool).await
}

pub(super) async fn coupons(pool: &PgPool, user: UserId, orders: &[Uuid]) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('code', c.code, 'discount_minor', u.discount_minor, 'currency', c.currency,
               'taken_at', u.taken_at) as "row!"
           from coupon_uses u join coupons c on c.id = u.coupon_id
           where u.user_id = $1 or u.checkout_id in (select checkout_id from orders where id = any($2))
           order by u.taken_at desc limit $3"#,
        user.0,
        orders,
        MOST
    );
    rows.fetch_all(pool).await
}

pub(super) async fn runs(pool: &PgPool, user: UserId, orders: &[Uuid]) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('started_at', started_at, 'updated_at', updated_at, 'state', state) as "row!"
           from checkouts
           where order_id = any($2) or cart_id in (select id from carts where user_id = $1)
           order by started_at desc limit $3"#,
        user.0,
        orders,
        MOST
    );
    rows.fetch_all(pool).await
}
