//! What was scheduled happens: by the database's clock, once, and told like any other save.

use super::hold;
use crate::{error::Result, product};
use contracts::{Actor, ProductId};
use platform::Database;
use sqlx::{PgConnection, PgPool};

/// Products that come or go in one run; the next one does the rest.
const AT_ONCE: i64 = 100;

/// Has every product whose moment has come be on sale, or no longer. How many changed.
pub(crate) async fn apply(db: &Database) -> Result<u32> {
    let mut changed = 0;
    for product in due(db.pool()).await? {
        changed += u32::from(one(db, product).await?);
    }
    Ok(changed)
}

async fn due(db: &PgPool) -> sqlx::Result<Vec<ProductId>> {
    let ids = sqlx::query_scalar!(
        "select product_id from product_schedules where least(publish_at, unpublish_at) <= now()
         order by least(publish_at, unpublish_at) limit $1",
        AT_ONCE
    );
    Ok(ids.fetch_all(db).await?.into_iter().map(ProductId).collect())
}

async fn one(db: &Database, id: ProductId) -> Result<bool> {
    let mut tx = db.begin().await?;
    hold(&mut tx, id).await?;
    let before = product::repo::by_id(&mut tx, id).await?;
    let is_changed = switch(&mut tx, id).await?;
    if is_changed {
        product::record(&mut tx, &Actor::System, id, before.as_ref()).await?;
        product::announce(&mut tx, id).await?;
    }
    forget(&mut tx, id).await?;
    tx.commit().await?;
    Ok(is_changed)
}

/// Of two moments that have passed the later one counts.
async fn switch(tx: &mut PgConnection, id: ProductId) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update products p set status = due.status, version = p.version + 1, updated_at = now()
         from (select case when unpublish_at <= now() then 'archived' else 'active' end as status
               from product_schedules
               where product_id = $1 and least(publish_at, unpublish_at) <= now()) due
         where p.id = $1 and p.status <> due.status",
        id.0
    );
    Ok(done.execute(tx).await?.rows_affected() > 0)
}

async fn forget(tx: &mut PgConnection, id: ProductId) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from product_schedules where product_id = $1 and coalesce(unpublish_at, publish_at) <= now()",
        id.0
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update product_schedules set publish_at = null where product_id = $1 and publish_at <= now()",
        id.0
    )
    .execute(tx)
    .await?;
    Ok(())
}
