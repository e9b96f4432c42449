//! Pictures, and videos with theirs: decoded, bounded, re-encoded, kept as files, delivered at fixed widths. Each is kept
//! once, in the library, and shown by any number of products.

mod asset;
#[cfg(feature = "avif")]
mod avif;
pub(crate) mod files;
pub(crate) mod library;
mod library_repo;
pub(crate) mod list;
mod picture;
pub(crate) mod prepare;
mod repo;
mod store;
mod sweep;
mod video;

pub(crate) use sweep::sweep;

use crate::{
    error::{Error, Result},
    product,
};
use asset::{NewAsset, Said};
use contracts::{
    Actor, Error as Refusal, MediaId, ProductId,
    catalog::{Media, MediaUpload, OptionValue},
};
use files::Files;
use platform::Database;
use serde_json::json;
use sqlx::PgConnection;

/// Adds a picture behind the product's others.
pub(crate) async fn add(
    db: &Database,
    files: &Files,
    actor: &Actor,
    product: ProductId,
    upload: MediaUpload,
) -> Result<Media> {
    place(db, files, actor, product, upload, None).await
}

/// Adds a video with its poster behind the product's pictures.
pub(crate) async fn add_video(
    db: &Database,
    files: &Files,
    actor: &Actor,
    product: ProductId,
    url: &str,
    poster: MediaUpload,
) -> Result<Media> {
    place(db, files, actor, product, poster, Some(video::address(url)?)).await
}

async fn place(
    db: &Database,
    files: &Files,
    actor: &Actor,
    product: ProductId,
    upload: MediaUpload,
    video: Option<String>,
) -> Result<Media> {
    let MediaUpload { bytes, alt_text, option } = upload;
    let asset = asset::receive(files, bytes, Said { name: String::new(), alt_text, video }).await?;
    if let Err(error) = record(db, actor, product, &asset, option.as_ref()).await {
        files.remove(asset.id).await;
        return Err(error);
    }
    Ok(asset.media(option))
}

async fn record(
    db: &Database,
    actor: &Actor,
    product: ProductId,
    asset: &NewAsset,
    option: Option<&OptionValue>,
) -> Result<()> {
    let mut tx = db.begin().await?;
    locked(&mut tx, product).await?;
    if let Some(option) = option
        && !repo::has_choice(&mut tx, product, option).await?
    {
        return Err(Refusal::field("option", "The product has no such choice.").into());
    }
    // Found in the library by what it was uploaded for.
    let name = repo::product_name(&mut tx, product).await?;
    repo::insert(&mut tx, asset, &name).await?;
    repo::attach(&mut tx, product, asset.id, option).await?;
    let details = json!({ "media": asset.id, "type": asset.media_type });
    tell(&mut tx, actor, "product.picture_added", product, details).await?;
    Ok(tx.commit().await?)
}

/// Takes a picture off a product; it stays in the library.
pub(crate) async fn delete(db: &Database, actor: &Actor, product: ProductId, media: MediaId) -> Result<()> {
    let mut tx = db.begin().await?;
    locked(&mut tx, product).await?;
    repo::lock(&mut tx, media).await?;
    if !repo::detach(&mut tx, product, media).await? {
        return Err(Refusal::not_found("picture").into());
    }
    repo::hand_over(&mut tx, media).await?;
    tell(&mut tx, actor, "product.picture_removed", product, json!({ "media": media })).await?;
    Ok(tx.commit().await?)
}

/// Puts pictures of the library behind the product's; those that it has stay where they are.
pub(crate) async fn attach(
    db: &Database,
    actor: &Actor,
    product: ProductId,
    media: Vec<MediaId>,
) -> Result<()> {
    library::require_few(&media)?;
    let mut tx = db.begin().await?;
    locked(&mut tx, product).await?;
    let mut in_order = media.clone();
    in_order.sort_unstable();
    for id in in_order {
        repo::lock(&mut tx, id).await?.ok_or_else(|| Refusal::not_found("picture"))?;
    }
    let mut added = Vec::new();
    for id in media {
        if !repo::has(&mut tx, product, id).await? {
            repo::attach(&mut tx, product, id, None).await?;
            added.push(id);
        }
    }
    if !added.is_empty() {
        tell(&mut tx, actor, "product.pictures_chosen", product, json!({ "media": added })).await?;
    }
    Ok(tx.commit().await?)
}

/// Puts the pictures into this order; all of them have to be named.
pub(crate) async fn order(
    db: &Database,
    actor: &Actor,
    product: ProductId,
    order: Vec<MediaId>,
) -> Result<()> {
    let mut tx = db.begin().await?;
    locked(&mut tx, product).await?;
    let (mut present, mut named) = (repo::ids(&mut tx, product).await?, order.clone());
    present.sort_unstable();
    named.sort_unstable();
    if present != named {
        let changed = "The pictures have changed in the meantime. Please reload the page.";
        return Err(Refusal::conflict(changed).into());
    }
    repo::reorder(&mut tx, product, &order).await?;
    tell(&mut tx, actor, "product.pictures_ordered", product, json!({ "order": order })).await?;
    Ok(tx.commit().await?)
}

async fn locked(tx: &mut PgConnection, product: ProductId) -> Result<()> {
    let found = product::repo::lock(tx, product).await?;
    found.map(|_| ()).ok_or_else(|| Error::from(Refusal::not_found("product")))
}

async fn tell(
    tx: &mut PgConnection,
    actor: &Actor,
    action: &str,
    product: ProductId,
    details: serde_json::Value,
) -> Result<()> {
    repo::touch(&mut *tx, product).await?;
    platform::outbox::audit(&mut *tx, "catalog", actor, action, &format!("product {product}"), details)
        .await?;
    product::announce(tx, product).await
}
