//! Whole products of the back office's list, batch by batch.

use crate::{category, error::Result, product::repo};
use contracts::{
    PageRequest, ProductId,
    catalog::{Product, ProductQuery},
};
use platform::{Database, pattern};

/// The products that follow one, by id, of those that a query finds.
pub(crate) async fn export(
    db: &Database,
    query: &ProductQuery,
    after: Option<ProductId>,
) -> Result<Vec<Product>> {
    let mut tx = db.begin_planned().await?;
    let categories = match query.category {
        Some(category) => Some(category::subtree(&mut tx, category).await?),
        None => None,
    };
    let status = query.status.map(contracts::catalog::ProductStatus::as_str);
    let ids = sqlx::query_scalar!(
        "select id from products
         where ($1::text is null or lookup like $1) and ($2::text is null or status = $2)
           and ($3::uuid[] is null or category_id = any ($3)) and ($4::uuid is null or id > $4)
         order by id limit $5",
        pattern::containing(&query.search),
        status,
        categories.as_deref(),
        after.map(|after| after.0),
        PageRequest::BATCH
    );
    let ids = ids.fetch_all(&mut *tx).await?;
    let products = repo::by_ids(&mut tx, &ids).await?;
    tx.commit().await?;
    Ok(products)
}
