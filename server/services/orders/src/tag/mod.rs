//! Words that staff sort orders by.

mod repo;

use crate::Error;
use contracts::{Actor, OrderId, Permission, orders::OrderTag};
use platform::{Database, outbox};
use serde_json::json;

/// The most tags of an order.
const MOST: i64 = 20;

/// The tags of these orders.
pub async fn of_orders(db: &Database, actor: &Actor, orders: &[OrderId]) -> Result<Vec<OrderTag>, Error> {
    actor.require(Permission::ViewOrders)?;
    let mut conn = db.pool().acquire().await?;
    repo::of_orders(&mut conn, orders).await
}

/// The tags that are used most.
pub async fn known(db: &Database, actor: &Actor) -> Result<Vec<String>, Error> {
    actor.require(Permission::ViewOrders)?;
    let mut conn = db.pool().acquire().await?;
    repo::known(&mut conn).await
}

/// Puts a tag on an order or takes it off, with its audit.
pub async fn set(
    db: &Database,
    actor: &Actor,
    order: OrderId,
    typed: &str,
    is_on: bool,
) -> Result<(), Error> {
    actor.require(Permission::ViewOrders)?;
    let tag = normalised(typed)?;
    let mut tx = db.begin().await?;
    let count = repo::count_locked(&mut tx, order).await?;
    let count = count.ok_or_else(|| contracts::Error::not_found("order"))?;
    let changed = if is_on {
        if count >= MOST {
            return Err(contracts::Error::conflict("An order has at most 20 tags.").into());
        }
        repo::insert(&mut tx, order, &tag).await?
    } else {
        repo::delete(&mut tx, order, &tag).await?
    };
    if !changed {
        return Ok(());
    }
    let action = if is_on { "order.tagged" } else { "order.untagged" };
    let details = json!({ "tag": tag });
    outbox::audit(&mut tx, "orders", actor, action, &format!("order {order}"), details).await?;
    Ok(tx.commit().await?)
}

/// Small letters, single spaces.
fn normalised(typed: &str) -> contracts::Result<String> {
    let tag = typed.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    match tag.chars().count() {
        0 => Err(contracts::Error::field("tag", "Please enter a tag.")),
        1..=40 => Ok(platform::pan::hidden(tag)),
        _ => Err(contracts::Error::field("tag", "Please enter at most 40 characters.")),
    }
}

#[cfg(test)]
mod tests {
    use super::normalised;

    #[test]
    fn a_tag_is_the_same_however_it_is_typed() {
        assert_eq!(normalised("  Call  BACK ").unwrap(), "call back");
        assert!(normalised(" ").unwrap_err().for_field("tag").is_some());
        assert!(normalised(&"x".repeat(41)).is_err());
    }
}
