//! Reading and writing pictures and what shows them.

use super::asset::NewAsset;
use contracts::{MediaId, ProductId, catalog::OptionValue};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// Adds a picture or video to the library.
pub(super) async fn insert(db: &mut PgConnection, asset: &NewAsset, name: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into media_assets (id, media_type, url, name, alt_text, width, height, bytes, colour, prepared)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        asset.id.0,
        asset.media_type,
        asset.url,
        name,
        asset.alt_text,
        i32::try_from(asset.width).unwrap_or(i32::MAX),
        i32::try_from(asset.height).unwrap_or(i32::MAX),
        asset.bytes,
        asset.colour.as_deref()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Holds an asset until the transaction ends, so that its uses change one after the other; none when it is not there.
/// Whoever holds products as well has locked them first.
pub(super) async fn lock(db: &mut PgConnection, media: MediaId) -> sqlx::Result<Option<MediaId>> {
    let id = sqlx::query_scalar!("select id from media_assets where id = $1 for update", media.0);
    Ok(id.fetch_optional(db).await?.map(MediaId))
}

/// Puts an asset behind the product's others. The first use of an asset carries its id, see the migration.
pub(super) async fn attach(
    db: &mut PgConnection,
    product: ProductId,
    media: MediaId,
    option: Option<&OptionValue>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into product_media (id, product_id, asset_id, media_type, url, alt_text, width, height, colour,
             focal_x, focal_y, option_name, option_value, storage_key, position)
         select case when exists (select from product_media u where u.id = a.id) then $1::uuid else a.id end,
             $2, a.id, a.media_type, a.url, a.alt_text, a.width, a.height, a.colour,
             a.focal_x, a.focal_y, $4, $5, $1::uuid::text,
             (select coalesce(max(o.position) + 1, 0) from product_media o where o.product_id = $2)
         from media_assets a where a.id = $3",
        platform::ids::mint(),
        product.0,
        media.0,
        option.map(|option| option.name.as_str()),
        option.map(|option| option.value.as_str())
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether the product shows it.
pub(super) async fn has(db: &mut PgConnection, product: ProductId, media: MediaId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from product_media where product_id = $1 and asset_id = $2) as "exists!""#,
        product.0,
        media.0
    )
    .fetch_one(db)
    .await
}

/// Has another use carry the asset's id, if the one that did is gone.
pub(super) async fn hand_over(db: &mut PgConnection, media: MediaId) -> sqlx::Result<()> {
    sqlx::query!(
        "update product_media set id = $1
         where id = (select u.id from product_media u where u.asset_id = $1 order by u.id limit 1)
           and not exists (select from product_media n where n.id = $1)",
        media.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What a product is called.
pub(super) async fn product_name(db: &mut PgConnection, product: ProductId) -> sqlx::Result<String> {
    sqlx::query_scalar!("select name from products where id = $1", product.0).fetch_one(db).await
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

/// Takes a picture off a product; whether it was there.
pub(super) async fn detach(db: &mut PgConnection, product: ProductId, media: MediaId) -> sqlx::Result<bool> {
    let deleted =
        sqlx::query!("delete from product_media where product_id = $1 and asset_id = $2", product.0, media.0);
    Ok(deleted.execute(db).await?.rows_affected() > 0)
}

/// The product's pictures.
pub(crate) async fn ids(db: &mut PgConnection, product: ProductId) -> sqlx::Result<Vec<MediaId>> {
    let ids = sqlx::query_scalar!(
        r#"select asset_id as "asset_id!" from product_media where product_id = $1"#,
        product.0
    );
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
         where m.product_id = $1 and m.asset_id = o.id",
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

/// Which of these pictures the library does not have.
pub(crate) async fn unknown(db: &PgPool, ids: &[MediaId]) -> sqlx::Result<Vec<MediaId>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let unknown = sqlx::query_scalar!(
        r#"select stored.id as "id!" from unnest($1::uuid[]) as stored(id)
           where not exists (select from media_assets a where a.id = stored.id)"#,
        &ids
    );
    Ok(unknown.fetch_all(db).await?.into_iter().map(MediaId).collect())
}
