//! Reading `recommendations`.

use contracts::{ProductId, UserId};
use sqlx::PgExecutor;
use uuid::Uuid;

/// What is pinned to these products, in the order of the pins, then their lists merged: high places in many lists come
/// first. Nothing that is excluded beside one of them, and nothing pinned that is not on sale.
pub(crate) async fn bought_together(
    db: impl PgExecutor<'_>,
    products: &[Uuid],
    limit: i64,
) -> Result<Vec<ProductId>, sqlx::Error> {
    let found = sqlx::query_scalar!(
        r#"with pinned as (
               select other_id as product, min(position) as position
               from recommendation_rules
               where kind = 'pin' and product_id = any($1) and other_id <> all($1)
                 and not exists (
                     select 1 from variant_products v where v.product_id = other_id and not v.on_sale)
               group by other_id
           ),
           listed as (
               select product, sum(1.0 / place) as strength
               from recommendations
               cross join unnest(recommended_products) with ordinality as own (product, place)
               where kind = 'bought_together' and product_id = any($1) and product <> all($1)
               group by product
           )
           select product as "product!"
           from listed full join pinned using (product)
           where not exists (
               select 1 from recommendation_rules x
               where x.kind = 'exclude' and x.product_id = any($1) and x.other_id = product)
           order by position nulls last, strength desc nulls last, product
           limit $2"#,
        products,
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok(found.into_iter().map(ProductId).collect())
}

/// What is popular now.
pub(crate) async fn popular(db: impl PgExecutor<'_>) -> Result<Vec<ProductId>, sqlx::Error> {
    let list = sqlx::query_scalar!("select recommended_products from recommendations where kind = 'popular'")
        .fetch_optional(db)
        .await?;
    Ok(list.unwrap_or_default().into_iter().map(ProductId).collect())
}

/// What was found for a customer who wants that.
pub(crate) async fn for_customer(
    db: impl PgExecutor<'_>,
    user: UserId,
) -> Result<Vec<ProductId>, sqlx::Error> {
    let list = sqlx::query_scalar!(
        "select recommended_products from recommendations
         where kind = 'customer' and user_id = $1
             and exists (select from personalisation p where p.user_id = $1 and p.is_allowed)",
        user.0,
    )
    .fetch_optional(db)
    .await?;
    Ok(list.unwrap_or_default().into_iter().map(ProductId).collect())
}
