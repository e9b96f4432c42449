//! The lists: what is bought together, what is popular, what a customer may like.

pub(crate) mod compute;
pub(crate) mod repo;

use crate::{Recommendations, error::Result, events};
use contracts::{ProductId, UserId};

/// More products at once are not asked about and not answered.
const MOST: u32 = 100;

/// Computes all lists anew, in one transaction: readers see all old or all new ones. The last step
/// builds on the lists of the first.
pub(crate) async fn compute(service: &Recommendations) -> Result<()> {
    let mut tx = service.db.begin().await?;
    compute::one_at_a_time(&mut tx).await?;
    let products = compute::bought_together(&mut tx).await?;
    compute::popular(&mut tx).await?;
    compute::for_customers(&mut tx).await?;
    compute::delete_outdated(&mut tx).await?;
    platform::outbox::publish(&mut tx, &events::computed(products)).await?;
    tx.commit().await?;
    Ok(())
}

/// What is bought together with these products, without themselves.
pub(crate) async fn bought_together(
    service: &Recommendations,
    products: &[ProductId],
    limit: u32,
) -> Result<Vec<ProductId>> {
    let products: Vec<_> = products.iter().take(MOST as usize).map(|product| product.0).collect();
    Ok(repo::bought_together(service.db.pool(), &products, i64::from(limit.min(MOST))).await?)
}

/// What is popular now.
pub(crate) async fn popular(service: &Recommendations, limit: u32) -> Result<Vec<ProductId>> {
    Ok(first(repo::popular(service.db.pool()).await?, limit))
}

/// What a customer may like, filled up with what is popular.
pub(crate) async fn for_customer(
    service: &Recommendations,
    user: UserId,
    limit: u32,
) -> Result<Vec<ProductId>> {
    let mut products = repo::for_customer(service.db.pool(), user).await?;
    if products.len() < limit as usize {
        let popular = repo::popular(service.db.pool()).await?;
        let own = products.clone();
        products.extend(popular.into_iter().filter(|product| !own.contains(product)));
    }
    Ok(first(products, limit))
}

fn first(mut products: Vec<ProductId>, limit: u32) -> Vec<ProductId> {
    products.truncate(limit.min(MOST) as usize);
    products
}
