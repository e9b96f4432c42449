//! The rows of `shop_zone` and `log_retention`, one each at most.

use super::Here;
use contracts::{Timestamp, analytics::LogRetention, orders::ShopSettings};
use sqlx::{PgConnection, PgPool};

type Result<T> = std::result::Result<T, sqlx::Error>;

/// The time zone, and what its clocks show at that moment.
pub(super) async fn here(pool: &PgPool, now: Timestamp) -> Result<Here> {
    let row = sqlx::query!(
        r#"select here.zone as "zone!", $1::timestamptz at time zone here.zone as "now!"
           from (select coalesce((select time_zone from shop_zone), 'UTC') as zone) here"#,
        now,
    );
    let row = row.fetch_one(pool).await?;
    Ok(Here { zone: row.zone, now: row.now })
}

pub(super) async fn save_zone(
    conn: &mut PgConnection,
    shop: &ShopSettings,
    told_at: Timestamp,
) -> Result<()> {
    sqlx::query!(
        "insert into shop_zone (version, told_at, time_zone) values ($1, $2, $3)
         on conflict (is_only) do update set version = excluded.version, told_at = excluded.told_at,
             time_zone = excluded.time_zone
         where (shop_zone.told_at, shop_zone.version) < (excluded.told_at, excluded.version)",
        i32::try_from(shop.version).unwrap_or(i32::MAX),
        told_at,
        shop.locale.time_zone,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How long the log keeps events; none while nobody has changed it.
pub(super) async fn retention(conn: &mut PgConnection) -> Result<Option<LogRetention>> {
    let row = sqlx::query!("select version, days from log_retention").fetch_optional(conn).await?;
    Ok(row.map(|row| LogRetention {
        version: u32::try_from(row.version).unwrap_or_default(),
        days: u32::try_from(row.days).ok(),
    }))
}

/// Writes it as the version that follows; false when that has been written.
pub(super) async fn save_retention(conn: &mut PgConnection, version: u32, days: u32) -> Result<bool> {
    let saved = sqlx::query!(
        "insert into log_retention (version, days) values ($1, $2)
         on conflict (is_only) do update set version = excluded.version, days = excluded.days, changed_at = now()
         where log_retention.version = excluded.version - 1",
        i32::try_from(version).unwrap_or(i32::MAX),
        i32::try_from(days).unwrap_or(i32::MAX),
    );
    Ok(saved.execute(conn).await?.rows_affected() == 1)
}
