//! What is offered while somebody types.

use super::cards;
use crate::{finding::Finding, product::repo::slug};
use contracts::{
    ProductId,
    catalog::{CategoryRef, Suggestions},
};
use sqlx::PgPool;

const MOST_PRODUCTS: i64 = 6;
const MOST_CATEGORIES: i64 = 4;
/// One letter finds everything.
const SHORTEST: usize = 2;

/// Products and categories for the first letters of a search.
pub(crate) async fn suggest(db: &PgPool, finding: &Finding, text: &str) -> crate::error::Result<Suggestions> {
    let typed = super::typed(text);
    if typed.chars().count() < SHORTEST {
        return Ok(Suggestions::default());
    }
    if let Some(engine) = finding.ready() {
        let (ids, categories) = crate::finding::listing::suggest(db, engine, &typed).await?;
        return Ok(Suggestions { products: cards::of(db, &ids).await?, categories });
    }
    let ids = products(db, &typed).await?;
    Ok(Suggestions { products: cards::of(db, &ids).await?, categories: categories(db, &typed).await? })
}

async fn products(db: &PgPool, typed: &str) -> sqlx::Result<Vec<ProductId>> {
    let ids = sqlx::query_scalar!(
        r#"select f.id as "id!" from found_products($1) f join products p on p.id = f.id
           order by f.rank desc, p.position limit $2"#,
        typed,
        MOST_PRODUCTS
    );
    Ok(ids.fetch_all(db).await?.into_iter().map(ProductId).collect())
}

async fn categories(db: &PgPool, typed: &str) -> sqlx::Result<Vec<CategoryRef>> {
    let rows = sqlx::query!(
        r#"select c.id, c.slug, c.name
           from categories c, plain($1) as typed(text)
           where starts_with(plain(c.name), typed.text)
               or (length(typed.text) >= 4 and word_similarity(typed.text, plain(c.name)) > 0.4)
               or position(' ' || typed.text in plain(c.name)) > 0
           order by starts_with(plain(c.name), typed.text) desc, word_similarity(typed.text, plain(c.name)) desc,
               c.name
           limit $2"#,
        typed,
        MOST_CATEGORIES
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    rows.map(|row| Ok(CategoryRef { id: row.id.into(), slug: slug(&row.slug)?, name: row.name })).collect()
}
