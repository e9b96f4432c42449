//! Rows of `order_tags`.

use crate::Error;
use contracts::{OrderId, orders::OrderTag};
use sqlx::PgConnection;
use uuid::Uuid;

/// The tags of these orders, by the alphabet.
pub async fn of_orders(conn: &mut PgConnection, orders: &[OrderId]) -> Result<Vec<OrderTag>, Error> {
    let orders: Vec<Uuid> = orders.iter().map(|order| order.0).collect();
    let rows = sqlx::query!(
        "select order_id, tag from order_tags where order_id = any($1) order by order_id, tag",
        &orders
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| OrderTag { order: OrderId(row.order_id), tag: row.tag }).collect())
}

/// The fifty tags that are used most, by the alphabet. Each step of the recursion is one look into the index, so that a
/// million tagged orders cost as many looks as there are tags; how often one is used is counted to a thousand.
pub async fn known(conn: &mut PgConnection) -> Result<Vec<String>, Error> {
    let tags = sqlx::query_scalar!(
        r#"with recursive known as (
               (select tag from order_tags order by tag limit 1)
               union all
               select (select t.tag from order_tags t where t.tag > k.tag order by t.tag limit 1)
               from known k where k.tag is not null)
           select tag as "tag!" from (
               select tag from known
               cross join lateral (
                   select count(*) as uses from (select from order_tags t where t.tag = known.tag limit 1000) as used) as counted
               where tag is not null order by uses desc, tag limit 50) as most
           order by tag"#
    );
    Ok(tags.fetch_all(conn).await?)
}

/// How many tags an order has; the order is held, so that two are counted one after the other. `None` when there is
/// no such order.
pub async fn count_locked(conn: &mut PgConnection, order: OrderId) -> Result<Option<i64>, Error> {
    let held = sqlx::query_scalar!("select id from orders where id = $1 for update", order.0);
    if held.fetch_optional(&mut *conn).await?.is_none() {
        return Ok(None);
    }
    let count =
        sqlx::query_scalar!(r#"select count(*) as "count!" from order_tags where order_id = $1"#, order.0);
    Ok(Some(count.fetch_one(conn).await?))
}

/// Writes a tag; false when the order has it.
pub async fn insert(conn: &mut PgConnection, order: OrderId, tag: &str) -> Result<bool, Error> {
    let inserted = sqlx::query!(
        "insert into order_tags (order_id, tag) values ($1, $2) on conflict do nothing",
        order.0,
        tag
    );
    Ok(inserted.execute(conn).await?.rows_affected() == 1)
}

/// Takes a tag off; false when the order does not have it.
pub async fn delete(conn: &mut PgConnection, order: OrderId, tag: &str) -> Result<bool, Error> {
    let deleted = sqlx::query!("delete from order_tags where order_id = $1 and tag = $2", order.0, tag);
    Ok(deleted.execute(conn).await?.rows_affected() == 1)
}
