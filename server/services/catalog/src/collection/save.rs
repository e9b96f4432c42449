//! Creating, changing and removing a collection.

use super::{
    model::{NewCollection, parse},
    repo,
};
use crate::{
    error::{Error, Result},
    product::model::free_slug,
};
use contracts::{
    Actor, CollectionId, Error as Refusal, Slug,
    catalog::{Collection, CollectionDraft, Event, Members},
};
use platform::Database;
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

const CHANGED: &str = "Somebody else has changed this collection in the meantime. Please reload it first.";

/// Creates or changes a collection.
pub(crate) async fn save(db: &Database, actor: &Actor, draft: CollectionDraft) -> Result<CollectionId> {
    let new = parse(&draft)?;
    in_one_transaction(db, actor, &draft, &new).await.map_err(named)
}

async fn in_one_transaction(
    db: &Database,
    actor: &Actor,
    draft: &CollectionDraft,
    new: &NewCollection,
) -> Result<CollectionId> {
    let mut tx = db.begin().await?;
    let before = current(&mut tx, draft).await?;
    let id = draft.id.unwrap_or_else(|| platform::ids::mint().into());
    let slug = slug(&mut tx, id, new).await?;
    repo::put(&mut tx, id, &slug, new, &draft.members).await?;
    let products: Vec<Uuid> = match &draft.members {
        Members::Hand { products } => products.iter().map(|id| id.0).collect(),
        Members::Rule { .. } => Vec::new(),
    };
    repo::choose(&mut tx, id, &products).await?;
    let after = repo::one(&mut tx, id).await?;
    let action = if before.is_some() { "collection.updated" } else { "collection.created" };
    tell(&mut tx, actor, action, id, json!({ "before": before, "after": after })).await?;
    tx.commit().await?;
    Ok(id)
}

/// The collection as it is, locked; refuses a change that started from an older version.
async fn current(tx: &mut PgConnection, draft: &CollectionDraft) -> Result<Option<Collection>> {
    let Some(id) = draft.id else { return Ok(None) };
    repo::lock(&mut *tx, id).await?;
    let there = repo::one(tx, id).await?.ok_or_else(|| Refusal::not_found("collection"))?;
    if draft.version != Some(there.version) {
        return Err(Refusal::conflict(CHANGED).into());
    }
    Ok(Some(there))
}

async fn slug(tx: &mut PgConnection, id: CollectionId, new: &NewCollection) -> Result<Slug> {
    if let Some(slug) = &new.slug {
        return Ok(slug.clone());
    }
    let base =
        Slug::from_name(&new.name).ok_or_else(|| Refusal::field("slug", "Please enter an address part."))?;
    Ok(free_slug(&base, &repo::slugs_like(tx, &base, id).await?)?)
}

/// Removes a collection; its products stay.
pub(crate) async fn delete(db: &Database, actor: &Actor, id: CollectionId) -> Result<()> {
    let mut tx = db.begin().await?;
    repo::lock(&mut tx, id).await?;
    let before = repo::one(&mut tx, id).await?.ok_or_else(|| Refusal::not_found("collection"))?;
    repo::delete(&mut tx, id).await?;
    tell(&mut tx, actor, "collection.deleted", id, json!({ "before": before })).await?;
    tx.commit().await?;
    Ok(())
}

async fn tell(
    tx: &mut PgConnection,
    actor: &Actor,
    action: &str,
    id: CollectionId,
    details: Value,
) -> Result<()> {
    platform::outbox::audit(&mut *tx, "catalog", actor, action, &format!("collection {id}"), details).await?;
    platform::outbox::publish(tx, &Event::CollectionSaved { collection: id }).await?;
    Ok(())
}

fn named(error: Error) -> Error {
    let Error::Database(database) = &error else {
        return error;
    };
    match platform::constraint(database) {
        Some("collections_slug_key") => {
            Refusal::field("slug", "Another collection has this address part.").into()
        }
        _ => error,
    }
}
