//! Creating and changing a brand.

use super::repo;
use crate::{
    error::{Error, Result},
    product::{model::free_slug, write},
};
use contracts::{
    Actor, BrandId, Checks, Error as Refusal, Slug,
    catalog::{BrandDraft, Event},
};
use platform::Database;
use serde_json::{Value, json};
use sqlx::PgConnection;

/// A brand that keeps the rules.
struct NewBrand {
    name: String,
    /// As the merchant chose it; made of the name when none.
    slug: Option<Slug>,
    description: String,
}

/// Creates or changes a brand; its products follow its name.
pub(crate) async fn save(db: &Database, actor: &Actor, draft: BrandDraft) -> Result<BrandId> {
    let new = checked(&draft)?;
    in_one_transaction(db, actor, draft.id, &new).await.map_err(named)
}

fn checked(draft: &BrandDraft) -> contracts::Result<NewBrand> {
    let mut checks = Checks::default();
    let name = draft.name.trim().to_owned();
    let fits = (1..=100).contains(&name.chars().count());
    checks.require(fits, "name", "Please enter a name, up to 100 characters.");
    let typed = draft.slug.trim();
    let slug = if typed.is_empty() { None } else { checks.parse("slug", typed.parse::<Slug>()) };
    let description = draft.description.trim().replace("\r\n", "\n");
    checks.require(description.chars().count() <= 10_000, "description", "This description is too long.");
    checks.finish()?;
    Ok(NewBrand { name, slug, description })
}

async fn in_one_transaction(
    db: &Database,
    actor: &Actor,
    known: Option<BrandId>,
    new: &NewBrand,
) -> Result<BrandId> {
    let mut tx = db.begin().await?;
    let before = match known {
        Some(id) => repo::lock(&mut tx, id).await?.ok_or_else(|| Refusal::not_found("brand"))?,
        None => Value::Null,
    };
    let id = known.unwrap_or_else(|| platform::ids::mint().into());
    let slug = slug(&mut tx, id, new).await?;
    repo::put(&mut tx, id, &new.name, &slug, &new.description).await?;
    let products = repo::give(&mut tx, id, id).await?;
    write::index(&mut tx, &products).await?;
    let action = if known.is_some() { "brand.updated" } else { "brand.created" };
    let after = json!({ "name": new.name, "slug": slug, "description": new.description });
    tell(&mut tx, actor, action, id, json!({ "before": before, "after": after })).await?;
    tx.commit().await?;
    Ok(id)
}

async fn slug(tx: &mut PgConnection, id: BrandId, new: &NewBrand) -> Result<Slug> {
    if let Some(slug) = &new.slug {
        return Ok(slug.clone());
    }
    let base =
        Slug::from_name(&new.name).ok_or_else(|| Refusal::field("slug", "Please enter an address part."))?;
    Ok(free_slug(&base, &repo::slugs_like(tx, &base, id).await?)?)
}

/// Records an act and tells whoever shows brands.
pub(super) async fn tell(
    tx: &mut PgConnection,
    actor: &Actor,
    action: &str,
    id: BrandId,
    details: Value,
) -> Result<()> {
    platform::outbox::audit(&mut *tx, "catalog", actor, action, &format!("brand {id}"), details).await?;
    platform::outbox::publish(tx, &Event::BrandSaved { brand: id }).await?;
    Ok(())
}

fn named(error: Error) -> Error {
    let Error::Database(database) = &error else {
        return error;
    };
    match platform::constraint(database) {
        Some("brands_name_key") => {
            Refusal::field("name", "Another brand has this name. Merge the two instead.").into()
        }
        Some("brands_slug_key") => Refusal::field("slug", "Another brand has this address part.").into(),
        _ => error,
    }
}
