//! What merchants do in the media library.

use super::{
    asset::{self, NewAsset, Said},
    files::Files,
    library_repo, repo,
};
use crate::{error::Result, product};
use contracts::{
    Actor, Error as Refusal, MediaId, ProductId,
    catalog::{MediaChange, MediaUpload},
};
use platform::Database;
use serde_json::{Value, json};
use sqlx::PgConnection;

const MOST: usize = 100;

/// Adds a picture that no product shows yet.
pub(crate) async fn upload(
    db: &Database,
    files: &Files,
    actor: &Actor,
    name: String,
    upload: MediaUpload,
) -> Result<MediaId> {
    let said = Said { name, alt_text: upload.alt_text, video: None };
    let asset = asset::receive(files, upload.bytes, said).await?;
    if let Err(error) = record(db, actor, &asset).await {
        files.remove(asset.id).await;
        return Err(error);
    }
    Ok(asset.id)
}

async fn record(db: &Database, actor: &Actor, asset: &NewAsset) -> Result<()> {
    let mut tx = db.begin().await?;
    repo::insert(&mut tx, asset, &asset.name).await?;
    audit(&mut tx, actor, "media.uploaded", asset.id, json!({ "name": asset.name })).await?;
    Ok(tx.commit().await?)
}

/// Changes what is said about an asset.
pub(crate) async fn change(db: &Database, actor: &Actor, id: MediaId, change: &MediaChange) -> Result<()> {
    let after = asset::checked(change)?;
    let mut tx = db.begin().await?;
    let products = library_repo::lock_products(&mut tx, &[id]).await?;
    let before = library_repo::said(&mut tx, id).await?.ok_or_else(|| Refusal::not_found("picture"))?;
    if before == after {
        return Ok(());
    }
    library_repo::change(&mut tx, id, &after).await?;
    audit(&mut tx, actor, "media.changed", id, json!({ "before": before, "after": after })).await?;
    tell_of(&mut tx, &products).await?;
    Ok(tx.commit().await?)
}

/// Has all who show an asset show another file; the former one stays, unused.
pub(crate) async fn replace(
    db: &Database,
    files: &Files,
    actor: &Actor,
    id: MediaId,
    name: String,
    bytes: Vec<u8>,
) -> Result<MediaId> {
    let said = Said { name, alt_text: String::new(), video: None };
    let asset = asset::receive(files, bytes, said).await?;
    if let Err(error) = take_over(db, actor, id, &asset).await {
        files.remove(asset.id).await;
        return Err(error);
    }
    Ok(asset.id)
}

async fn take_over(db: &Database, actor: &Actor, former: MediaId, asset: &NewAsset) -> Result<()> {
    let mut tx = db.begin().await?;
    let products = library_repo::lock_products(&mut tx, &[former]).await?;
    let said = library_repo::said(&mut tx, former).await?.ok_or_else(|| Refusal::not_found("picture"))?;
    let name = if asset.name.is_empty() { &said.name } else { &asset.name };
    repo::insert(&mut tx, asset, name).await?;
    library_repo::inherit(&mut tx, asset.id, former).await?;
    library_repo::show_instead(&mut tx, asset.id, former).await?;
    repo::hand_over(&mut tx, asset.id).await?;
    audit(&mut tx, actor, "media.replaced", former, json!({ "by": asset.id })).await?;
    tell_of(&mut tx, &products).await?;
    Ok(tx.commit().await?)
}

/// Deletes assets and their files; all or none.
pub(crate) async fn discard(
    db: &Database,
    files: &Files,
    actor: &Actor,
    media: Vec<MediaId>,
    even_if_used: bool,
) -> Result<()> {
    require_few(&media)?;
    let mut tx = db.begin().await?;
    let products = library_repo::lock_products(&mut tx, &media).await?;
    let used = library_repo::lock_and_count_used(&mut tx, &media).await?;
    if used > 0 && !even_if_used {
        return Err(Refusal::conflict(still_used(used, media.len())).into());
    }
    library_repo::delete(&mut tx, &media).await?;
    for id in &media {
        audit(&mut tx, actor, "media.deleted", *id, json!({ "even_if_used": even_if_used })).await?;
    }
    tell_of(&mut tx, &products).await?;
    tx.commit().await?;
    for id in media {
        files.remove(id).await;
    }
    Ok(())
}

fn still_used(used: usize, of: usize) -> String {
    if of == 1 {
        return "Products show this. Say that it is to be deleted all the same, or take it off them first."
            .to_owned();
    }
    format!("Nothing was deleted: products show {used} of the {of} that are selected.")
}

/// So many at once, and at least one.
///
/// # Errors
/// `Invalid`.
pub(super) fn require_few(media: &[MediaId]) -> contracts::Result<()> {
    match media.len() {
        0 => Err(Refusal::invalid("Please select at least one picture.")),
        1..=MOST => Ok(()),
        _ => Err(Refusal::invalid("Please select at most 100 pictures at once.")),
    }
}

async fn audit(
    tx: &mut PgConnection,
    actor: &Actor,
    action: &str,
    id: MediaId,
    details: Value,
) -> sqlx::Result<()> {
    platform::outbox::audit(tx, "catalog", actor, action, &format!("media {id}"), details).await
}

/// Tells others of the products that show what was changed.
async fn tell_of(tx: &mut PgConnection, products: &[ProductId]) -> Result<()> {
    for id in products {
        repo::touch(&mut *tx, *id).await?;
        product::announce(&mut *tx, *id).await?;
    }
    Ok(())
}
