//! What tokens are good for: at the API, when asked about (RFC 7662), until they are ended (RFC 7009).

use super::{
    client, ended, grants,
    jwt::{self, Claims},
    keys_repo, model, refresh, repo,
};
use crate::{Identity, api_key::scopes, error::Result};
use contracts::{
    OauthClientId, OauthGrantId, UserId,
    identity::{AccessToken, ClientProof, Introspection, OauthClient, Scope},
};
use platform::ids;

/// Who is behind an access token, if it is good now.
pub(crate) async fn authenticate(identity: &Identity, token: &str) -> Result<Option<AccessToken>> {
    let Some(claims) = good(identity, token).await? else { return Ok(None) };
    let user = claims.grant_id.and_then(|_| claims.sub.parse::<UserId>().ok());
    if claims.grant_id.is_some() && user.is_none() {
        return Ok(None);
    }
    let client = OauthClientId(claims.client_id);
    Ok(Some(AccessToken { client, user, scopes: scopes_of(&claims) }))
}

fn scopes_of(claims: &Claims) -> Vec<Scope> {
    let names: Vec<String> = claims.scope.split(' ').map(str::to_owned).collect();
    scopes(&names)
}

/// What a token says, if we signed it for this API, its time is not over and its family, or its client, was not ended.
async fn good(identity: &Identity, token: &str) -> Result<Option<Claims>> {
    let Some(claims) = signed(identity, token).await? else { return Ok(None) };
    Ok(is_open(identity, &claims).await?.then_some(claims))
}

async fn is_open(identity: &Identity, claims: &Claims) -> Result<bool> {
    let db = identity.db.pool();
    if let Some(id) = claims.grant_id {
        return Ok(grants::find(db, id.into()).await?.is_some_and(|grant| grant.is_open));
    }
    if ended::has(db, claims.jti).await? {
        return Ok(false);
    }
    Ok(repo::find(db, OauthClientId(claims.client_id)).await?.is_some())
}

/// RFC 9068, 4.
async fn signed(identity: &Identity, token: &str) -> Result<Option<Claims>> {
    let Some(kid) = jwt::kid(token) else { return Ok(None) };
    let Some(key) = keys_repo::named(identity.db.pool(), &kid).await? else { return Ok(None) };
    let now = platform::system_clock().now().timestamp();
    let is_for_us = |claims: &Claims| {
        claims.iss == identity.issuer && claims.aud == identity.audience() && claims.exp > now
    };
    Ok(jwt::verify(token, &key).filter(is_for_us))
}

/// What a client's own token is good for; `None` when the client is not who it says, or has no secret to say so with.
pub(crate) async fn introspect(
    identity: &Identity,
    proof: &ClientProof,
    token: &str,
) -> Result<Option<Introspection>> {
    let client = client::authenticate(identity, proof).await?.filter(|client| client.is_confidential);
    let Some(client) = client else { return Ok(None) };
    if let Some(claims) = good(identity, token).await? {
        return Ok(Some(if claims.client_id == client.id.0 {
            told(claims)
        } else {
            Introspection::default()
        }));
    }
    Ok(Some(of_refresh_token(identity, &client, token).await?.unwrap_or_default()))
}

fn told(claims: Claims) -> Introspection {
    Introspection {
        active: true,
        scope: Some(claims.scope),
        client_id: Some(claims.client_id.to_string()),
        sub: Some(claims.sub),
        token_type: Some("Bearer".to_owned()),
        exp: Some(claims.exp),
        iat: Some(claims.iat),
    }
}

async fn of_refresh_token(
    identity: &Identity,
    client: &OauthClient,
    token: &str,
) -> Result<Option<Introspection>> {
    let (db, hashed) = (identity.db.pool(), ids::hash_token(token));
    let Some(family) = refresh::family(db, &hashed).await? else { return Ok(None) };
    let grant = grants::find(db, family).await?;
    let Some(grant) = grant.filter(|grant| grant.is_open && grant.client == client.id) else {
        return Ok(None);
    };
    if !refresh::is_unused(db, &hashed).await? {
        return Ok(None);
    }
    Ok(Some(Introspection {
        active: true,
        scope: Some(model::scope_text(&grant.scopes)),
        client_id: Some(client.id.to_string()),
        sub: Some(grant.user.to_string()),
        ..Introspection::default()
    }))
}

/// Ends a client's own token, with its family where it has one; `false` when the client is not who it says. Other tokens
/// are left alone, and nobody is told which those are (RFC 7009, 2.2).
pub(crate) async fn revoke(identity: &Identity, proof: &ClientProof, token: &str) -> Result<bool> {
    let Some(client) = client::authenticate(identity, proof).await? else { return Ok(false) };
    let db = identity.db.pool();
    let Some(family) = family(identity, &client, token).await? else { return Ok(true) };
    if grants::find(db, family).await?.is_some_and(|grant| grant.client == client.id) {
        grants::revoke(db, family).await?;
    }
    Ok(true)
}

/// The family of a token, whosever it is. An access token that this client got for itself has none, and ends here.
async fn family(identity: &Identity, client: &OauthClient, token: &str) -> Result<Option<OauthGrantId>> {
    let db = identity.db.pool();
    let Some(claims) = signed(identity, token).await? else {
        return Ok(refresh::family(db, &ids::hash_token(token)).await?);
    };
    if claims.grant_id.is_none() && claims.client_id == client.id.0 {
        ended::insert(db, claims.jti).await?;
    }
    Ok(claims.grant_id.map(OauthGrantId::from))
}
