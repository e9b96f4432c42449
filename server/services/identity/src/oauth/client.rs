//! Clients: made, ended and given secrets by staff, and known again by their secret.

use super::{grants, model, repo};
use crate::{Identity, audit, error::Result};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use contracts::{
    Actor, Error, OauthClientId, Permission,
    identity::{ClientProof, CreatedOauthClient, OauthClient, OauthClientDraft},
};
use platform::ids;

/// A new secret. It begins with `tws_`, so that scanners for leaked ones find it.
fn secret() -> String {
    format!("tws_{}", ids::token())
}

/// Makes a client and tells its secret, once.
pub(crate) async fn create(
    identity: &Identity,
    actor: &Actor,
    draft: &OauthClientDraft,
) -> Result<CreatedOauthClient> {
    actor.require(Permission::ManageApiKeys)?;
    let draft = model::checked(draft)?;
    let secret = draft.is_confidential.then(secret);
    let hashed = secret.as_deref().map(ids::hash_token);
    let mut tx = identity.db.begin().await?;
    let client = repo::insert(&mut tx, &draft, hashed.as_deref()).await?;
    let details = serde_json::json!({
        "name": client.name, "flows": client.flows, "scopes": client.scopes,
        "redirect_uris": client.redirect_uris,
    });
    audit::record(&mut tx, actor, "oauth_client.created", &subject(client.id), details).await?;
    tx.commit().await?;
    Ok(CreatedOauthClient { client, secret })
}

fn subject(id: OauthClientId) -> String {
    format!("oauth client {id}")
}

/// The clients that were not ended.
pub(crate) async fn list(identity: &Identity, actor: &Actor) -> Result<Vec<OauthClient>> {
    actor.require(Permission::ManageApiKeys)?;
    Ok(repo::list(identity.db.pool()).await?)
}

/// Another secret in place of the present one, which is refused from now on.
pub(crate) async fn rotate_secret(identity: &Identity, actor: &Actor, id: OauthClientId) -> Result<String> {
    actor.require(Permission::ManageApiKeys)?;
    let client = repo::find(identity.db.pool(), id).await?.ok_or_else(|| Error::not_found("client"))?;
    let secret = secret();
    let mut tx = identity.db.begin().await?;
    let name = repo::set_secret(&mut tx, client.id, &ids::hash_token(&secret)).await?;
    let name = name.ok_or_else(|| Error::conflict("A public client has no secret."))?;
    let details = serde_json::json!({ "name": name });
    audit::record(&mut tx, actor, "oauth_client.secret_rotated", &subject(id), details).await?;
    tx.commit().await?;
    Ok(secret)
}

/// Ends a client and everything that it was allowed.
pub(crate) async fn revoke(identity: &Identity, actor: &Actor, id: OauthClientId) -> Result<()> {
    actor.require(Permission::ManageApiKeys)?;
    let mut tx = identity.db.begin().await?;
    let name = repo::revoke(&mut tx, id).await?.ok_or_else(|| Error::not_found("client"))?;
    grants::revoke_of_client(&mut tx, id).await?;
    let details = serde_json::json!({ "name": name });
    audit::record(&mut tx, actor, "oauth_client.revoked", &subject(id), details).await?;
    tx.commit().await?;
    Ok(())
}

/// The client that proves to be itself: by its secret, or by having none.
pub(crate) async fn authenticate(identity: &Identity, proof: &ClientProof) -> Result<Option<OauthClient>> {
    let Ok(id) = proof.id.parse::<OauthClientId>() else { return Ok(None) };
    let Some(client) = repo::find(identity.db.pool(), id).await? else { return Ok(None) };
    let kept = repo::hashed_secret(identity.db.pool(), id).await?;
    let is_itself = match (&kept, &proof.secret) {
        (Some(kept), Some(told)) => {
            verify_slices_are_equal(kept.as_bytes(), ids::hash_token(told).as_bytes()).is_ok()
        }
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    Ok(is_itself.then_some(client))
}
