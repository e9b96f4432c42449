//! Reading products.

use contracts::{
    ProductId, Slug, Timestamp,
    catalog::{Attribute, CategoryRef, Media, Product, ProductOption, ProductStatus, Variant},
};
use sqlx::{PgConnection, PgPool, types::Json};
use uuid::Uuid;

struct Row {
    id: Uuid,
    slug: String,
    name: String,
    description: String,
    brand: Option<String>,
    status: String,
    version: i64,
    updated_at: Timestamp,
    options: Json<Vec<ProductOption>>,
    variants: Json<Vec<Variant>>,
    media: Json<Vec<Media>>,
    attributes: Json<Vec<Attribute>>,
    categories: Json<Vec<CategoryRef>>,
}

impl TryFrom<Row> for Product {
    type Error = sqlx::Error;
    fn try_from(row: Row) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.id.into(),
            slug: slug(&row.slug)?,
            name: row.name,
            description: row.description,
            brand: row.brand,
            status: status(&row.status),
            options: row.options.0,
            variants: row.variants.0,
            media: row.media.0,
            attributes: row.attributes.0,
            categories: row.categories.0,
            version: row.version,
            updated_at: row.updated_at,
        })
    }
}

/// A stored address part.
pub(crate) fn slug(text: &str) -> sqlx::Result<Slug> {
    text.parse().map_err(|error: contracts::InvalidValue| sqlx::Error::Decode(error.into()))
}

/// A stored status; the table's check allows no other.
pub(crate) fn status(text: &str) -> ProductStatus {
    match text {
        "active" => ProductStatus::Active,
        "archived" => ProductStatus::Archived,
        _ => ProductStatus::Draft,
    }
}

/// The product with that id, whatever its status.
pub(crate) async fn by_id(db: &mut PgConnection, id: ProductId) -> crate::error::Result<Option<Product>> {
    Ok(by_ids(db, &[id.0]).await?.pop())
}

/// The products with these ids, by id, whatever their status.
pub(crate) async fn by_ids(db: &mut PgConnection, ids: &[Uuid]) -> crate::error::Result<Vec<Product>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select p.id, p.slug, p.name, p.description, p.brand, p.status, p.version, p.updated_at,
               coalesce((select jsonb_agg(jsonb_build_object('name', o.name, 'values',
                       (select jsonb_agg(jsonb_build_object('value', c.value, 'swatch', c.swatch) order by c.position)
                        from product_option_values c where c.product_id = o.product_id and c.name = o.name))
                   order by o.position)
                   from product_options o where o.product_id = p.id), '[]')
                   as "options!: Json<Vec<ProductOption>>",
               coalesce((select jsonb_agg(variant_json(v) order by v.position)
                   from product_variants v where v.product_id = p.id), '[]') as "variants!: Json<Vec<Variant>>",
               coalesce((select jsonb_agg(media_json(m) order by m.position, m.id)
                   from product_media m where m.product_id = p.id), '[]') as "media!: Json<Vec<Media>>",
               coalesce((select jsonb_agg(jsonb_build_object('name', a.attribute_name, 'value', a.attribute_value)
                   order by a.position)
                   from product_attributes a where a.product_id = p.id), '[]')
                   as "attributes!: Json<Vec<Attribute>>",
               category_path(p.category_id) as "categories!: Json<Vec<CategoryRef>>"
           from products p where p.id = any ($1) order by p.id"#,
        ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Product::try_from).collect::<sqlx::Result<_>>()?)
}

/// The id of the active product at an address.
pub(crate) async fn active_at(db: &mut PgConnection, slug: &Slug) -> sqlx::Result<Option<ProductId>> {
    let id =
        sqlx::query_scalar!("select id from products where slug = $1 and status = 'active'", slug.as_str());
    Ok(id.fetch_optional(db).await?.map(ProductId))
}

/// Holds the product until the transaction ends; its version.
pub(crate) async fn lock(db: &mut PgConnection, id: ProductId) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!("select version from products where id = $1 for update", id.0)
        .fetch_optional(db)
        .await
}

/// Addresses of other products that begin like `base`.
pub(crate) async fn slugs_like(
    db: &mut PgConnection,
    base: &Slug,
    id: ProductId,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select slug from products where (slug = $1 or slug like left($1, 110) || '-%') and id <> $2",
        base.as_str(),
        id.0
    )
    .fetch_all(db)
    .await
}

/// Which of these SKUs belong to other products.
pub(crate) async fn skus_of_others(
    db: &PgPool,
    skus: &[String],
    id: Option<ProductId>,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select sku from product_variants where sku = any ($1) and product_id is distinct from $2",
        skus,
        id.map(|id| id.0)
    )
    .fetch_all(db)
    .await
}
