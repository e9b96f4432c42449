//! Writing products. Parts are replaced as a whole, in one statement each.

use super::model::{NewProduct, NewVariant};
use contracts::{ProductId, Slug};
use sqlx::PgConnection;
use uuid::Uuid;

/// The product's own row, new or changed.
pub(crate) async fn product(
    db: &mut PgConnection,
    id: ProductId,
    slug: &Slug,
    new: &NewProduct,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into products (id, name, description, price_minor, currency, brand, sku, status, slug, category_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (id) do update set name = excluded.name, description = excluded.description,
             price_minor = excluded.price_minor, currency = excluded.currency, brand = excluded.brand,
             sku = excluded.sku, status = excluded.status, slug = excluded.slug,
             category_id = excluded.category_id, version = products.version + 1, updated_at = now()",
        id.0,
        new.name,
        new.description,
        new.price.minor,
        new.price.currency.code(),
        new.brand,
        new.variants.first().map_or("", |variant| variant.sku.as_str()),
        new.status.as_str(),
        slug.as_str(),
        new.category.map(|category| category.0)
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Options, variants and attributes, and what the search looks at.
pub(crate) async fn parts(db: &mut PgConnection, id: ProductId, new: &NewProduct) -> sqlx::Result<()> {
    options(&mut *db, id, new).await?;
    option_values(&mut *db, id, new).await?;
    variants(&mut *db, id, &new.variants).await?;
    attributes(&mut *db, id, new).await?;
    crate::product_type::write_facts(&mut *db, &[id.0]).await?;
    free_pictures(&mut *db, id).await?;
    index(db, &[id.0]).await
}

async fn options(db: &mut PgConnection, id: ProductId, new: &NewProduct) -> sqlx::Result<()> {
    let names: Vec<String> = new.options.iter().map(|option| option.name.clone()).collect();
    sqlx::query!("delete from product_options where product_id = $1", id.0).execute(&mut *db).await?;
    sqlx::query!(
        "insert into product_options (product_id, name, position)
         select $1, name, number from unnest($2::text[]) with ordinality as o(name, number)",
        id.0,
        &names
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn option_values(db: &mut PgConnection, id: ProductId, new: &NewProduct) -> sqlx::Result<()> {
    let choices =
        new.options.iter().flat_map(|o| o.values.iter().map(|choice| (o.name.clone(), choice.clone())));
    let (names, choices): (Vec<_>, Vec<_>) = choices.unzip();
    let (values, swatches): (Vec<_>, Vec<_>) =
        choices.into_iter().map(|choice| (choice.value, choice.swatch)).unzip();
    sqlx::query!(
        "insert into product_option_values (product_id, name, value, swatch, position)
         select $1, name, value, swatch, number
         from unnest($2::text[], $3::text[], $4::text[]) with ordinality as c(name, value, swatch, number)",
        id.0,
        &names,
        &values,
        &swatches as &[Option<String>]
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Variants keep their ids and stock; those that are no longer named are removed.
async fn variants(db: &mut PgConnection, id: ProductId, variants: &[NewVariant]) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = variants.iter().map(|v| v.id.map_or_else(platform::ids::mint, |id| id.0)).collect();
    sqlx::query!("delete from product_variants where product_id = $1 and id <> all ($2)", id.0, &ids)
        .execute(&mut *db)
        .await?;
    let column = |text: fn(&NewVariant) -> String| variants.iter().map(text).collect::<Vec<_>>();
    let options: Vec<serde_json::Value> = variants.iter().map(|v| serde_json::json!(v.options)).collect();
    let compare: Vec<Option<i64>> = variants.iter().map(|v| v.compare_at.map(|money| money.minor)).collect();
    sqlx::query!(
        "insert into product_variants
             (id, product_id, sku, options, price_minor, currency, compare_at_minor, weight_g, position)
         select v.id, $1, v.sku, v.options, v.price, v.currency, v.compare_at, v.weight, v.number
         from unnest($2::uuid[], $3::text[], $4::jsonb[], $5::bigint[], $6::text[], $7::bigint[], $8::int[])
             with ordinality as v(id, sku, options, price, currency, compare_at, weight, number)
         on conflict (id) do update set sku = excluded.sku, options = excluded.options,
             price_minor = excluded.price_minor, currency = excluded.currency,
             compare_at_minor = excluded.compare_at_minor, weight_g = excluded.weight_g,
             position = excluded.position",
        id.0,
        &ids,
        &column(|v| v.sku.to_string()),
        &options,
        &variants.iter().map(|v| v.price.minor).collect::<Vec<_>>(),
        &column(|v| v.price.currency.code().to_owned()),
        &compare as &[Option<i64>],
        &variants.iter().map(|v| v.weight_g).collect::<Vec<_>>()
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn attributes(db: &mut PgConnection, id: ProductId, new: &NewProduct) -> sqlx::Result<()> {
    let (names, values): (Vec<_>, Vec<_>) =
        new.attributes.iter().map(|a| (a.name.clone(), a.value.clone())).unzip();
    sqlx::query!("delete from product_attributes where product_id = $1", id.0).execute(&mut *db).await?;
    sqlx::query!(
        "insert into product_attributes (product_id, attribute_name, attribute_value, position)
         select $1, name, value, number
         from unnest($2::text[], $3::text[]) with ordinality as a(name, value, number)",
        id.0,
        &names,
        &values
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Pictures of a choice that is gone are shown for all.
async fn free_pictures(db: &mut PgConnection, id: ProductId) -> sqlx::Result<()> {
    sqlx::query!(
        "update product_media m set option_name = null, option_value = null
         where m.product_id = $1 and m.option_name is not null and not exists (
             select from product_option_values c
             where c.product_id = m.product_id and c.name = m.option_name and c.value = m.option_value)",
        id.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes anew what the search looks at.
pub(crate) async fn index(db: &mut PgConnection, products: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!("select index_products($1)", products).fetch_all(db).await?;
    Ok(())
}
