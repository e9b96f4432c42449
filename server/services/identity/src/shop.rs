//! `shop_names`: what the shop is called, where other programs show whose an account is.

use crate::{Identity, error::Result};
use contracts::orders::{Event, ShopSettings};
use platform::{AnyEnvelope, decode};
use sqlx::PgExecutor;

/// Keeps the name of `orders.shop_saved`. An older one than was heard before changes nothing, so it may come again.
pub(crate) async fn hear(identity: &Identity, envelope: &AnyEnvelope) -> Result<()> {
    let Event::ShopSaved { settings, .. } = decode(envelope)? else { return Ok(()) };
    let version = i32::try_from(settings.version).unwrap_or(i32::MAX);
    sqlx::query!(
        "insert into shop_names as kept (name, told_at, version) values ($1, $2, $3)
         on conflict (is_only) do update
         set name = excluded.name, told_at = excluded.told_at, version = excluded.version
         where (kept.told_at, kept.version) < (excluded.told_at, excluded.version)",
        settings.name,
        envelope.occurred_at,
        version,
    )
    .execute(identity.db.pool())
    .await?;
    Ok(())
}

/// What the shop is called.
pub(crate) async fn name(db: impl PgExecutor<'_>) -> Result<String> {
    let name = sqlx::query_scalar!("select name from shop_names").fetch_optional(db).await?;
    Ok(name.unwrap_or_else(|| ShopSettings::NAME.to_owned()))
}
