//! Where a shopper looks: the whole shop, a category, a brand or a collection.

use crate::{brand, collection, error::Result};
use contracts::{
    CategoryId, Error as Refusal, Slug,
    catalog::{CategoryRef, ListingQuery, Members},
};
use sqlx::{PgPool, types::Json};

/// A place, with what its page begins with.
#[derive(Default)]
pub(crate) struct Place {
    pub category: Option<CategoryId>,
    /// The name of the brand whose page it is.
    pub brand: Option<String>,
    /// What the collection has whose page it is.
    pub members: Option<Members>,
    pub path: Vec<CategoryRef>,
    pub title: String,
    pub description: String,
}

/// The place that a query names: a category goes before a brand, a brand before a collection.
pub(crate) async fn of(db: &PgPool, query: &ListingQuery) -> Result<Place> {
    match (&query.category, &query.brand, &query.collection) {
        (Some(slug), ..) => in_category(db, slug).await,
        (None, Some(slug), _) => of_brand(db, slug).await,
        (None, None, Some(slug)) => in_collection(db, slug).await,
        (None, None, None) => Ok(Place::default()),
    }
}

async fn in_category(db: &PgPool, slug: &Slug) -> Result<Place> {
    let row = sqlx::query!(
        r#"select id, name, description, category_path(id) as "path!: Json<Vec<CategoryRef>>"
           from categories where slug = $1"#,
        slug.as_str()
    );
    let row = row.fetch_optional(db).await?.ok_or_else(|| Refusal::not_found("category"))?;
    Ok(Place {
        category: Some(row.id.into()),
        path: row.path.0,
        title: row.name,
        description: row.description,
        ..Place::default()
    })
}

async fn of_brand(db: &PgPool, slug: &Slug) -> Result<Place> {
    let found = brand::place(db, slug).await?.ok_or_else(|| Refusal::not_found("brand"))?;
    let (title, description) = (found.name.clone(), found.description);
    Ok(Place { brand: Some(found.name), title, description, ..Place::default() })
}

async fn in_collection(db: &PgPool, slug: &Slug) -> Result<Place> {
    let found = collection::place(db, slug).await?.ok_or_else(|| Refusal::not_found("collection"))?;
    let (title, description) = (found.name, found.description);
    Ok(Place { members: Some(found.members), title, description, ..Place::default() })
}
