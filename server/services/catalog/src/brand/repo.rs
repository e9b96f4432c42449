//! Reading and writing brands.

use crate::product::repo::slug;
use contracts::{BrandId, Slug, catalog::Brand};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

struct Row {
    id: Uuid,
    name: String,
    slug: String,
    description: String,
    products: i64,
}

impl TryFrom<Row> for Brand {
    type Error = sqlx::Error;
    fn try_from(row: Row) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.id.into(),
            name: row.name,
            slug: slug(&row.slug)?,
            description: row.description,
            products: u32::try_from(row.products).unwrap_or(u32::MAX),
        })
    }
}

/// Brands with products on sale, by name.
pub(crate) async fn on_sale(db: &PgPool) -> sqlx::Result<Vec<Brand>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select b.id, b.name, b.slug, b.description, k.products as "products!"
           from (select value, sum(products)::bigint as products from listing_counts
               where kind = 'brand' group by value having sum(products) > 0) k
           join brands b on b.name = k.value
           order by b.name"#
    );
    rows.fetch_all(db).await?.into_iter().map(Brand::try_from).collect()
}

/// All brands, by name.
pub(crate) async fn all(db: &PgPool) -> sqlx::Result<Vec<Brand>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select b.id, b.name, b.slug, b.description,
               (select count(*) from products p where p.brand_id = b.id) as "products!"
           from brands b order by b.name"#
    );
    rows.fetch_all(db).await?.into_iter().map(Brand::try_from).collect()
}

/// What a brand's page begins with.
pub(crate) struct Place {
    pub name: String,
    pub description: String,
}

/// The brand at an address.
pub(crate) async fn place(db: &PgPool, slug: &Slug) -> sqlx::Result<Option<Place>> {
    sqlx::query_as!(Place, "select name, description from brands where slug = $1", slug.as_str())
        .fetch_optional(db)
        .await
}

/// A brand's name, for rules.
pub(crate) async fn names(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("select name from brands where id = any ($1)", ids).fetch_all(db).await
}

/// A brand as JSON for the audit log, held until the transaction ends.
pub(crate) async fn lock(db: &mut PgConnection, id: BrandId) -> sqlx::Result<Option<serde_json::Value>> {
    sqlx::query_scalar!(
        r#"select jsonb_build_object('name', name, 'slug', slug, 'description', description) as "json!"
           from brands where id = $1 for update"#,
        id.0
    )
    .fetch_optional(db)
    .await
}

/// Addresses of other brands that begin like `base`.
pub(crate) async fn slugs_like(db: &mut PgConnection, base: &Slug, id: BrandId) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select slug from brands where (slug = $1 or slug like left($1, 110) || '-%') and id <> $2",
        base.as_str(),
        id.0
    )
    .fetch_all(db)
    .await
}

/// A brand, new or changed.
pub(crate) async fn put(
    db: &mut PgConnection,
    id: BrandId,
    name: &str,
    slug: &Slug,
    description: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into brands (id, name, slug, description) values ($1, $2, $3, $4)
         on conflict (id) do update set name = excluded.name, slug = excluded.slug,
             description = excluded.description",
        id.0,
        name,
        slug.as_str(),
        description
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes a brand's present name on the products of one, which become its own; who they are.
pub(crate) async fn give(db: &mut PgConnection, from: BrandId, into: BrandId) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "update products p set brand = b.name, version = p.version + 1, updated_at = now()
         from brands b where b.id = $2 and p.brand_id = $1 and (p.brand, p.brand_id) is distinct from (b.name, b.id)
         returning p.id",
        from.0,
        into.0
    )
    .fetch_all(db)
    .await
}

/// Removes a brand that has no products any more.
pub(crate) async fn delete(db: &mut PgConnection, id: BrandId) -> sqlx::Result<()> {
    sqlx::query!("delete from brands where id = $1", id.0).execute(db).await?;
    Ok(())
}
