//! `variant_products`.

use contracts::{ProductId, Timestamp, VariantId};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

/// Replaces what is known of a product's variants, unless something newer is known already.
pub(crate) async fn replace(
    conn: &mut PgConnection,
    product: ProductId,
    variants: &[VariantId],
    is_on_sale: bool,
    told_at: Timestamp,
) -> Result<(), sqlx::Error> {
    let variants: Vec<Uuid> = variants.iter().map(|variant| variant.0).collect();
    sqlx::query!(
        "insert into variant_products as known (variant_id, product_id, on_sale, told_at)
         select variant, $2, $3, $4 from unnest($1::uuid[]) as variant
         on conflict (variant_id) do update
         set product_id = excluded.product_id, on_sale = excluded.on_sale, told_at = excluded.told_at
         where known.told_at <= excluded.told_at",
        &variants,
        product.0,
        is_on_sale,
        told_at,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from variant_products where product_id = $1 and told_at < $3 and variant_id <> all($2)",
        product.0,
        &variants,
        told_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The product of a variant, if the catalogue told of it.
pub(crate) async fn of_variant(
    db: impl PgExecutor<'_>,
    variant: VariantId,
) -> Result<Option<ProductId>, sqlx::Error> {
    let product =
        sqlx::query_scalar!("select product_id from variant_products where variant_id = $1", variant.0)
            .fetch_optional(db)
            .await?;
    Ok(product.map(ProductId))
}
