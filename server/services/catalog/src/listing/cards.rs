//! Products as grids show them.

use crate::product::repo::slug;
use contracts::{
    Currency, Money, ProductId,
    catalog::{Media, OptionChoice, ProductCard},
};
use sqlx::{PgPool, types::Json};
use uuid::Uuid;

struct Row {
    id: Uuid,
    slug: String,
    name: String,
    brand: Option<String>,
    price: i64,
    currency: String,
    dearest: i64,
    compare_at: Option<i64>,
    in_stock: bool,
    single: Option<Uuid>,
    pictures: Json<Vec<Media>>,
    swatches: Json<Vec<OptionChoice>>,
}

impl TryFrom<Row> for ProductCard {
    type Error = sqlx::Error;
    fn try_from(row: Row) -> sqlx::Result<Self> {
        let currency = currency(&row.currency)?;
        Ok(Self {
            id: row.id.into(),
            slug: slug(&row.slug)?,
            name: row.name,
            brand: row.brand,
            price_from: Money::new(row.price, currency),
            price_varies: row.dearest != row.price,
            compare_at: row.compare_at.map(|minor| Money::new(minor, currency)),
            pictures: row.pictures.0,
            swatches: row.swatches.0,
            single_variant: row.single.map(Into::into),
            in_stock: row.in_stock,
        })
    }
}

/// A stored currency.
pub(crate) fn currency(code: &str) -> sqlx::Result<Currency> {
    Currency::from_code(code).ok_or_else(|| sqlx::Error::Decode(format!("unknown currency {code}").into()))
}

/// Active products in the order of `ids`; missing ones are left out.
pub(crate) async fn of(db: &PgPool, ids: &[ProductId]) -> sqlx::Result<Vec<ProductCard>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"select p.id, p.slug, p.name, p.brand, p.price_minor as price, p.currency,
               v.dearest as "dearest!", v.in_stock as "in_stock!", v.compare_at, v.single,
               coalesce(m.pictures, '[]') as "pictures!: Json<Vec<Media>>",
               coalesce(s.swatches, '[]') as "swatches!: Json<Vec<OptionChoice>>"
           from unnest($1::uuid[]) with ordinality as wanted(id, number)
           join products p on p.id = wanted.id and p.status = 'active'
           cross join lateral (
               select max(v.price_minor) as dearest, bool_or(v.in_stock) as in_stock,
                   (array_agg(v.compare_at_minor order by v.price_minor, v.position))[1] as compare_at,
                   case when count(*) = 1 then (array_agg(v.id))[1] end as single
               from product_variants v where v.product_id = p.id) v
           left join lateral (
               select jsonb_agg(media_json(first) order by first.position, first.id) as pictures
               from (select m.* from product_media m where m.product_id = p.id and m.media_type = 'image'
                   order by m.position, m.id limit 2) first) m on true
           left join lateral (
               select jsonb_agg(jsonb_build_object('value', c.value, 'swatch', c.swatch) order by c.position)
                   as swatches
               from product_option_values c
               where c.product_id = p.id and c.swatch is not null and c.name = (
                   select o.name from product_options o where o.product_id = p.id
                   order by o.position limit 1)) s on true
           order by wanted.number"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(ProductCard::try_from).collect()
}
