//! What a merchant decides about what stands beside a product, and why something stands there.

mod explain;
mod model;
mod repo;

use crate::{Recommendations, error::Result};
use contracts::{
    Actor, Error, Page, PageRequest, Permission, ProductId,
    recommendations::{Event, Explained, NewRule, RuleKind, Summary},
};
use platform::{Tx, outbox};
use sqlx::types::JsonValue;

/// The most decisions about what stands beside one product.
const MOST: i64 = 100;

/// What a merchant excluded beside any of these products.
pub(crate) async fn not_beside(service: &Recommendations, products: &[ProductId]) -> Result<Vec<ProductId>> {
    Ok(repo::excluded(service.db.pool(), &model::few(products)).await?)
}

/// What stands beside each of these products, in short.
pub(crate) async fn summaries(
    service: &Recommendations,
    actor: &Actor,
    products: &[ProductId],
) -> Result<Vec<Summary>> {
    actor.require(Permission::ViewCatalog)?;
    let (pool, few) = (service.db.pool(), model::few(products));
    let lists = repo::lists(pool, &few).await?;
    let rules = repo::rules_of(pool, &few).await?;
    Ok(products.iter().take(few.len()).map(|product| model::summary(*product, &lists, &rules)).collect())
}

/// Products with rules.
pub(crate) async fn ruled_products(
    service: &Recommendations,
    actor: &Actor,
    page: PageRequest,
) -> Result<Page<ProductId>> {
    actor.require(Permission::ViewCatalog)?;
    let pool = service.db.pool();
    Ok(Page::new(repo::ruled(pool, &page).await?, repo::count_ruled(pool).await?, &page))
}

/// What stands beside a product and why.
pub(crate) async fn explain(
    service: &Recommendations,
    actor: &Actor,
    product: ProductId,
) -> Result<Explained> {
    actor.require(Permission::ViewCatalog)?;
    explain::of(service.db.pool(), product).await
}

/// Decides about another product beside this one, with its audit.
pub(crate) async fn set(service: &Recommendations, actor: &Actor, rule: NewRule) -> Result<()> {
    actor.require(Permission::EditCatalog)?;
    if rule.product == rule.other {
        return Err(Error::field("other", "A product does not stand beside itself.").into());
    }
    let mut tx = service.db.begin().await?;
    repo::set(&mut tx, rule).await?;
    if repo::count_of(&mut tx, rule.product).await? > MOST {
        let text = format!("At most {MOST} rules for one product, please.");
        return Err(Error::field("other", text).into());
    }
    tell(tx, actor, rule.product, rule.other, Some(rule.kind)).await
}

/// Takes a decision back, with its audit.
pub(crate) async fn lift(
    service: &Recommendations,
    actor: &Actor,
    product: ProductId,
    other: ProductId,
) -> Result<()> {
    actor.require(Permission::EditCatalog)?;
    let mut tx = service.db.begin().await?;
    if !repo::lift(&mut tx, product, other).await? {
        return Ok(tx.commit().await?);
    }
    tell(tx, actor, product, other, None).await
}

/// Tells of what holds now, and commits.
async fn tell(
    mut tx: Tx,
    actor: &Actor,
    product: ProductId,
    other: ProductId,
    kind: Option<RuleKind>,
) -> Result<()> {
    outbox::publish(&mut tx, &Event::RuleChanged { product, other, kind }).await?;
    let subject = format!("product {product}");
    let rule = kind.map_or("none", RuleKind::as_str);
    let details = JsonValue::from_iter([("other", other.to_string()), ("rule", rule.to_owned())]);
    outbox::audit(&mut tx, "recommendations", actor, "recommendation.rule_set", &subject, details).await?;
    Ok(tx.commit().await?)
}
