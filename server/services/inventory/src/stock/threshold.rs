//! At or below how many units stock counts as low: of a row, and of rows for which nobody said otherwise.

use super::repo;
use crate::{Inventory, error::Result};
use contracts::{Actor, Error, InventoryId, VariantId};
use platform::outbox;
use sqlx::{PgConnection, PgPool};

/// Until somebody says otherwise.
const AT_FIRST: i32 = 5;
/// Variants whose rows are changed in one transaction: few enough that nobody waits long to buy them.
const BATCH: i64 = 500;

impl Inventory {
    pub(crate) async fn keep_threshold(&self, actor: &Actor, id: InventoryId, threshold: u32) -> Result<()> {
        let threshold = stored(threshold)?;
        let mut tx = self.db.begin().await?;
        if !set(&mut tx, id, threshold).await? {
            return Err(Error::not_found("stock row").into());
        }
        let details = serde_json::json!({ "threshold": threshold });
        let subject = format!("stock {id}");
        outbox::audit(&mut tx, "inventory", actor, "stock.threshold_set", &subject, details).await?;
        Ok(tx.commit().await?)
    }

    pub(crate) async fn read_default_threshold(&self) -> Result<u32> {
        Ok(super::model::units(default(self.db.pool()).await?))
    }

    /// The rows that are there follow in batches; asked again, it goes on where it stopped.
    pub(crate) async fn keep_default_threshold(
        &self,
        actor: &Actor,
        threshold: u32,
        replaced: Option<u32>,
    ) -> Result<()> {
        let threshold = stored(threshold)?;
        let replaced = replaced.map(stored).transpose()?.filter(|replaced| *replaced != threshold);
        let mut tx = self.db.begin().await?;
        set_default(&mut tx, threshold).await?;
        let details = serde_json::json!({ "threshold": threshold, "replaced": replaced });
        outbox::audit(&mut tx, "inventory", actor, "stock.default_threshold_set", "stock", details).await?;
        tx.commit().await?;
        match replaced {
            Some(replaced) => self.replace_thresholds(replaced, threshold).await,
            None => Ok(()),
        }
    }

    async fn replace_thresholds(&self, replaced: i32, threshold: i32) -> Result<()> {
        let mut after = uuid::Uuid::nil();
        loop {
            let mut tx = self.db.begin().await?;
            let variants = next(&mut tx, after, replaced).await?;
            let Some(last) = variants.last() else {
                return Ok(tx.commit().await?);
            };
            after = last.0;
            repo::lock(&mut tx, &variants).await?;
            replace(&mut tx, &variants, replaced, threshold).await?;
            tx.commit().await?;
        }
    }
}

fn stored(threshold: u32) -> contracts::Result<i32> {
    i32::try_from(threshold).map_err(|_| Error::field("threshold", "Please choose a smaller number."))
}

/// Whether there was such a row.
async fn set(conn: &mut PgConnection, id: InventoryId, threshold: i32) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        "update inventory set low_stock_threshold = $2, updated_at = now() where inventory_id = $1",
        id.0,
        threshold,
    );
    Ok(changed.execute(conn).await?.rows_affected() == 1)
}

async fn default(pool: &PgPool) -> sqlx::Result<i32> {
    let set =
        sqlx::query_scalar!("select low_stock_threshold from stock_settings").fetch_optional(pool).await?;
    Ok(set.unwrap_or(AT_FIRST))
}

async fn set_default(conn: &mut PgConnection, threshold: i32) -> sqlx::Result<()> {
    let set = sqlx::query!(
        "insert into stock_settings (low_stock_threshold) values ($1)
         on conflict (is_the_row) do update set low_stock_threshold = excluded.low_stock_threshold",
        threshold
    );
    set.execute(conn).await?;
    Ok(())
}

/// The next variants with a row of this threshold, in the order in which rows are locked.
async fn next(conn: &mut PgConnection, after: uuid::Uuid, threshold: i32) -> sqlx::Result<Vec<VariantId>> {
    let variants = sqlx::query_scalar!(
        "select distinct variant_id from inventory
         where variant_id > $1 and low_stock_threshold = $2 order by variant_id limit $3",
        after,
        threshold,
        BATCH,
    );
    Ok(variants.fetch_all(conn).await?.into_iter().map(VariantId).collect())
}

async fn replace(
    conn: &mut PgConnection,
    variants: &[VariantId],
    replaced: i32,
    threshold: i32,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update inventory set low_stock_threshold = $3
         where variant_id = any($1) and low_stock_threshold = $2",
        &repo::uuids(variants),
        replaced,
        threshold,
    )
    .execute(conn)
    .await?;
    Ok(())
}
