//! `door_keys`: what the gateways sign with at their doors, the same in every process.

use crate::{Identity, error::Result};
use contracts::Actor;

/// The key. Of several processes that ask first at once, one makes it.
pub(crate) async fn key(identity: &Identity, actor: &Actor) -> Result<Vec<u8>> {
    actor.require_system()?;
    let fresh = platform::ids::signing_key();
    sqlx::query!("insert into door_keys (key) values ($1) on conflict do nothing", fresh.as_slice())
        .execute(identity.db.pool())
        .await?;
    Ok(sqlx::query_scalar!("select key from door_keys").fetch_one(identity.db.pool()).await?)
}
