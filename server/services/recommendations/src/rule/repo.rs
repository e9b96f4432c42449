//! `recommendation_rules`, and the lists that they are about.

use super::model::List;
use contracts::{
    PageRequest, ProductId,
    recommendations::{NewRule, Rule, RuleKind},
};
use sqlx::{PgConnection, PgPool};
use std::collections::HashMap;
use uuid::Uuid;

type Result<T> = std::result::Result<T, sqlx::Error>;

pub(super) async fn excluded(pool: &PgPool, products: &[Uuid]) -> Result<Vec<ProductId>> {
    let others = sqlx::query_scalar!(
        r#"select distinct other_id as "other_id!" from recommendation_rules
           where kind = 'exclude' and product_id = any($1)"#,
        products,
    );
    Ok(others.fetch_all(pool).await?.into_iter().map(ProductId).collect())
}

/// The lists of products that have one.
pub(super) async fn lists(pool: &PgPool, products: &[Uuid]) -> Result<HashMap<ProductId, List>> {
    let rows = sqlx::query!(
        r#"select product_id as "product_id!", recommended_products, generated_at from recommendations
           where kind = 'bought_together' and product_id = any($1)"#,
        products,
    );
    let list = rows.fetch_all(pool).await?.into_iter().map(|row| {
        let products = row.recommended_products.into_iter().map(ProductId).collect();
        (ProductId(row.product_id), List { products, computed_at: row.generated_at })
    });
    Ok(list.collect())
}

/// The rules of products that have some: pins in their order, then what is excluded.
pub(super) async fn rules_of(pool: &PgPool, products: &[Uuid]) -> Result<HashMap<ProductId, Vec<Rule>>> {
    let rows = sqlx::query!(
        "select product_id, other_id, kind, made_at from recommendation_rules where product_id = any($1)
         order by kind desc, position",
        products,
    );
    let mut rules: HashMap<ProductId, Vec<Rule>> = HashMap::new();
    for row in rows.fetch_all(pool).await? {
        let kind = kind(&row.kind)?;
        let rule = Rule { other: ProductId(row.other_id), kind, made_at: row.made_at };
        rules.entry(ProductId(row.product_id)).or_default().push(rule);
    }
    Ok(rules)
}

pub(super) async fn ruled(pool: &PgPool, page: &PageRequest) -> Result<Vec<ProductId>> {
    let products = sqlx::query_scalar!(
        r#"select product_id as "product_id!" from recommendation_rules group by product_id
           order by max(made_at) desc, product_id limit $1 offset $2"#,
        page.limit(),
        page.offset(),
    );
    Ok(products.fetch_all(pool).await?.into_iter().map(ProductId).collect())
}

pub(super) async fn count_ruled(pool: &PgPool) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
               select distinct product_id from recommendation_rules limit $1) as counted"#,
        PageRequest::COUNTED + 1,
    );
    count.fetch_one(pool).await
}

/// Writes a rule, or another one about the same product; that one keeps its place.
pub(super) async fn set(conn: &mut PgConnection, rule: NewRule) -> Result<()> {
    sqlx::query!(
        "insert into recommendation_rules (product_id, other_id, kind) values ($1, $2, $3)
         on conflict (product_id, other_id) do update set kind = excluded.kind, made_at = now()",
        rule.product.0,
        rule.other.0,
        rule.kind.as_str(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether there was such a rule.
pub(super) async fn lift(conn: &mut PgConnection, product: ProductId, other: ProductId) -> Result<bool> {
    let lifted = sqlx::query!(
        "delete from recommendation_rules where product_id = $1 and other_id = $2",
        product.0,
        other.0,
    );
    Ok(lifted.execute(conn).await?.rows_affected() == 1)
}

pub(super) async fn count_of(conn: &mut PgConnection, product: ProductId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from recommendation_rules where product_id = $1"#,
        product.0
    );
    count.fetch_one(conn).await
}

/// Of products that are bought together with this one: orders of the last year with both, and the cosine by which the
/// lists are ordered, in ten thousandths.
pub(super) async fn strength(
    pool: &PgPool,
    product: ProductId,
    others: &[Uuid],
) -> Result<HashMap<ProductId, (u32, u32)>> {
    let rows = sqlx::query!(
        r#"with bought as (
               select order_id, product_id from user_interactions
               where interaction_type = 'purchase' and "timestamp" > now() - interval '365 days'
                 and (product_id = $1 or product_id = any($2))
           ),
           counts as (select product_id, count(*) as orders from bought group by product_id),
           pairs as (
               select b.product_id, count(*) as both_orders
               from bought a join bought b on b.order_id = a.order_id and b.product_id <> a.product_id
               where a.product_id = $1 group by b.product_id
           )
           select p.product_id as "product_id!", p.both_orders as "both_orders!",
                  round(10000 * p.both_orders / sqrt(one.orders * two.orders))::bigint as "score!"
           from pairs p
           join counts one on one.product_id = $1
           join counts two on two.product_id = p.product_id"#,
        product.0,
        others,
    );
    let count = |number: i64| u32::try_from(number).unwrap_or_default();
    let row = rows.fetch_all(pool).await?.into_iter();
    Ok(row.map(|row| (ProductId(row.product_id), (count(row.both_orders), count(row.score)))).collect())
}

/// By which rules a product's list was computed.
pub(super) async fn algorithm(pool: &PgPool, product: ProductId) -> Result<Option<String>> {
    let algorithm = sqlx::query_scalar!(
        "select algorithm_version from recommendations where kind = 'bought_together' and product_id = $1",
        product.0,
    );
    algorithm.fetch_optional(pool).await
}

fn kind(stored: &str) -> Result<RuleKind> {
    RuleKind::from_text(stored)
        .ok_or_else(|| sqlx::Error::Decode(format!("unknown kind of rule {stored}").into()))
}
