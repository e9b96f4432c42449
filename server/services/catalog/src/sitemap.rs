//! Where products on sale are, for search engines: read by key, so that the last of a million costs what the first does.

use crate::product::repo::slug;
use contracts::{ProductId, catalog::SitemapEntry};
use sqlx::PgPool;

const MOST_AT_ONCE: u32 = 1_000;

/// After which ids the parts begin.
pub(crate) async fn parts(db: &PgPool) -> sqlx::Result<Vec<ProductId>> {
    let ends = sqlx::query_scalar!(
        r#"select l.product_id as "id!" from (
               select product_id, row_number() over (order by product_id) as place from listed_products) l
           where l.place % $1::bigint = 0
             and exists (select from listed_products beyond where beyond.product_id > l.product_id)
           order by l.product_id"#,
        i64::from(SitemapEntry::IN_A_FILE)
    );
    let mut parts = vec![ProductId(uuid::Uuid::nil())];
    parts.extend(ends.fetch_all(db).await?.into_iter().map(ProductId));
    Ok(parts)
}

/// Products on sale after an id.
pub(crate) async fn products(db: &PgPool, after: ProductId, limit: u32) -> sqlx::Result<Vec<SitemapEntry>> {
    let rows = sqlx::query!(
        "select p.id, p.slug, p.updated_at from listed_products l join products p on p.id = l.product_id
         where l.product_id > $1 order by l.product_id limit $2",
        after.0,
        i64::from(limit.min(MOST_AT_ONCE))
    );
    let entries = rows.fetch_all(db).await?.into_iter().map(|row| {
        Ok(SitemapEntry { id: row.id.into(), slug: slug(&row.slug)?, changed_at: row.updated_at })
    });
    entries.collect()
}
