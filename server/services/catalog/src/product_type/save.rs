//! Creating, changing and removing a product type.

use super::{
    model::{NewType, check_against, parse},
    repo, write_facts,
};
use crate::{
    error::{Error, Result},
    product::write::index,
};
use contracts::{
    Actor, AttributeId, Checks, Error as Refusal, ProductTypeId,
    catalog::{Event, ProductType, ProductTypeDraft},
};
use platform::Database;
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

const CHANGED: &str = "Somebody else has changed this product type in the meantime. Please reload it first.";

/// Creates or changes a type; what its products say follows.
pub(crate) async fn save(db: &Database, actor: &Actor, draft: ProductTypeDraft) -> Result<ProductTypeId> {
    let new = parse(&draft)?;
    in_one_transaction(db, actor, &draft, &new).await.map_err(named)
}

async fn in_one_transaction(
    db: &Database,
    actor: &Actor,
    draft: &ProductTypeDraft,
    new: &NewType,
) -> Result<ProductTypeId> {
    let mut tx = db.begin().await?;
    repo::lock(&mut tx).await?;
    let types = repo::all(&mut tx).await?;
    let (before, others): (Vec<_>, Vec<_>) = types.into_iter().partition(|it| Some(it.id) == draft.id);
    let before = before.into_iter().next();
    check_version(draft, before.as_ref())?;
    check_against(new, before.as_ref(), &others)?;
    check_choices(&mut tx, new).await?;
    let id = draft.id.unwrap_or_else(|| platform::ids::mint().into());
    put(&mut tx, id, new).await?;
    follow(&mut tx, id).await?;
    let action = if before.is_some() { "product_type.updated" } else { "product_type.created" };
    let details = json!({ "before": before, "after": written(new) });
    tell(&mut tx, actor, action, id, details).await?;
    tx.commit().await?;
    Ok(id)
}

fn check_version(draft: &ProductTypeDraft, before: Option<&ProductType>) -> contracts::Result<()> {
    match (draft.id, before) {
        (Some(_), None) => Err(Refusal::not_found("product type")),
        (Some(_), Some(there)) if draft.version != Some(there.version) => Err(Refusal::conflict(CHANGED)),
        _ => Ok(()),
    }
}

async fn check_choices(tx: &mut PgConnection, new: &NewType) -> Result<()> {
    let mut checks = Checks::default();
    for (index, attribute) in new.attributes.iter().enumerate() {
        let Some(id) = attribute.known.filter(|_| attribute.kind.has_choices()) else { continue };
        let orphaned = repo::orphaned_choices(&mut *tx, id, &attribute.choices).await?;
        let message = format!("Products have these choices still: {}.", orphaned.join(", "));
        checks.require(orphaned.is_empty(), &format!("attributes[{index}].choices"), &message);
    }
    Ok(checks.finish()?)
}

async fn put(tx: &mut PgConnection, id: ProductTypeId, new: &NewType) -> Result<()> {
    let kept: Vec<Uuid> = new.attributes.iter().filter_map(|it| it.known).map(|it| it.0).collect();
    repo::put(&mut *tx, id, &new.name).await?;
    repo::keep_only(&mut *tx, id, &kept).await?;
    for (position, attribute) in (1..).zip(&new.attributes) {
        let known = attribute.known.unwrap_or_else(|| AttributeId(platform::ids::mint()));
        repo::put_attribute(&mut *tx, id, known, position, attribute).await?;
    }
    Ok(())
}

/// Lists, search and pages of the type's products say what the type says now.
async fn follow(tx: &mut PgConnection, id: ProductTypeId) -> Result<()> {
    let products = repo::products_of(&mut *tx, id).await?;
    refresh(tx, &products).await
}

async fn refresh(tx: &mut PgConnection, products: &[Uuid]) -> Result<()> {
    repo::hold(&mut *tx, products).await?;
    write_facts(&mut *tx, products).await?;
    repo::choose_anew(&mut *tx, products).await?;
    index(tx, products).await?;
    Ok(())
}

fn written(new: &NewType) -> Value {
    let attributes = new.attributes.iter().map(|it| {
        json!({
            "code": it.code, "label": it.label, "kind": it.kind, "unit": it.unit, "required": it.required,
            "filterable": it.filterable, "shown": it.shown, "choices": it.choices,
        })
    });
    json!({ "name": new.name, "attributes": attributes.collect::<Vec<_>>() })
}

/// Removes a type with what its products say by it.
pub(crate) async fn delete(db: &Database, actor: &Actor, id: ProductTypeId) -> Result<()> {
    let mut tx = db.begin().await?;
    repo::lock(&mut tx).await?;
    let before = repo::all(&mut tx).await?.into_iter().find(|it| it.id == id);
    let before = before.ok_or_else(|| Refusal::not_found("product type"))?;
    let products = repo::products_of(&mut tx, id).await?;
    repo::delete(&mut tx, id).await?;
    refresh(&mut tx, &products).await?;
    tell(&mut tx, actor, "product_type.deleted", id, json!({ "before": before })).await?;
    tx.commit().await?;
    Ok(())
}

async fn tell(
    tx: &mut PgConnection,
    actor: &Actor,
    action: &str,
    id: ProductTypeId,
    details: Value,
) -> Result<()> {
    let subject = format!("product type {id}");
    platform::outbox::audit(&mut *tx, "catalog", actor, action, &subject, details).await?;
    platform::outbox::publish(tx, &Event::TypeSaved { product_type: id }).await?;
    Ok(())
}

fn named(error: Error) -> Error {
    let Error::Database(database) = &error else {
        return error;
    };
    match platform::constraint(database) {
        Some("product_types_name_key") => {
            Refusal::field("name", "Another product type has this name.").into()
        }
        Some("attribute_definitions_code_key") => {
            Refusal::field("attributes", "Two attributes have one code.").into()
        }
        _ => error,
    }
}
