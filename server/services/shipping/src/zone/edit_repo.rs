//! What changes `zones`, `zone_countries`, `shipping_methods` and `rate_tiers`.

use contracts::{
    ShippingMethodId, ZoneId,
    shipping::{Method, ZoneDraft},
};
use sqlx::PgConnection;

type Result<T> = std::result::Result<T, sqlx::Error>;

/// A new zone comes last.
pub(super) async fn save_zone(conn: &mut PgConnection, zone: &ZoneDraft) -> Result<()> {
    sqlx::query!(
        "insert into zones (zone_id, name, position)
         values ($1, $2, (select coalesce(max(position), 0) + 1 from zones))
         on conflict (zone_id) do update set name = $2",
        zone.id.0,
        zone.name,
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn codes(zone: &ZoneDraft) -> Vec<String> {
    zone.countries.iter().map(|country| country.as_str().to_owned()).collect()
}

pub(super) async fn leave_countries(conn: &mut PgConnection, zone: &ZoneDraft) -> Result<()> {
    let stay = codes(zone);
    sqlx::query!(
        "delete from zone_countries where zone_id = $1 and country::text <> all($2)",
        zone.id.0,
        &stay
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The wanted countries that belong to another zone, and its name.
pub(super) async fn taken_countries(
    conn: &mut PgConnection,
    zone: &ZoneDraft,
) -> Result<Vec<(String, String)>> {
    let wanted = codes(zone);
    let rows = sqlx::query!(
        r#"select c.country::text as "country!", z.name
           from zone_countries c join zones z using (zone_id)
           where c.country::text = any($2) and c.zone_id <> $1 order by c.country"#,
        zone.id.0,
        &wanted
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.country, row.name)).collect())
}

pub(super) async fn enter_countries(conn: &mut PgConnection, zone: &ZoneDraft) -> Result<()> {
    let wanted = codes(zone);
    sqlx::query!(
        "insert into zone_countries (country, zone_id) select unnest($2::text[]), $1 on conflict do nothing",
        zone.id.0,
        &wanted
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The name of the zone that was.
pub(super) async fn delete_zone(conn: &mut PgConnection, id: ZoneId) -> Result<Option<String>> {
    sqlx::query_scalar!("delete from zones where zone_id = $1 returning name", id.0)
        .fetch_optional(conn)
        .await
}

/// Whether there is such a zone, which then stays until the transaction ends.
pub(super) async fn zone_exists(conn: &mut PgConnection, id: ZoneId) -> Result<bool> {
    let row = sqlx::query!("select name from zones where zone_id = $1 for key share", id.0);
    Ok(row.fetch_optional(conn).await?.is_some())
}

/// `false` when another zone has a method of this id.
pub(super) async fn save_method(conn: &mut PgConnection, zone: ZoneId, method: &Method) -> Result<bool> {
    let currency = method.tiers.first().map_or("EUR", |tier| tier.price.currency.code());
    let saved = sqlx::query!(
        "insert into shipping_methods as m
             (method_id, zone_id, name, carrier, days_min, days_max, currency, free_from_minor)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (method_id) do update
         set name = $3, carrier = $4, days_min = $5, days_max = $6, currency = $7, free_from_minor = $8
         where m.zone_id = $2",
        method.id.0,
        zone.0,
        method.name,
        method.carrier,
        stored(method.days_min),
        stored(method.days_max),
        currency,
        method.free_from.map(|from| from.minor),
    )
    .execute(conn)
    .await?;
    Ok(saved.rows_affected() == 1)
}

pub(super) async fn replace_tiers(conn: &mut PgConnection, method: &Method) -> Result<()> {
    let weights: Vec<i32> = method.tiers.iter().map(|tier| stored(tier.up_to_g)).collect();
    let prices: Vec<i64> = method.tiers.iter().map(|tier| tier.price.minor).collect();
    sqlx::query!("delete from rate_tiers where method_id = $1", method.id.0).execute(&mut *conn).await?;
    sqlx::query!(
        "insert into rate_tiers (method_id, up_to_g, price_minor)
         select $1, * from unnest($2::int[], $3::bigint[])",
        method.id.0,
        &weights,
        &prices
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The name of the method that was.
pub(super) async fn delete_method(conn: &mut PgConnection, id: ShippingMethodId) -> Result<Option<String>> {
    sqlx::query_scalar!("delete from shipping_methods where method_id = $1 returning name", id.0)
        .fetch_optional(conn)
        .await
}

fn stored(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
