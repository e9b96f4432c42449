//! Putting the categories below one into an order.

use crate::error::Result;
use contracts::{Actor, CategoryId, Error as Refusal, catalog::Event};
use platform::Database;
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

/// Gives siblings their places; all of them have to be named.
pub(crate) async fn order(
    db: &Database,
    actor: &Actor,
    parent: Option<CategoryId>,
    order: &[CategoryId],
) -> Result<()> {
    let mut tx = db.begin().await?;
    let before = siblings(&mut tx, parent).await?;
    let wanted: Vec<Uuid> = order.iter().map(|id| id.0).collect();
    let (mut there, mut named) = (before.clone(), wanted.clone());
    there.sort_unstable();
    named.sort_unstable();
    if there != named {
        let changed = "Somebody else has changed these categories in the meantime. Please reload them first.";
        return Err(Refusal::conflict(changed).into());
    }
    place(&mut tx, &wanted).await?;
    let subject = parent.map_or_else(|| "categories at the top".to_owned(), |id| format!("category {id}"));
    let details = json!({ "before": before, "after": wanted });
    platform::outbox::audit(&mut tx, "catalog", actor, "category.ordered", &subject, details).await?;
    if let Some(category) = parent.or(order.first().copied()) {
        platform::outbox::publish(&mut tx, &Event::CategorySaved { category }).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn siblings(tx: &mut PgConnection, parent: Option<CategoryId>) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "select id from categories where parent_category_id is not distinct from $1
         order by position, name for update",
        parent.map(|id| id.0)
    )
    .fetch_all(tx)
    .await
}

async fn place(tx: &mut PgConnection, order: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!(
        "update categories c set position = o.place
         from (select id, number::integer as place from unnest($1::uuid[]) with ordinality as u(id, number)) o
         where c.id = o.id",
        order
    )
    .execute(tx)
    .await?;
    Ok(())
}
