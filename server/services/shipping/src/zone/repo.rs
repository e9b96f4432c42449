use contracts::{
    CountryCode, Currency, Money, ShippingMethodId, ZoneId,
    shipping::{Method, Rate, RateRequest, WeightTier, Zone},
};
use sqlx::{PgConnection, PgPool};

type Result<T> = std::result::Result<T, sqlx::Error>;

pub(crate) async fn countries(pool: &PgPool) -> Result<Vec<String>> {
    sqlx::query_scalar!("select country from zone_countries").fetch_all(pool).await
}

pub(crate) async fn ships_to(pool: &PgPool, country: &CountryCode) -> Result<bool> {
    let known = sqlx::query_scalar!(
        r#"select exists (select from zone_countries where country = $1) as "known!""#,
        country.as_str()
    );
    known.fetch_one(pool).await
}

/// The methods to a country in the currency of the subtotal, at the price of the first tier that carries
/// the weight.
pub(super) async fn offers(pool: &PgPool, request: &RateRequest) -> Result<Vec<Rate>> {
    let currency = request.subtotal.currency;
    let rows = sqlx::query!(
        "select m.method_id, m.name, m.carrier, m.days_min, m.days_max, m.free_from_minor, tier.price_minor
         from zone_countries c
         join shipping_methods m using (zone_id)
         join lateral (
             select price_minor from rate_tiers t where t.method_id = m.method_id and t.up_to_g >= $2::bigint
             order by t.up_to_g limit 1
         ) tier on true
         where c.country = $1 and m.currency = $3",
        request.country.as_str(),
        i64::from(request.weight_g),
        currency.code(),
    )
    .fetch_all(pool)
    .await?;
    let rates = rows.into_iter().map(|row| Rate {
        method: ShippingMethodId(row.method_id),
        name: row.name,
        carrier: row.carrier,
        price: Money::new(row.price_minor, currency),
        days_min: count(row.days_min),
        days_max: count(row.days_max),
        free_from: row.free_from_minor.map(|minor| Money::new(minor, currency)),
    });
    Ok(rates.collect())
}

/// How many working days a carrier takes at worst, as far as its methods tell; otherwise the slowest method.
pub(crate) async fn days_max(
    conn: &mut PgConnection,
    country: &CountryCode,
    carrier: &str,
) -> Result<Option<u32>> {
    let days = sqlx::query_scalar!(
        "select coalesce(max(days_max) filter (where lower(carrier) = lower($2)), max(days_max))
         from zone_countries join shipping_methods using (zone_id) where country = $1",
        country.as_str(),
        carrier,
    );
    Ok(days.fetch_one(conn).await?.map(count))
}

pub(super) async fn all(pool: &PgPool) -> Result<Vec<Zone>> {
    let rows = sqlx::query!(
        r#"select zone_id, name,
                  array(select country::text from zone_countries c where c.zone_id = z.zone_id order by 1)
                      as "countries!"
           from zones z order by position, name"#
    )
    .fetch_all(pool)
    .await?;
    let mut methods = methods(pool).await?;
    let mut zones = Vec::with_capacity(rows.len());
    for row in rows {
        let countries = row.countries.into_iter().map(|code| code.try_into().map_err(unreadable));
        zones.push(Zone {
            id: ZoneId(row.zone_id),
            name: row.name,
            countries: countries.collect::<Result<_>>()?,
            methods: methods
                .extract_if(.., |(zone, _)| zone.0 == row.zone_id)
                .map(|(_, method)| method)
                .collect(),
        });
    }
    Ok(zones)
}

async fn methods(pool: &PgPool) -> Result<Vec<(ZoneId, Method)>> {
    let rows = sqlx::query!(
        r#"select m.zone_id, m.method_id, m.name, m.carrier, m.days_min, m.days_max, m.currency, m.free_from_minor,
                  array_agg(t.up_to_g order by t.up_to_g) as "weights!",
                  array_agg(t.price_minor order by t.up_to_g) as "prices!"
           from shipping_methods m join rate_tiers t using (method_id)
           group by m.method_id order by min(t.price_minor), m.name"#
    )
    .fetch_all(pool)
    .await?;
    let methods = rows.into_iter().map(|row| {
        let currency = Currency::from_code(&row.currency).ok_or_else(|| unreadable("unknown currency"))?;
        let tiers = row.weights.into_iter().zip(row.prices);
        let tier =
            |(weight, price)| WeightTier { up_to_g: count(weight), price: Money::new(price, currency) };
        let method = Method {
            id: ShippingMethodId(row.method_id),
            name: row.name,
            carrier: row.carrier,
            days_min: count(row.days_min),
            days_max: count(row.days_max),
            free_from: row.free_from_minor.map(|minor| Money::new(minor, currency)),
            tiers: tiers.map(tier).collect(),
        };
        Ok((ZoneId(row.zone_id), method))
    });
    methods.collect()
}

fn count(stored: i32) -> u32 {
    u32::try_from(stored).unwrap_or(0)
}

fn unreadable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> sqlx::Error {
    sqlx::Error::Decode(error.into())
}
