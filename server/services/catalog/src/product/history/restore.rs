//! Making a product what it was: a save like any other, which is refused where somebody else was faster.

use super::repo;
use crate::{
    error::{Error, Result},
    product,
};
use contracts::{
    Actor, CategoryId, Error as Refusal, ErrorKind, ProductId,
    catalog::{Product, ProductDraft},
};
use platform::Database;
use sqlx::PgPool;

const UNREADABLE: &str = "This version was kept by a release that wrote products in another way.";

/// Saves what the product was in `version`. It stays on sale or off it, and its pictures and stock are as they are.
pub(crate) async fn restore(
    db: &Database,
    actor: &Actor,
    id: ProductId,
    version: i64,
    present: i64,
) -> Result<()> {
    let kept = repo::at(db.pool(), id, version).await?.ok_or_else(|| Refusal::not_found("version"))?;
    let former: Product = serde_json::from_value(kept).map_err(|_| Refusal::conflict(UNREADABLE))?;
    let now = product::with_id(db.pool(), id).await?.ok_or_else(|| Refusal::not_found("product"))?;
    let category = category(db.pool(), &former).await?;
    let draft = draft(former, &now, category, present);
    product::save(db, actor, draft).await.map_err(in_words)?;
    Ok(())
}

/// A category that is gone is none.
async fn category(db: &PgPool, former: &Product) -> sqlx::Result<Option<CategoryId>> {
    let Some(category) = former.categories.last() else { return Ok(None) };
    Ok(repo::has_category(db, category.id).await?.then_some(category.id))
}

/// What it was, but for what only the present decides. A variant that was removed meanwhile comes back as a new one.
fn draft(former: Product, now: &Product, category: Option<CategoryId>, present: i64) -> ProductDraft {
    let mut draft = ProductDraft {
        id: Some(now.id),
        version: Some(present),
        status: now.status,
        category,
        ..ProductDraft::from(former)
    };
    for variant in &mut draft.variants {
        variant.id = variant.id.filter(|id| now.variants.iter().any(|variant| variant.id == *id));
    }
    draft
}

/// There is no form with fields to mark: what is said at them is the message.
fn in_words(error: Error) -> Error {
    let refused = match error {
        Error::Refused(refused) => refused,
        other => return other,
    };
    if refused.kind != ErrorKind::Invalid || refused.fields.is_empty() {
        return refused.into();
    }
    let words: Vec<_> = refused.fields.iter().map(|field| field.message.as_str()).collect();
    Refusal::conflict(format!("This version cannot be restored: {}", words.join(" "))).into()
}
