//! Reading and writing collections.

use super::model::NewCollection;
use crate::{error::Result, product::repo::slug};
use contracts::{
    CollectionId, ProductId, Slug,
    catalog::{Collection, Condition, Members},
};
use sqlx::{PgConnection, PgPool, types::Json};
use uuid::Uuid;

struct Row {
    id: Uuid,
    name: String,
    slug: String,
    description: String,
    match_all: bool,
    conditions: Option<Json<Vec<Condition>>>,
    version: i64,
    products: Vec<Uuid>,
}

impl TryFrom<Row> for Collection {
    type Error = sqlx::Error;
    fn try_from(row: Row) -> sqlx::Result<Self> {
        let members = match row.conditions {
            Some(conditions) => Members::Rule { all: row.match_all, conditions: conditions.0 },
            None => Members::Hand { products: row.products.into_iter().map(ProductId).collect() },
        };
        Ok(Self {
            id: row.id.into(),
            name: row.name,
            slug: slug(&row.slug)?,
            description: row.description,
            members,
            version: row.version,
        })
    }
}

/// Those with one id or address, or all; by name.
macro_rules! rows {
    ($where:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            Row,
            r#"select c.id, c.name, c.slug, c.description, c.match_all,
                   c.conditions as "conditions?: Json<Vec<Condition>>", c.version,
                   array(select p.product_id from collection_products p where p.collection_id = c.id
                         order by p.position) as "products!: Vec<Uuid>"
               from collections c where "# + $where + " order by c.name, c.id"
            $(, $argument)*
        )
    };
}

/// All collections, by name.
pub(super) async fn all(db: &PgPool) -> Result<Vec<Collection>> {
    let rows = rows!("true").fetch_all(db).await?;
    Ok(rows.into_iter().map(Collection::try_from).collect::<sqlx::Result<_>>()?)
}

/// One collection.
pub(super) async fn one(db: &mut PgConnection, id: CollectionId) -> Result<Option<Collection>> {
    let row = rows!("c.id = $1", id.0).fetch_optional(db).await?;
    Ok(row.map(Collection::try_from).transpose()?)
}

/// What a collection's page begins with.
pub(crate) struct Place {
    pub name: String,
    pub description: String,
    pub members: Members,
}

/// The collection at an address.
pub(crate) async fn place(db: &PgPool, slug: &Slug) -> Result<Option<Place>> {
    let row = rows!("c.slug = $1", slug.as_str()).fetch_optional(db).await?;
    let found = row.map(Collection::try_from).transpose()?;
    Ok(found.map(|it| Place { name: it.name, description: it.description, members: it.members }))
}

/// Holds a collection until the transaction ends.
pub(super) async fn lock(db: &mut PgConnection, id: CollectionId) -> sqlx::Result<()> {
    sqlx::query_scalar!("select id from collections where id = $1 for update", id.0)
        .fetch_optional(db)
        .await?;
    Ok(())
}

/// Addresses of other collections that begin like `base`.
pub(super) async fn slugs_like(
    db: &mut PgConnection,
    base: &Slug,
    id: CollectionId,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select slug from collections where (slug = $1 or slug like left($1, 110) || '-%') and id <> $2",
        base.as_str(),
        id.0
    )
    .fetch_all(db)
    .await
}

/// A collection, new or changed.
pub(super) async fn put(
    db: &mut PgConnection,
    id: CollectionId,
    slug: &Slug,
    new: &NewCollection,
    members: &Members,
) -> sqlx::Result<()> {
    let (all, conditions) = match members {
        Members::Rule { all, conditions } => (*all, Some(serde_json::json!(conditions))),
        Members::Hand { .. } => (true, None),
    };
    sqlx::query!(
        "insert into collections (id, name, slug, description, match_all, conditions)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (id) do update set name = excluded.name, slug = excluded.slug,
             description = excluded.description, match_all = excluded.match_all, conditions = excluded.conditions,
             version = collections.version + 1, updated_at = now()",
        id.0,
        new.name,
        slug.as_str(),
        new.description,
        all,
        conditions
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The products that were chosen by hand, in order, in place of those before; unknown ones are left out.
pub(super) async fn choose(db: &mut PgConnection, id: CollectionId, products: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!("delete from collection_products where collection_id = $1", id.0).execute(&mut *db).await?;
    sqlx::query!(
        "insert into collection_products (collection_id, product_id, position)
         select $1, p.id, chosen.number
         from unnest($2::uuid[]) with ordinality as chosen(id, number) join products p on p.id = chosen.id
         on conflict do nothing",
        id.0,
        products
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Removes a collection.
pub(super) async fn delete(db: &mut PgConnection, id: CollectionId) -> sqlx::Result<()> {
    sqlx::query!("delete from collections where id = $1", id.0).execute(db).await?;
    Ok(())
}
