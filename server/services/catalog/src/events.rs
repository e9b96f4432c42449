//! What the catalogue hears from others.

use crate::{Catalog, error::Error};
use contracts::{Timestamp, VariantId, inventory};
use platform::{AnyEnvelope, decode, inbox};
use sqlx::PgConnection;

impl Catalog {
    /// `inventory.stock_changed`: remembers whether units of a variant can be bought. Older news that
    /// arrives late changes nothing.
    pub async fn on_stock_changed(&self, envelope: AnyEnvelope) -> contracts::Result<()> {
        let inventory::Event::StockChanged { variant, available, .. } = decode(&envelope)? else {
            return Ok(());
        };
        let mut tx = self.db.begin().await.map_err(Error::from)?;
        let first = inbox::first_time(&mut tx, "catalog.stock_changed", envelope.id);
        if first.await.map_err(Error::from)? {
            let told = stock_told(&mut tx, variant, available > 0, envelope.occurred_at);
            told.await.map_err(Error::from)?;
        }
        Ok(tx.commit().await.map_err(Error::from)?)
    }
}

async fn stock_told(
    db: &mut PgConnection,
    variant: VariantId,
    in_stock: bool,
    as_of: Timestamp,
) -> sqlx::Result<()> {
    // In the order of everybody who changes a product: its own row first, its variants next.
    sqlx::query!(
        "select id from products where id = (select product_id from product_variants where id = $1) for update",
        variant.0
    )
    .fetch_optional(&mut *db)
    .await?;
    sqlx::query!(
        "update product_variants set in_stock = $2, stock_as_of = $3
         where id = $1 and (stock_as_of is null or stock_as_of <= $3)",
        variant.0,
        in_stock,
        as_of
    )
    .execute(db)
    .await?;
    Ok(())
}
