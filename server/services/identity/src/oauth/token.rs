//! Tokens for a client's secret, a code or a refresh token (RFC 6749, 5).

use super::{
    client, code,
    grants::{self, Grant},
    jwt::{self, Claims},
    keys, model, refresh, repo,
};
use crate::{Identity, audit, error::Result};
use aws_lc_rs::{constant_time::verify_slices_are_equal, digest};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use contracts::{
    Actor, OauthGrantId,
    identity::{
        ClientProof, IssuedTokens, OauthClient, OauthFlow, OauthRefusal, Scope, TokenAnswer, TokenRequest,
    },
};
use platform::ids;
use sqlx::PgConnection;

/// Seconds that an access token lives.
const LIFETIME: i64 = 600;

/// Issues tokens, or says why not.
pub(crate) async fn issue(
    identity: &Identity,
    proof: &ClientProof,
    request: &TokenRequest,
) -> Result<TokenAnswer> {
    let Some(client) = client::authenticate(identity, proof).await? else {
        return refused(OauthRefusal::InvalidClient);
    };
    repo::note_use(identity.db.pool(), client.id).await?;
    match request.grant_type.as_str() {
        "client_credentials" => for_itself(identity, &client, request).await,
        "authorization_code" => by_code(identity, &client, request).await,
        "refresh_token" => by_refresh_token(identity, &client, request).await,
        "" => refused(OauthRefusal::InvalidRequest),
        _ => refused(OauthRefusal::UnsupportedGrantType),
    }
}

fn refused(why: OauthRefusal) -> Result<TokenAnswer> {
    Ok(TokenAnswer::Refused(why))
}

async fn for_itself(
    identity: &Identity,
    client: &OauthClient,
    request: &TokenRequest,
) -> Result<TokenAnswer> {
    if !client.is_confidential || !client.flows.contains(&OauthFlow::ClientCredentials) {
        return refused(OauthRefusal::UnauthorizedClient);
    }
    let Some(scopes) = model::asked(&request.scope, &client.scopes) else {
        return refused(OauthRefusal::InvalidScope);
    };
    let access_token = access_token(identity, client, &scopes, None).await?;
    Ok(issued(access_token, None, &scopes))
}

async fn by_code(identity: &Identity, client: &OauthClient, request: &TokenRequest) -> Result<TokenAnswer> {
    if request.code.is_empty() || request.redirect_uri.is_empty() || request.code_verifier.is_empty() {
        return refused(OauthRefusal::InvalidRequest);
    }
    let hashed = ids::hash_token(&request.code);
    let mut tx = identity.db.begin().await?;
    let family = code::family(&mut *tx, &hashed).await?;
    let Some(grant) = own(&mut tx, client, family).await? else {
        return refused(OauthRefusal::InvalidGrant);
    };
    let Some(code) = code::find(&mut *tx, &hashed).await? else {
        return refused(OauthRefusal::InvalidGrant);
    };
    if code.is_used {
        // RFC 6749, 4.1.2: whoever came second ends what the first one got.
        end(&mut tx, &grant, "code").await?;
        tx.commit().await?;
        return refused(OauthRefusal::InvalidGrant);
    }
    let fits = code.redirect_uri == request.redirect_uri && proves(&request.code_verifier, &code.challenge);
    if !code.is_in_time || !fits || !grant.is_open {
        return refused(OauthRefusal::InvalidGrant);
    }
    code::note_use(&mut tx, &hashed).await?;
    let refresh_token = next_refresh_token(&mut tx, grant.id).await?;
    tx.commit().await?;
    let access_token = access_token(identity, client, &grant.scopes, Some(&grant)).await?;
    Ok(issued(access_token, Some(refresh_token), &grant.scopes))
}

