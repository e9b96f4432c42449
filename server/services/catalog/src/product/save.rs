//! Creating and changing a product.

use super::{
    announce, audit, history,
    model::{NewProduct, free_slug, parse},
    repo, write,
};
use crate::{
    error::{Error, Result},
    product_type, redirect,
};
use contracts::{
    Actor, Error as Refusal, ProductId, Slug, VariantId,
    catalog::{Product, ProductDraft, Typed, product_path},
};
use platform::Database;
use sqlx::PgConnection;

/// Creates or changes the product; SKUs and addresses of others become field errors. Without `typed` its type, and
/// what is said by it, stay.
pub(crate) async fn save(
    db: &Database,
    actor: &Actor,
    draft: ProductDraft,
    typed: Option<Typed>,
) -> Result<ProductId> {
    let new = parse(&draft)?;
    match in_one_transaction(db, actor, &draft, &new, typed).await {
        Err(Error::Database(error)) => Err(named(db, error, draft.id, &new).await),
        done => done,
    }
}

async fn in_one_transaction(
    db: &Database,
    actor: &Actor,
    draft: &ProductDraft,
    new: &NewProduct,
    typed: Option<Typed>,
) -> Result<ProductId> {
    let mut tx = db.begin().await?;
    let before = current(&mut tx, draft).await?;
    check_variant_ids(new, before.as_ref())?;
    let id = draft.id.unwrap_or_else(|| platform::ids::mint().into());
    let slug = slug(&mut tx, id, new).await?;
    write::product(&mut tx, id, &slug, new).await?;
    follow(&mut tx, before.as_ref(), &slug).await?;
    say(&mut tx, id, new, typed).await?;
    write::parts(&mut tx, id, new).await?;
    record(&mut tx, actor, id, before.as_ref()).await?;
    announce(&mut tx, id).await?;
    tx.commit().await?;
    Ok(id)
}

/// The product as it is, locked; refuses a change that started from an older version.
async fn current(tx: &mut PgConnection, draft: &ProductDraft) -> Result<Option<Product>> {
    let Some(id) = draft.id else { return Ok(None) };
    let version = repo::lock(&mut *tx, id).await?.ok_or_else(|| Refusal::not_found("product"))?;
    if draft.version != Some(version) {
        let changed = "Somebody else has changed this product in the meantime. Please reload it first.";
        return Err(Refusal::conflict(changed).into());
    }
    repo::by_id(tx, id).await
}

/// A variant of another product must not be moved here by naming its id.
fn check_variant_ids(new: &NewProduct, before: Option<&Product>) -> contracts::Result<()> {
    let known: Vec<VariantId> =
        before.map(|product| product.variants.iter().map(|variant| variant.id).collect()).unwrap_or_default();
    let mut checks = contracts::Checks::default();
    let mut seen = std::collections::HashSet::new();
    for (index, id) in new.variants.iter().enumerate().filter_map(|(index, v)| Some((index, v.id?))) {
        let field = format!("variants[{index}].id");
        checks.require(known.contains(&id) && seen.insert(id), &field, "This variant is not the product's.");
    }
    checks.finish()
}

/// Writes what is said by the product's type before the variants, whose facets it is part of.
async fn say(tx: &mut PgConnection, id: ProductId, new: &NewProduct, typed: Option<Typed>) -> Result<()> {
    if let Some(typed) = typed {
        return product_type::write(tx, id, &typed, true).await;
    }
    match product_type::overlaid(&mut *tx, id, &new.attributes).await? {
        Some(typed) => product_type::write(tx, id, &typed, false).await,
        None => Ok(()),
    }
}

async fn slug(tx: &mut PgConnection, id: ProductId, new: &NewProduct) -> Result<Slug> {
    if let Some(slug) = &new.slug {
        return Ok(slug.clone());
    }
    let base =
        Slug::from_name(&new.name).ok_or_else(|| Refusal::field("slug", "Please enter an address part."))?;
    Ok(free_slug(&base, &repo::slugs_like(tx, &base, id).await?)?)
}

/// Whoever has the former address finds the product.
async fn follow(tx: &mut PgConnection, before: Option<&Product>, slug: &Slug) -> sqlx::Result<()> {
    match before {
        None => redirect::taken(tx, &product_path(slug)).await,
        Some(before) if before.slug == *slug => Ok(()),
        Some(before) => redirect::moved(tx, &product_path(&before.slug), &product_path(slug)).await,
    }
}

/// Keeps what was changed, in the audit log and as a revision.
pub(crate) async fn record(
    tx: &mut PgConnection,
    actor: &Actor,
    id: ProductId,
    before: Option<&Product>,
) -> Result<()> {
    let Some(after) = repo::by_id(&mut *tx, id).await? else {
        return Ok(());
    };
    let action = if before.is_some() { "product.updated" } else { "product.created" };
    let details = audit::changes(before, &after);
    platform::outbox::audit(&mut *tx, "catalog", actor, action, &format!("product {id}"), details).await?;
    Ok(history::keep(tx, actor, before, &after).await?)
}

/// The violated constraint as an error at its field.
async fn named(db: &Database, error: sqlx::Error, id: Option<ProductId>, new: &NewProduct) -> Error {
    match platform::constraint(&error) {
        Some("products_slug_key") => Refusal::field("slug", "Another product has this address part.").into(),
        Some("products_category_id_fkey") => {
            Refusal::field("category", "This category does not exist any more.").into()
        }
        Some("product_variants_sku_key" | "products_sku_key") => {
            taken_skus(db, id, new).await.unwrap_or_else(Error::from)
        }
        _ => error.into(),
    }
}

async fn taken_skus(db: &Database, id: Option<ProductId>, new: &NewProduct) -> sqlx::Result<Error> {
    let skus: Vec<String> = new.variants.iter().map(|variant| variant.sku.to_string()).collect();
    let taken = repo::skus_of_others(db.pool(), &skus, id).await?;
    let mut checks = contracts::Checks::default();
    for (index, sku) in skus.iter().enumerate() {
        let field = format!("variants[{index}].sku");
        checks.require(!taken.contains(sku), &field, "Another product has this SKU.");
    }
    let gone =
        Refusal::conflict("Another product has just been saved with one of these SKUs. Please try again.");
    Ok(checks.finish().err().unwrap_or(gone).into())
}
