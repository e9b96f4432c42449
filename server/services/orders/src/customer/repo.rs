//! What `orders` and `coupon_uses` hold of a customer.

use crate::{Error, order::repo::currency};
use contracts::{Money, Timestamp, UserId};
use sqlx::PgConnection;

/// What a customer bought in one currency.
pub(super) struct Totals {
    pub(super) orders: u64,
    pub(super) cancelled: u64,
    /// What was taken less what went back.
    pub(super) spent: Money,
    pub(super) refunded: Money,
    pub(super) first: Timestamp,
    pub(super) last: Timestamp,
}

/// What a customer bought, the currency of most orders first.
pub(super) async fn totals(conn: &mut PgConnection, user: UserId) -> Result<Vec<Totals>, Error> {
    let rows = sqlx::query!(
        r#"select currency, count(*) as "orders!", count(*) filter (where order_status = 'cancelled') as "cancelled!",
               coalesce(sum(total_amount_minor - refunded_minor)
                   filter (where payment_status in ('paid', 'partially_refunded', 'refunded')), 0)::bigint as "spent!",
               sum(refunded_minor)::bigint as "refunded!", min(order_date) as "first!", max(order_date) as "last!"
           from orders where user_id = $1
           group by currency order by count(*) desc, currency"#,
        user.0
    );
    let counted = |count: i64| u64::try_from(count).unwrap_or(0);
    let totals = rows.fetch_all(conn).await?.into_iter().map(|row| {
        let currency = currency(&row.currency)?;
        Ok(Totals {
            orders: counted(row.orders),
            cancelled: counted(row.cancelled),
            spent: Money::new(row.spent, currency),
            refunded: Money::new(row.refunded, currency),
            first: row.first,
            last: row.last,
        })
    });
    totals.collect()
}

/// Uses of coupons by an account.
pub(super) async fn coupon_uses(conn: &mut PgConnection, user: UserId) -> Result<u64, Error> {
    let uses = sqlx::query_scalar!(
        r#"select count(*) as "uses!" from coupon_uses u join orders o on o.checkout_id = u.checkout_id
           where o.user_id = $1"#,
        user.0
    );
    Ok(u64::try_from(uses.fetch_one(conn).await?).unwrap_or(0))
}

/// Makes the orders of an account, and the uses of coupons that they took, those of another one. Orders are held before
/// coupons, as by who cancels one.
pub(super) async fn hand_over(conn: &mut PgConnection, from: UserId, to: UserId) -> Result<(), Error> {
    sqlx::query!("update orders set user_id = $2 where user_id = $1", from.0, to.0)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "select id from coupons where id in (
             select u.coupon_id from orders o join coupon_uses u on u.checkout_id = o.checkout_id
             where o.user_id = $2 and u.user_id = $1)
         order by id for update",
        from.0,
        to.0
    )
    .fetch_all(&mut *conn)
    .await?;
    hand_over_uses(conn, from, to).await
}

/// Two accounts may each have used a coupon as often as one customer may. What would be too often for one is nobody's
/// account's any more; it still counts in all, and for its address.
async fn hand_over_uses(conn: &mut PgConnection, from: UserId, to: UserId) -> Result<(), Error> {
    sqlx::query!(
        "with moved as (
             select u.checkout_id, u.coupon_id,
                 row_number() over (partition by u.coupon_id order by u.taken_at, u.checkout_id) as nth
             from orders o join coupon_uses u on u.checkout_id = o.checkout_id
             where o.user_id = $2 and u.user_id = $1)
         update coupon_uses used
         set user_id = case when c.most_per_customer is null
                 or moved.nth + (select count(*) from coupon_uses own
                                 where own.coupon_id = c.id and own.user_id = $2) <= c.most_per_customer
             then $2::uuid end
         from moved join coupons c on c.id = moved.coupon_id
         where used.checkout_id = moved.checkout_id",
        from.0,
        to.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
