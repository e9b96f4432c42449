//! When a product comes and goes.

use super::{hold, is_empty};
use crate::error::Result;
use contracts::{Actor, Checks, ProductId, catalog::Schedule};
use platform::Database;
use serde_json::json;
use sqlx::PgConnection;

/// What happens to a product by itself.
pub(super) async fn read(db: &mut PgConnection, product: ProductId) -> sqlx::Result<Schedule> {
    let row = sqlx::query!(
        "select publish_at, unpublish_at from product_schedules where product_id = $1",
        product.0
    );
    let row = row.fetch_optional(db).await?;
    Ok(row
        .map(|row| Schedule { publish_at: row.publish_at, unpublish_at: row.unpublish_at })
        .unwrap_or_default())
}

/// Sets when a product comes and goes; never, when it is empty.
pub(crate) async fn set(db: &Database, actor: &Actor, product: ProductId, schedule: Schedule) -> Result<()> {
    let mut tx = db.begin().await?;
    hold(&mut tx, product).await?;
    let before = read(&mut tx, product).await?;
    if before == schedule {
        return Ok(());
    }
    check(&mut tx, before, schedule).await?;
    write(&mut tx, product, schedule).await?;
    let details = json!({ "before": before, "after": schedule });
    let subject = format!("product {product}");
    platform::outbox::audit(&mut tx, "catalog", actor, "product.scheduled", &subject, details).await?;
    tx.commit().await?;
    Ok(())
}

/// By the database's clock, as is what happens then.
async fn check(tx: &mut PgConnection, before: Schedule, new: Schedule) -> Result<()> {
    let now = sqlx::query_scalar!(r#"select now() as "now!""#).fetch_one(tx).await?;
    let mut checks = Checks::default();
    let comes_later = new.publish_at == before.publish_at || new.publish_at.is_none_or(|at| at > now);
    checks.require(comes_later, "publish_at", "This moment has passed.");
    let goes_later = new.unpublish_at == before.unpublish_at || new.unpublish_at.is_none_or(|at| at > now);
    checks.require(goes_later, "unpublish_at", "This moment has passed.");
    let in_order = new.publish_at.zip(new.unpublish_at).is_none_or(|(comes, goes)| comes < goes);
    checks.require(in_order, "unpublish_at", "A product goes after it has come.");
    Ok(checks.finish()?)
}

async fn write(tx: &mut PgConnection, product: ProductId, schedule: Schedule) -> sqlx::Result<()> {
    if is_empty(schedule) {
        sqlx::query!("delete from product_schedules where product_id = $1", product.0).execute(tx).await?;
        return Ok(());
    }
    sqlx::query!(
        "insert into product_schedules (product_id, publish_at, unpublish_at) values ($1, $2, $3)
         on conflict (product_id) do update set publish_at = excluded.publish_at, unpublish_at = excluded.unpublish_at",
        product.0,
        schedule.publish_at,
        schedule.unpublish_at
    )
    .execute(tx)
    .await?;
    Ok(())
}
