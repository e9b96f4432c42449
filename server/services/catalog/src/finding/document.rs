//! Products and categories as the index is told of them.

use super::OPTION;
use crate::product::repo::status;
use contracts::{
    Timestamp,
    catalog::{Attribute, CategoryRef, OptionValue, ProductStatus},
};
use search::{Change, Document, FacetEntry, Language, Offer, OfferKind, Status, Texts, VariantEntry};
use serde::Deserialize;
use sqlx::{PgPool, types::Json};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

#[derive(Deserialize)]
struct Variant {
    sku: String,
    options: Vec<OptionValue>,
    in_stock: bool,
}

struct Row {
    id: Uuid,
    name: String,
    description: String,
    brand: Option<String>,
    status: String,
    price_minor: i64,
    position: i64,
    created_at: Timestamp,
    categories: Json<Vec<CategoryRef>>,
    attributes: Json<Vec<Attribute>>,
    variants: Json<Vec<Variant>>,
}

/// These products as they are now; those that are gone as gone.
pub(super) async fn products(db: &PgPool, ids: &[Uuid]) -> sqlx::Result<Vec<Change>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select p.id, p.name, p.description, p.brand, p.status, p.price_minor, p.position, p.created_at,
               category_path(p.category_id) as "categories!: Json<Vec<CategoryRef>>",
               coalesce((select jsonb_agg(jsonb_build_object('name', a.attribute_name, 'value', a.attribute_value)
                   order by a.position)
                   from product_attributes a where a.product_id = p.id), '[]')
                   as "attributes!: Json<Vec<Attribute>>",
               coalesce((select jsonb_agg(jsonb_build_object('sku', v.sku, 'options', v.options,
                   'in_stock', v.in_stock) order by v.position)
                   from product_variants v where v.product_id = p.id), '[]') as "variants!: Json<Vec<Variant>>"
           from products p where p.id = any ($1)"#,
        ids
    )
    .fetch_all(db)
    .await?;
    let found: HashSet<Uuid> = rows.iter().map(|row| row.id).collect();
    let gone = ids.iter().filter(|id| !found.contains(*id)).map(|id| Change::ProductGone(*id));
    Ok(rows.into_iter().map(|row| Change::Product(Box::new(document(row)))).chain(gone).collect())
}

fn document(row: Row) -> Document {
    let choices =
        row.variants.0.iter().flat_map(|variant| variant.options.iter().map(|option| option.value.clone()));
    let attributes = row.attributes.0.iter().map(|attribute| attribute.value.clone());
    let texts = Texts {
        name: row.name,
        // The nearest category first: it says best what a product is.
        kinds: row.categories.0.iter().rev().map(|category| category.name.clone()).collect(),
        attributes: attributes.chain(choices).collect(),
        description: row.description,
    };
    // Nobody buys what has no variant, and listings leave it out.
    let listed = status(&row.status) == ProductStatus::Active && !row.variants.0.is_empty();
    Document {
        id: row.id,
        status: if listed { Status::Active } else { Status::Hidden },
        texts: BTreeMap::from([(Language::En, texts)]),
        brand: row.brand,
        codes: row.variants.0.iter().map(|variant| variant.sku.clone()).collect(),
        categories: row.categories.0.iter().map(|category| category.id.0).collect(),
        variants: row.variants.0.iter().map(variant).collect(),
        price_minor: row.price_minor,
        created: row.created_at.timestamp(),
        position: row.position,
        ..Document::default()
    }
}

fn variant(variant: &Variant) -> VariantEntry {
    let choice = |option: &OptionValue| FacetEntry {
        name: format!("{OPTION}{}", option.name),
        value: option.value.clone(),
    };
    VariantEntry { choices: variant.options.iter().map(choice).collect(), in_stock: variant.in_stock }
}

/// These categories as they are now, or all of them; those that are gone as gone.
pub(super) async fn categories(db: &PgPool, ids: Option<&[Uuid]>) -> sqlx::Result<Vec<Change>> {
    let rows = sqlx::query!(
        r#"select c.id, c.name, coalesce((select sum(k.products) from listing_counts k
               where k.category_id = c.id and k.kind = 'all'), 0) as "products!"
           from categories c where $1::uuid[] is null or c.id = any ($1)"#,
        ids
    )
    .fetch_all(db)
    .await?;
    let found: HashSet<Uuid> = rows.iter().map(|row| row.id).collect();
    let gone: Vec<Uuid> = ids.unwrap_or_default().iter().copied().filter(|id| !found.contains(id)).collect();
    let here = rows.into_iter().map(|row| {
        Change::Offer(Offer {
            kind: OfferKind::Category,
            key: row.id.to_string(),
            names: BTreeMap::from([(Language::En, row.name)]),
            weight: u64::try_from(row.products).unwrap_or(0),
        })
    });
    Ok(here.chain(gone.iter().map(|id| Change::OfferGone(OfferKind::Category, id.to_string()))).collect())
}
