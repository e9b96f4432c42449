//! Creating, changing and removing a category.

use super::{CategoryDraft, repo};
use crate::{
    error::{Error, Result},
    product::{model::free_slug, write},
    redirect,
};
use contracts::{
    Actor, CategoryId, Checks, Error as Refusal, Slug,
    catalog::{Event, RemovedCategory, category_path},
};
use platform::Database;
use serde_json::{Value, json};
use sqlx::PgConnection;

/// Creates or changes a category.
pub(crate) async fn save(db: &Database, actor: &Actor, draft: CategoryDraft) -> Result<CategoryId> {
    let draft = checked(&draft)?;
    in_one_transaction(db, actor, &draft).await.map_err(named)
}

fn checked(draft: &CategoryDraft) -> contracts::Result<CategoryDraft> {
    let name = draft.name.trim().to_owned();
    let mut checks = Checks::default();
    let fits = (1..=100).contains(&name.chars().count());
    checks.require(fits, "name", "Please enter a name, up to 100 characters.");
    let sluggable = name.is_empty() || Slug::from_name(&name).is_some();
    checks.require(sluggable, "name", "Please use at least one Latin letter or digit.");
    checks.require(draft.description.len() <= 10_000, "description", "This description is too long.");
    checks.finish()?;
    let description = draft.description.trim().to_owned();
    Ok(CategoryDraft { id: draft.id, parent: draft.parent, name, description })
}

async fn in_one_transaction(db: &Database, actor: &Actor, draft: &CategoryDraft) -> Result<CategoryId> {
    let mut tx = db.begin().await?;
    let (id, before) = match draft.id {
        Some(id) => (id, change(&mut tx, id, draft).await?),
        None => (create(&mut tx, draft).await?, Value::Null),
    };
    let action = if before.is_null() { "category.created" } else { "category.updated" };
    let after = json!({ "name": draft.name, "description": draft.description, "parent": draft.parent });
    tell(&mut tx, actor, action, id, json!({ "before": before, "after": after })).await?;
    tx.commit().await?;
    Ok(id)
}

async fn create(tx: &mut PgConnection, draft: &CategoryDraft) -> Result<CategoryId> {
    let base = Slug::from_name(&draft.name).ok_or_else(|| Refusal::field("name", "Please enter a name."))?;
    let slug = free_slug(&base, &repo::slugs_like(&mut *tx, &base).await?)?;
    let id = platform::ids::mint().into();
    repo::insert(&mut *tx, id, &slug, draft).await?;
    redirect::taken(tx, &category_path(&slug)).await?;
    Ok(id)
}

async fn change(tx: &mut PgConnection, id: CategoryId, draft: &CategoryDraft) -> Result<Value> {
    let before = repo::lock(&mut *tx, id).await?.ok_or_else(|| Refusal::not_found("category"))?;
    repo::update(&mut *tx, id, draft).await?;
    let products = repo::products_below(&mut *tx, id).await?;
    write::index(tx, &products).await?;
    Ok(before)
}

/// Removes a category; its children and products move to its parent, to which its address leads from now on. What it takes
/// to put it back, if that is little.
pub(crate) async fn delete(db: &Database, actor: &Actor, id: CategoryId) -> Result<Option<RemovedCategory>> {
    let mut tx = db.begin().await?;
    let before = repo::lock(&mut tx, id).await?.ok_or_else(|| Refusal::not_found("category"))?;
    let removed = repo::whole(&mut tx, id).await?;
    let products = repo::products_below(&mut tx, id).await?;
    leave(&mut tx, id).await?;
    repo::dissolve(&mut tx, id).await?;
    write::index(&mut tx, &products).await?;
    tell(&mut tx, actor, "category.deleted", id, json!({ "before": before })).await?;
    tx.commit().await?;
    Ok(removed.filter(|removed| removed.products.len() <= RemovedCategory::MOST))
}

/// Puts a category back that was removed.
pub(crate) async fn restore(db: &Database, actor: &Actor, removed: RemovedCategory) -> Result<()> {
    let RemovedCategory { id, parent, name, description, .. } = removed.clone();
    let CategoryDraft { name, description, .. } =
        checked(&CategoryDraft { id: Some(id), parent, name, description })?;
    let removed = RemovedCategory { name, description, ..removed };
    if removed.products.len() > RemovedCategory::MOST {
        return Err(Refusal::invalid("This category had too many products to be put back.").into());
    }
    put_back(db, actor, &removed).await.map_err(named)
}

async fn put_back(db: &Database, actor: &Actor, removed: &RemovedCategory) -> Result<()> {
    let mut tx = db.begin().await?;
    repo::put_back(&mut tx, removed).await?;
    redirect::taken(&mut tx, &category_path(&removed.slug)).await?;
    let products = repo::products_below(&mut tx, removed.id).await?;
    write::index(&mut tx, &products).await?;
    let after = json!({ "name": removed.name, "description": removed.description, "parent": removed.parent });
    tell(&mut tx, actor, "category.restored", removed.id, json!({ "after": after })).await?;
    tx.commit().await?;
    Ok(())
}

async fn leave(tx: &mut PgConnection, id: CategoryId) -> Result<()> {
    let (slug, parent) =
        repo::lock_slug(&mut *tx, id).await?.ok_or_else(|| Refusal::not_found("category"))?;
    let to = parent.map_or_else(|| "/shop".to_owned(), |parent| category_path(&parent));
    Ok(redirect::moved(tx, &category_path(&slug), &to).await?)
}

pub(super) async fn tell(
    tx: &mut PgConnection,
    actor: &Actor,
    action: &str,
    id: CategoryId,
    details: Value,
) -> Result<()> {
    platform::outbox::audit(&mut *tx, "catalog", actor, action, &format!("category {id}"), details).await?;
    platform::outbox::publish(tx, &Event::CategorySaved { category: id }).await?;
    Ok(())
}

fn named(error: Error) -> Error {
    let Error::Database(database) = &error else {
        return error;
    };
    match platform::constraint(database) {
        Some("categories_no_cycle") => Refusal::field("parent", "A category cannot be below itself.").into(),
        Some("categories_parent_category_id_fkey") => {
            Refusal::field("parent", "This category does not exist any more.").into()
        }
        Some("categories_pkey") => Refusal::conflict("This category is there again already.").into(),
        Some("categories_slug_key") => {
            Refusal::conflict("Another category with this name has just been made. Please try again.").into()
        }
        _ => error,
    }
}
