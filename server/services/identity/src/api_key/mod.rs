//! Bearer keys of machine clients.

mod model;
mod network;
mod repo;

pub(crate) use model::{scope_names, scopes};

use crate::{Identity, audit, error::Result};
use contracts::{
    Actor, ApiKeyId, Error, Permission,
    identity::{ApiKey, CreatedApiKey, KeyLimits, Scope},
};

/// Makes a key and tells its secret, once.
pub(crate) async fn create(
    identity: &Identity,
    actor: &Actor,
    name: &str,
    scopes: &[Scope],
    limits: &KeyLimits,
) -> Result<CreatedApiKey> {
    actor.require(Permission::ManageApiKeys)?;
    let (new, secret) = model::mint(name, scopes, limits)?;
    let mut tx = identity.db.begin().await?;
    let key = repo::insert(&mut tx, &new).await?;
    let key =
        key.ok_or_else(|| Error::field("expires_at", "Please choose a moment that is still to come."))?;
    let details = serde_json::json!({ "name": key.name, "scopes": key.scopes, "limits": key.limits });
    audit::record(&mut tx, actor, "api_key.created", &format!("api key {}", key.id), details).await?;
    tx.commit().await?;
    Ok(CreatedApiKey { key, secret })
}

/// The keys that were not ended.
pub(crate) async fn list(identity: &Identity, actor: &Actor) -> Result<Vec<ApiKey>> {
    actor.require(Permission::ManageApiKeys)?;
    Ok(repo::list(identity.db.pool()).await?)
}

/// Ends a key.
pub(crate) async fn revoke(identity: &Identity, actor: &Actor, id: ApiKeyId) -> Result<()> {
    actor.require(Permission::ManageApiKeys)?;
    let mut tx = identity.db.begin().await?;
    let name = repo::revoke(&mut tx, id).await?.ok_or_else(|| Error::not_found("API key"))?;
    let details = serde_json::json!({ "name": name });
    audit::record(&mut tx, actor, "api_key.revoked", &format!("api key {id}"), details).await?;
    tx.commit().await?;
    Ok(())
}

/// The valid key of a secret, if it may be used from this address.
pub(crate) async fn authenticate(
    identity: &Identity,
    secret: &str,
    address: Option<&str>,
) -> Result<Option<ApiKey>> {
    let hashed = platform::ids::hash_token(secret);
    let Some(key) = repo::by_secret(identity.db.pool(), &hashed).await? else {
        return Ok(None);
    };
    if !model::may_come_from(&key.limits.networks, address) {
        let message = "This key may not be used from this network address.".to_owned();
        return Err(Error { message, ..Error::forbidden() }.into());
    }
    repo::note_use(identity.db.pool(), key.id, address).await?;
    Ok(Some(key))
}
