//! Variants as carts, orders and stock lists need them.

use super::cards::currency;
use crate::product::{choices, repo::slug};
use contracts::{
    InvalidValue, Money, VariantId,
    catalog::{Media, OptionValue, VariantSnapshot},
};
use sqlx::{PgPool, types::Json};
use uuid::Uuid;

struct Row {
    id: Uuid,
    product_id: Uuid,
    slug: String,
    name: String,
    options: Json<Vec<OptionValue>>,
    sku: String,
    price_minor: i64,
    currency: String,
    weight_g: i32,
    picture: Option<Json<Media>>,
    on_sale: bool,
}

impl TryFrom<Row> for VariantSnapshot {
    type Error = sqlx::Error;
    fn try_from(row: Row) -> sqlx::Result<Self> {
        Ok(Self {
            variant: row.id.into(),
            product: row.product_id.into(),
            slug: slug(&row.slug)?,
            name: row.name,
            choices: choices(&row.options),
            sku: row.sku.parse().map_err(|error: InvalidValue| sqlx::Error::Decode(error.into()))?,
            price: Money::new(row.price_minor, currency(&row.currency)?),
            weight_g: u32::try_from(row.weight_g).unwrap_or(0),
            picture: row.picture.map(|picture| picture.0),
            on_sale: row.on_sale,
        })
    }
}

/// Variants in the order of `ids`, any status; missing ones are left out.
pub(crate) async fn variants(db: &PgPool, ids: &[VariantId]) -> sqlx::Result<Vec<VariantSnapshot>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"select v.id, v.product_id, p.slug, p.name, v.options as "options: Json<Vec<OptionValue>>", v.sku,
               v.price_minor, v.currency, v.weight_g, p.status = 'active' as "on_sale!",
               (select media_json(m) from product_media m
                where m.product_id = p.id and m.media_type = 'image'
                order by v.options @> jsonb_build_array(
                        jsonb_build_object('name', m.option_name, 'value', m.option_value)) desc,
                    m.option_name is null desc, m.position, m.id
                limit 1) as "picture?: Json<Media>"
           from unnest($1::uuid[]) with ordinality as wanted(id, number)
           join product_variants v on v.id = wanted.id
           join products p on p.id = v.product_id
           order by wanted.number"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(VariantSnapshot::try_from).collect()
}
