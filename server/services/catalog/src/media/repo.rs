//! Reading and writing the pictures of a product.

use contracts::{
    MediaId, ProductId,
    catalog::{Media, OptionValue},
};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// Adds a picture behind the others.
pub(crate) async fn insert(db: &mut PgConnection, product: ProductId, media: &Media) -> sqlx::Result<()> {
    let option = media.option.as_ref();
    sqlx::query!(
        "insert into product_media (id, product_id, media_type, url, alt_text, width, height,
             option_name, option_value, storage_key, position)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce(max(position) + 1, 0)
         from product_media where product_id = $2",
        media.id.0,
        product.0,
        media.media_type,
        media.url,
        media.alt_text,
        i32::try_from(media.width).unwrap_or(i32::MAX),
        i32::try_from(media.height).unwrap_or(i32::MAX),
        option.map(|option| option.name.as_str()),
        option.map(|option| option.value.as_str()),
        media.id.to_string()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether the product has that choice.
pub(crate) async fn has_choice(
    db: &mut PgConnection,
    product: ProductId,
    option: &OptionValue,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from product_option_values
               where product_id = $1 and name = $2 and value = $3) as "exists!""#,
        product.0,
        option.name,
        option.value
    )
    .fetch_one(db)
    .await
}

/// Removes a picture; whether it was there.
pub(crate) async fn delete(db: &mut PgConnection, product: ProductId, media: MediaId) -> sqlx::Result<bool> {
    let deleted =
        sqlx::query!("delete from product_media where product_id = $1 and id = $2", product.0, media.0);
    Ok(deleted.execute(db).await?.rows_affected() > 0)
}

/// The product's pictures.
pub(crate) async fn ids(db: &mut PgConnection, product: ProductId) -> sqlx::Result<Vec<MediaId>> {
    let ids = sqlx::query_scalar!("select id from product_media where product_id = $1", product.0);
    Ok(ids.fetch_all(db).await?.into_iter().map(MediaId).collect())
}

/// Puts the pictures into this order.
pub(crate) async fn reorder(
    db: &mut PgConnection,
    product: ProductId,
    order: &[MediaId],
) -> sqlx::Result<()> {
    let order: Vec<Uuid> = order.iter().map(|id| id.0).collect();
    sqlx::query!(
        "update product_media m set position = o.number
         from unnest($2::uuid[]) with ordinality as o(id, number)
         where m.product_id = $1 and m.id = o.id",
        product.0,
        &order
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The product has changed, though not its text: an open form may still be saved.
pub(crate) async fn touch(db: &mut PgConnection, product: ProductId) -> sqlx::Result<()> {
    sqlx::query!("update products set updated_at = now() where id = $1", product.0).execute(db).await?;
    Ok(())
}

/// Which of these pictures no product has.
pub(crate) async fn unknown(db: &PgPool, ids: &[MediaId]) -> sqlx::Result<Vec<MediaId>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let unknown = sqlx::query_scalar!(
        r#"select stored.id as "id!" from unnest($1::uuid[]) as stored(id)
           where not exists (select from product_media m where m.id = stored.id)"#,
        &ids
    );
    Ok(unknown.fetch_all(db).await?.into_iter().map(MediaId).collect())
}