async fn by_refresh_token(
    identity: &Identity,
    client: &OauthClient,
    request: &TokenRequest,
) -> Result<TokenAnswer> {
    if request.refresh_token.is_empty() {
        return refused(OauthRefusal::InvalidRequest);
    }
    let hashed = ids::hash_token(&request.refresh_token);
    let mut tx = identity.db.begin().await?;
    let family = refresh::family(&mut *tx, &hashed).await?;
    let Some(grant) = own(&mut tx, client, family).await? else {
        return refused(OauthRefusal::InvalidGrant);
    };
    if !grant.is_open {
        return refused(OauthRefusal::InvalidGrant);
    }
    let Some(scopes) = model::asked(&request.scope, &grant.scopes) else {
        return refused(OauthRefusal::InvalidScope);
    };
    if !refresh::note_use(&mut tx, &hashed).await? {
        // RFC 9700, 4.14.2: one of two who have it stole it, and nobody knows which.
        end(&mut tx, &grant, "refresh token").await?;
        tx.commit().await?;
        return refused(OauthRefusal::InvalidGrant);
    }
    let refresh_token = next_refresh_token(&mut tx, grant.id).await?;
    tx.commit().await?;
    let access_token = access_token(identity, client, &scopes, Some(&grant)).await?;
    Ok(issued(access_token, Some(refresh_token), &scopes))
}

/// The family, locked, if it is this client's.
async fn own(
    conn: &mut PgConnection,
    client: &OauthClient,
    family: Option<OauthGrantId>,
) -> Result<Option<Grant>> {
    let Some(id) = family else { return Ok(None) };
    Ok(grants::lock(conn, id).await?.filter(|grant| grant.client == client.id))
}

/// Ends a family of which something came twice.
async fn end(conn: &mut PgConnection, grant: &Grant, what: &str) -> Result<()> {
    if !grants::revoke(&mut *conn, grant.id).await? {
        return Ok(());
    }
    tracing::warn!(client = %grant.client, what, "something of an app came a second time, and what it had has ended");
    let details = serde_json::json!({ "client": grant.client, "used_again": what });
    let subject = format!("user {}", grant.user);
    audit::record(conn, &Actor::System, "oauth.reuse_detected", &subject, details).await
}

/// PKCE, S256 (RFC 7636, 4.1 and 4.6).
fn proves(verifier: &str, challenge: &str) -> bool {
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    if !(43..=128).contains(&verifier.len()) || !verifier.bytes().all(is_unreserved) {
        return false;
    }
    let hashed = BASE64.encode(digest::digest(&digest::SHA256, verifier.as_bytes()));
    verify_slices_are_equal(hashed.as_bytes(), challenge.as_bytes()).is_ok()
}

async fn next_refresh_token(conn: &mut PgConnection, grant: OauthGrantId) -> Result<String> {
    let token = ids::token();
    refresh::insert(conn, &ids::hash_token(&token), grant).await?;
    grants::note_use(conn, grant).await?;
    Ok(token)
}

async fn access_token(
    identity: &Identity,
    client: &OauthClient,
    scopes: &[Scope],
    grant: Option<&Grant>,
) -> Result<String> {
    let now = platform::system_clock().now().timestamp();
    let claims = Claims {
        iss: identity.issuer.clone(),
        aud: identity.audience(),
        sub: grant.map_or_else(|| client.id.to_string(), |grant| grant.user.to_string()),
        client_id: client.id.0,
        scope: model::scope_text(scopes),
        jti: ids::mint(),
        iat: now,
        exp: now + LIFETIME,
        grant_id: grant.map(|grant| grant.id.0),
    };
    jwt::sign(&keys::current(identity).await?, &claims)
}

fn issued(access_token: String, refresh_token: Option<String>, scopes: &[Scope]) -> TokenAnswer {
    TokenAnswer::Issued(IssuedTokens {
        access_token,
        token_type: "Bearer".to_owned(),
        expires_in: LIFETIME,
        refresh_token,
        scope: model::scope_text(scopes),
    })
}
