//! Why something stands beside a product.

use super::repo;
use crate::{error::Result, recommendation};
use contracts::{
    ProductId,
    recommendations::{Explained, RuleKind, Shown},
};
use sqlx::PgPool;

/// How many are explained: as many as a list has.
const LISTED: i64 = 20;

pub(super) async fn of(pool: &PgPool, product: ProductId) -> Result<Explained> {
    let one = [product.0];
    let shown = recommendation::repo::bought_together(pool, &one, LISTED).await?;
    let ids: Vec<_> = shown.iter().map(|product| product.0).collect();
    let strength = repo::strength(pool, product, &ids).await?;
    let rules = repo::rules_of(pool, &one).await?.remove(&product).unwrap_or_default();
    let is_pinned = |id: ProductId| rules.iter().any(|rule| rule.other == id && rule.kind == RuleKind::Pin);
    let explained = |id: ProductId| {
        let (orders, score_bp) = strength.get(&id).copied().unwrap_or_default();
        Shown { product: id, is_pinned: is_pinned(id), orders, score_bp }
    };
    let shown = shown.into_iter().map(explained).collect();
    let computed_at = repo::lists(pool, &one).await?.remove(&product).map(|list| list.computed_at);
    let algorithm = repo::algorithm(pool, product).await?;
    Ok(Explained { shown, rules, computed_at, algorithm })
}
