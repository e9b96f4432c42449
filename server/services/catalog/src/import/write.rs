//! The statements that write many products. Each writes all of one kind of row.

use super::apply::Written;
use crate::product::{model::NewVariant, write::index};
use contracts::VariantId;
use sqlx::PgConnection;
use uuid::Uuid;

/// Products with their options, variants and attributes, and what the search looks at.
pub(crate) async fn products(tx: &mut PgConnection, written: &[Written]) -> sqlx::Result<()> {
    if written.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = written.iter().map(|product| product.id.0).collect();
    let old: Vec<Uuid> =
        written.iter().filter(|product| !product.is_new).map(|product| product.id.0).collect();
    rows(tx, written, &ids).await?;
    sqlx::query!("delete from product_options where product_id = any ($1)", &old).execute(&mut *tx).await?;
    options(tx, written).await?;
    option_values(tx, written).await?;
    variants(tx, written).await?;
    sqlx::query!("delete from product_attributes where product_id = any ($1)", &old)
        .execute(&mut *tx)
        .await?;
    attributes(tx, written).await?;
    index(tx, &ids).await
}

async fn rows(tx: &mut PgConnection, written: &[Written], ids: &[Uuid]) -> sqlx::Result<()> {
    let texts = |of: fn(&Written) -> String| written.iter().map(of).collect::<Vec<_>>();
    let brands: Vec<Option<String>> = written.iter().map(|product| product.new.brand.clone()).collect();
    let categories: Vec<Option<Uuid>> =
        written.iter().map(|product| product.new.category.map(|category| category.0)).collect();
    sqlx::query!(
        "insert into products (id, name, description, price_minor, currency, brand, sku, status, slug, category_id)
         select id, name, description, price, currency, brand, sku, status, slug, category
         from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[],
             $9::text[], $10::uuid[]) with ordinality
             as p (id, name, description, price, currency, brand, sku, status, slug, category, place)
         order by place
         on conflict (id) do update set name = excluded.name, description = excluded.description,
             price_minor = excluded.price_minor, currency = excluded.currency, brand = excluded.brand,
             sku = excluded.sku, status = excluded.status, slug = excluded.slug,
             category_id = excluded.category_id, version = products.version + 1, updated_at = now()",
        ids,
        &texts(|product| product.new.name.clone()),
        &texts(|product| product.new.description.clone()),
        &written.iter().map(|product| product.new.price.minor).collect::<Vec<_>>(),
        &texts(|product| product.new.price.currency.code().to_owned()),
        &brands as &[Option<String>],
        &texts(|product| product.new.variants.first().map(|variant| variant.sku.to_string()).unwrap_or_default()),
        &texts(|product| product.new.status.as_str().to_owned()),
        &texts(|product| product.slug.to_string()),
        &categories as &[Option<Uuid>]
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A row of a product's part: the product and the place among its siblings.
#[derive(Default)]
struct Places {
    products: Vec<Uuid>,
    positions: Vec<i32>,
}

impl Places {
    fn push(&mut self, product: &Written, position: usize) {
        self.products.push(product.id.0);
        self.positions.push(i32::try_from(position + 1).unwrap_or(i32::MAX));
    }
}

async fn options(tx: &mut PgConnection, written: &[Written]) -> sqlx::Result<()> {
    let (mut places, mut names) = (Places::default(), Vec::new());
    for product in written {
        for (at, option) in product.new.options.iter().enumerate() {
            places.push(product, at);
            names.push(option.name.clone());
        }
    }
    sqlx::query!(
        "insert into product_options (product_id, name, position)
         select * from unnest($1::uuid[], $2::text[], $3::int[])",
        &places.products,
        &names,
        &places.positions
    )
    .execute(tx)
    .await?;
    Ok(())
}

async fn option_values(tx: &mut PgConnection, written: &[Written]) -> sqlx::Result<()> {
    let (mut places, mut names) = (Places::default(), Vec::new());
    let (mut values, mut swatches) = (Vec::new(), Vec::new());
    for product in written {
        let choices =
            product.new.options.iter().flat_map(|o| o.values.iter().map(move |choice| (&o.name, choice)));
        for (at, (name, choice)) in choices.enumerate() {
            places.push(product, at);
            names.push(name.clone());
            values.push(choice.value.clone());
            swatches.push(choice.swatch.clone());
        }
    }
    sqlx::query!(
        "insert into product_option_values (product_id, name, value, swatch, position)
         select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[])",
        &places.products,
        &names,
        &values,
        &swatches as &[Option<String>],
        &places.positions
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Variants keep their ids and stock.
async fn variants(tx: &mut PgConnection, written: &[Written]) -> sqlx::Result<()> {
    let mut places = Places::default();
    let mut rows: Vec<(VariantId, &NewVariant)> = Vec::new();
    for product in written {
        for (at, (variant, id)) in product.new.variants.iter().zip(&product.variants).enumerate() {
            places.push(product, at);
            rows.push((*id, variant));
        }
    }
    let texts =
        |of: fn(&NewVariant) -> String| rows.iter().map(|(_, variant)| of(variant)).collect::<Vec<_>>();
    let options: Vec<serde_json::Value> =
        rows.iter().map(|(_, variant)| serde_json::json!(variant.options)).collect();
    let compare: Vec<Option<i64>> =
        rows.iter().map(|(_, variant)| variant.compare_at.map(|money| money.minor)).collect();
    sqlx::query!(
        "insert into product_variants
             (id, product_id, sku, options, price_minor, currency, compare_at_minor, weight_g, position)
         select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::bigint[], $6::text[], $7::bigint[],
             $8::int[], $9::int[])
         on conflict (id) do update set sku = excluded.sku, options = excluded.options,
             price_minor = excluded.price_minor, currency = excluded.currency,
             compare_at_minor = excluded.compare_at_minor, weight_g = excluded.weight_g,
             position = excluded.position",
        &rows.iter().map(|(id, _)| id.0).collect::<Vec<_>>(),
        &places.products,
        &texts(|variant| variant.sku.to_string()),
        &options,
        &rows.iter().map(|(_, variant)| variant.price.minor).collect::<Vec<_>>(),
        &texts(|variant| variant.price.currency.code().to_owned()),
        &compare as &[Option<i64>],
        &rows.iter().map(|(_, variant)| variant.weight_g).collect::<Vec<_>>(),
        &places.positions
    )
    .execute(tx)
    .await?;
    Ok(())
}

async fn attributes(tx: &mut PgConnection, written: &[Written]) -> sqlx::Result<()> {
    let (mut places, mut names, mut values) = (Places::default(), Vec::new(), Vec::new());
    for product in written {
        for (at, attribute) in product.new.attributes.iter().enumerate() {
            places.push(product, at);
            names.push(attribute.name.clone());
            values.push(attribute.value.clone());
        }
    }
    sqlx::query!(
        "insert into product_attributes (product_id, attribute_name, attribute_value, position)
         select * from unnest($1::uuid[], $2::text[], $3::text[], $4::int[])",
        &places.products,
        &names,
        &values,
        &places.positions
    )
    .execute(tx)
    .await?;
    Ok(())
}
