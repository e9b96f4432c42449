//! Reading `recommendations`.

use contracts::{ProductId, UserId};
use sqlx::PgExecutor;
use uuid::Uuid;

/// The lists of these products merged: high places in many lists come first.
pub(crate) async fn bought_together(
    db: impl PgExecutor<'_>,
    products: &[Uuid],
    limit: i64,
) -> Result<Vec<ProductId>, sqlx::Error> {
    let found = sqlx::query_scalar!(
        r#"select product as "product!"
           from recommendations
           cross join unnest(recommended_products) with ordinality as listed (product, place)
           where kind = 'bought_together' and product_id = any($1) and product <> all($1)
           group by product
           order by sum(1.0 / place) desc, product
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
