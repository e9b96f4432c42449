//! Rows of `erasures`, and what is erased elsewhere.

use contracts::{OrderId, UserId, privacy::ClosedOrder};
use sqlx::{PgConnection, PgExecutor};

type Result<T> = std::result::Result<T, sqlx::Error>;

/// Remembers that somebody is gone.
pub(super) async fn remember(conn: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!("insert into erasures (user_id) values ($1) on conflict do nothing", user.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Makes the orders that were placed as a guest under an address those of the person who proved that it is theirs:
/// they end with the others. Reads every guest's order: people seldom go.
pub(super) async fn take_over_guests_orders(conn: &mut PgConnection, user: UserId, hash: &str) -> Result<()> {
    sqlx::query!(
        "update orders set user_id = $1
         where user_id is null and erased_at is null and encode(sha256(convert_to(email, 'UTF8')), 'hex') = $2",
        user.0,
        hash
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes the carts of all who are gone, but for those that are being paid, and what their ended purchases had
/// noted.
pub(super) async fn erase_carts(conn: &mut PgConnection) -> Result<()> {
    sqlx::query!(
        "update checkouts set data = '{}' where state in ('completed', 'abandoned') and data <> '{}'
             and cart_id in (select c.id from carts c join erasures e on e.user_id = c.user_id)"
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from carts c using erasures e
         where e.user_id = c.user_id and not exists (
             select from checkouts r where r.cart_id = c.id and r.state not in ('completed', 'abandoned'))"
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Orders of people who are gone, in which nothing is open.
pub(super) async fn to_erase(db: impl PgExecutor<'_>, after: Option<OrderId>) -> Result<Vec<ClosedOrder>> {
    let rows = sqlx::query!(
        r#"select id as "id!", number as "number!" from orders_to_erase
           where $1::uuid is null or id > $1 order by id limit 100"#,
        after.map(|order| order.0)
    );
    let orders = rows.fetch_all(db).await?.into_iter();
    Ok(orders.map(|row| ClosedOrder { id: OrderId(row.id), number: row.number }).collect())
}

/// Erases who bought; false when something is open, or it is done. The country stays: the tax is that country's.
pub(super) async fn erase_order(conn: &mut PgConnection, order: OrderId) -> Result<bool> {
    sqlx::query!("select id from orders where id = $1 for update", order.0)
        .fetch_optional(&mut *conn)
        .await?;
    let erased = sqlx::query!(
        "update orders set erased_at = now(), user_id = null, email = 'erased@deleted.invalid', note = '',
             address = jsonb_build_object('name', 'Erased customer', 'street', '-', 'city', '-',
                 'country', address -> 'country')
         where id = $1 and id in (select id from orders_to_erase)",
        order.0
    );
    Ok(erased.execute(conn).await?.rows_affected() == 1)
}

/// Erases who bought from what belongs to the order. The use of a coupon still counts, as nobody's in particular.
pub(super) async fn erase_around_order(conn: &mut PgConnection, order: OrderId) -> Result<()> {
    sqlx::query!(
        "update coupon_uses set user_id = null, customer = 'erased ' || checkout_id::text
         where checkout_id = (select checkout_id from orders where id = $1)",
        order.0
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update order_status_history set reason = 'Erased' where order_id = $1 and actor <> 'system'",
        order.0
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update checkouts set data = '{}' where order_id = $1 and state in ('completed', 'abandoned')",
        order.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets who went a year ago and left nothing open.
pub(super) async fn forget_erasures(conn: &mut PgConnection) -> Result<()> {
    sqlx::query!(
        "delete from erasures e
         where asked_at < now() - interval '1 year'
             and not exists (select from orders o where o.user_id = e.user_id)
             and not exists (select from carts c where c.user_id = e.user_id)"
    )
    .execute(conn)
    .await?;
    Ok(())
}
