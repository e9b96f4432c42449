//! Reading and writing revisions.

use contracts::{CategoryId, ProductId, Timestamp, catalog::Product};
use sqlx::{PgConnection, PgPool};

/// A revision as it is kept.
pub(super) struct Kept {
    pub version: i64,
    pub saved_at: Timestamp,
    pub saved_by: String,
    /// `None` for one of a release that wrote products in another way.
    pub product: Option<Product>,
}

/// Keeps a revision; one that is known stays.
pub(super) async fn insert(
    db: &mut PgConnection,
    product: &Product,
    saved_by: &str,
    saved_at: Timestamp,
) -> sqlx::Result<()> {
    let json = serde_json::to_value(product).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query!(
        "insert into product_revisions (product_id, version, saved_at, saved_by, product)
         values ($1, $2, $3, $4, $5) on conflict (product_id, version) do nothing",
        product.id.0,
        product.version,
        saved_at,
        saved_by,
        json
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets those up to a version.
pub(super) async fn forget(db: &mut PgConnection, id: ProductId, up_to: i64) -> sqlx::Result<()> {
    sqlx::query!("delete from product_revisions where product_id = $1 and version <= $2", id.0, up_to)
        .execute(db)
        .await?;
    Ok(())
}

/// The newest so many.
pub(super) async fn newest(db: &PgPool, id: ProductId, limit: i64) -> sqlx::Result<Vec<Kept>> {
    let rows = sqlx::query!(
        "select version, saved_at, saved_by, product from product_revisions
         where product_id = $1 order by version desc limit $2",
        id.0,
        limit
    );
    let kept = rows.fetch_all(db).await?.into_iter().map(|row| Kept {
        version: row.version,
        saved_at: row.saved_at,
        saved_by: row.saved_by,
        product: serde_json::from_value(row.product).ok(),
    });
    Ok(kept.collect())
}

/// What a product was in a version, as it was kept.
pub(super) async fn at(db: &PgPool, id: ProductId, version: i64) -> sqlx::Result<Option<serde_json::Value>> {
    sqlx::query_scalar!(
        "select product from product_revisions where product_id = $1 and version = $2",
        id.0,
        version
    )
    .fetch_optional(db)
    .await
}

/// Whether there is such a category still.
pub(super) async fn has_category(db: &PgPool, id: CategoryId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select exists (select from categories where id = $1) as "has!""#, id.0)
        .fetch_one(db)
        .await
}
