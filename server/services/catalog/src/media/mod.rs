//! Pictures, and videos with theirs: decoded, bounded, re-encoded, kept as files, delivered at fixed widths.

pub(crate) mod files;
mod picture;
mod repo;
mod sweep;
mod video;

pub(crate) use sweep::sweep;

use crate::{
    error::{Error, Result},
    product,
};
use contracts::{
    Actor, Error as Refusal, MediaId, ProductId,
    catalog::{Media, MediaUpload},
};
use files::Files;
use picture::Picture;
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
    let fits = upload.alt_text.chars().count() <= 255;
    if !fits {
        return Err(Refusal::field("alt_text", "A picture's description has up to 255 characters.").into());
    }
    let id: MediaId = platform::ids::mint().into();
    let MediaUpload { bytes, alt_text, option } = upload;
    let picture = files.working(move || picture::read(bytes)).await?;
    let media = Media {
        id,
        media_type: if video.is_some() { "video" } else { "image" }.into(),
        url: video.unwrap_or_else(|| format!("/media/{id}/1200.webp")),
        alt_text: alt_text.trim().to_owned(),
        width: picture.width,
        height: picture.height,
        option,
    };
    keep(db, files, actor, product, &media, picture).await?;
    Ok(media)
}

/// The file first, the row second: a row always has its file.
async fn keep(
    db: &Database,
    files: &Files,
    actor: &Actor,
    product: ProductId,
    media: &Media,
    picture: Picture,
) -> Result<()> {
    files.store(media.id, picture.webp).await?;
    let recorded = record(db, actor, product, media).await;
    if recorded.is_err() {
        files.remove(media.id).await;
    }
    recorded
}

async fn record(db: &Database, actor: &Actor, product: ProductId, media: &Media) -> Result<()> {
    let mut tx = db.begin().await?;
    locked(&mut tx, product).await?;
    if let Some(option) = &media.option
        && !repo::has_choice(&mut tx, product, option).await?
    {
        return Err(Refusal::field("option", "The product has no such choice.").into());
    }
    repo::insert(&mut tx, product, media).await?;
    tell(
        &mut tx,
        actor,
        "product.picture_added",
        product,
        json!({ "media": media.id, "type": media.media_type }),
    )
    .await?;
    Ok(tx.commit().await?)
}

/// Removes a picture and its files.
pub(crate) async fn delete(
    db: &Database,
    files: &Files,
    actor: &Actor,
    product: ProductId,
    media: MediaId,
) -> Result<()> {
    let mut tx = db.begin().await?;
    locked(&mut tx, product).await?;
    if !repo::delete(&mut tx, product, media).await? {
        return Err(Refusal::not_found("picture").into());
    }
    tell(&mut tx, actor, "product.picture_removed", product, json!({ "media": media })).await?;
    tx.commit().await?;
    files.remove(media).await;
    Ok(())
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
