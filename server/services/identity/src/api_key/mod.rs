//! Bearer keys of machine clients.

mod model;
mod repo;

use crate::{Identity, audit, error::Result};
use contracts::{
    Actor, ApiKeyId, Error, Permission,
    identity::{ApiKey, CreatedApiKey, Scope},
};

/// Makes a key and tells its secret, once.
pub(crate) async fn create(
    identity: &Identity,
    actor: &Actor,
    name: &str,
    scopes: Vec<Scope>,
) -> Result<CreatedApiKey> {
    actor.require(Permission::ManageApiKeys)?;
    let (new, secret) = model::mint(name, &scopes)?;
    let mut tx = identity.db.begin().await?;
    let key = repo::insert(&mut tx, &new).await?;
    let details = serde_json::json!({ "name": key.name, "scopes": key.scopes });
    audit::record(&mut tx, actor, "api_key.created", &format!("api key {}", key.id), details).await?;
    tx.commit().await?;
    Ok(CreatedApiKey { key, secret })
}

/// The valid keys.
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

/// The valid key of a secret.
pub(crate) async fn authenticate(identity: &Identity, secret: &str) -> Result<Option<ApiKey>> {
    let hashed = platform::ids::hash_token(secret);
    let Some(key) = repo::by_secret(identity.db.pool(), &hashed).await? else {
        return Ok(None);
    };
    repo::note_use(identity.db.pool(), key.id).await?;
    Ok(Some(key))
}
