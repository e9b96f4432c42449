//! What the library changes.

use contracts::{
    MediaId, ProductId,
    catalog::{FocalPoint, MediaChange},
};
use sqlx::PgConnection;
use uuid::Uuid;

fn uuids(media: &[MediaId]) -> Vec<Uuid> {
    media.iter().map(|id| id.0).collect()
}

/// Holds the products that show one of these until the transaction ends.
pub(super) async fn lock_products(db: &mut PgConnection, media: &[MediaId]) -> sqlx::Result<Vec<ProductId>> {
    let ids = sqlx::query_scalar!(
        "select id from products
         where id in (select m.product_id from product_media m where m.asset_id = any ($1))
         order by id for update",
        &uuids(media)
    );
    Ok(ids.fetch_all(db).await?.into_iter().map(ProductId).collect())
}

/// What is said about an asset, which is held until the transaction ends.
pub(super) async fn said(db: &mut PgConnection, id: MediaId) -> sqlx::Result<Option<MediaChange>> {
    let row = sqlx::query!(
        "select name, alt_text, focal_x, focal_y from media_assets where id = $1 for update",
        id.0
    );
    let row = row.fetch_optional(db).await?;
    Ok(row.map(|row| MediaChange {
        name: row.name,
        alt_text: row.alt_text,
        focal: focal(row.focal_x, row.focal_y),
    }))
}

/// A stored focal point.
pub(super) fn focal(x: Option<i16>, y: Option<i16>) -> Option<FocalPoint> {
    let part = |value: i16| u8::try_from(value).ok();
    Some(FocalPoint { x: part(x?)?, y: part(y?)? })
}

/// Triggers copy it to the products that show the asset.
pub(super) async fn change(db: &mut PgConnection, id: MediaId, change: &MediaChange) -> sqlx::Result<()> {
    sqlx::query!(
        "update media_assets set name = $2, alt_text = $3, focal_x = $4, focal_y = $5 where id = $1",
        id.0,
        change.name,
        change.alt_text,
        change.focal.map(|at| i16::from(at.x)),
        change.focal.map(|at| i16::from(at.y))
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A new asset is what the former one is: of the same kind, showing the same.
pub(super) async fn inherit(db: &mut PgConnection, id: MediaId, former: MediaId) -> sqlx::Result<()> {
    sqlx::query!(
        "update media_assets n set alt_text = f.alt_text, media_type = f.media_type,
             url = case when f.media_type = 'video' then f.url else n.url end
         from media_assets f where n.id = $1 and f.id = $2",
        id.0,
        former.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// All who show the former asset show this one.
pub(super) async fn show_instead(db: &mut PgConnection, id: MediaId, former: MediaId) -> sqlx::Result<()> {
    sqlx::query!(
        "update product_media m set asset_id = a.id, url = a.url, width = a.width, height = a.height,
             colour = a.colour, focal_x = a.focal_x, focal_y = a.focal_y
         from media_assets a where a.id = $1 and m.asset_id = $2",
        id.0,
        former.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Holds assets until the transaction ends; how many of them products show.
pub(super) async fn lock_and_count_used(db: &mut PgConnection, media: &[MediaId]) -> sqlx::Result<usize> {
    let uses = sqlx::query_scalar!(
        "select uses from media_assets where id = any ($1) order by id for update",
        &uuids(media)
    );
    Ok(uses.fetch_all(db).await?.into_iter().filter(|uses| *uses > 0).count())
}

/// Deletes assets and takes them off the products that show them.
pub(super) async fn delete(db: &mut PgConnection, media: &[MediaId]) -> sqlx::Result<()> {
    let ids = uuids(media);
    sqlx::query!("delete from product_media where asset_id = any ($1)", &ids).execute(&mut *db).await?;
    sqlx::query!("delete from media_assets where id = any ($1)", &ids).execute(db).await?;
    Ok(())
}
