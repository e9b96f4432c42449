//! A shopper lets a client in, or not (RFC 6749, 4.1.1; RFC 9700, 2.1).

use super::{code, grants, model, repo};
use crate::{Identity, audit, error::Result};
use contracts::{
    Actor, Error, OauthClientId,
    identity::{Authorization, AuthorizationRequest, OauthClient, OauthFlow, Scope},
};
use platform::ids;

/// Characters of one parameter.
const LONGEST: usize = 1_000;

/// What of a request can be trusted, and what it asks for or is refused with (RFC 6749, 4.1.2.1).
struct Examined {
    client: OauthClient,
    wanted: Result<Vec<Scope>, &'static str>,
}

/// What a shopper is to be asked.
pub(crate) async fn begin(identity: &Identity, request: &AuthorizationRequest) -> Result<Authorization> {
    let Examined { client, wanted } = examine(identity, request).await?;
    match wanted {
        Ok(scopes) => {
            let host = model::host(&request.redirect_uri);
            Ok(Authorization::Ask { client: client.name, host, scopes })
        }
        Err(error) => {
            let address = answered(identity, request, &[("error", error)])?;
            Ok(Authorization::Refused { address })
        }
    }
}

/// Where the browser goes with the shopper's answer.
pub(crate) async fn answer(
    identity: &Identity,
    actor: &Actor,
    request: &AuthorizationRequest,
    allowed: bool,
) -> Result<String> {
    let user = actor.signed_in()?;
    let Examined { client, wanted } = examine(identity, request).await?;
    let scopes = match wanted {
        Ok(scopes) if allowed => scopes,
        Ok(_) => return answered(identity, request, &[("error", "access_denied")]),
        Err(error) => return answered(identity, request, &[("error", error)]),
    };
    let told = ids::token();
    let mut tx = identity.db.begin().await?;
    let grant = grants::insert(&mut tx, client.id, user, &scopes).await?;
    let (hashed, challenge) = (ids::hash_token(&told), &request.code_challenge);
    code::insert(&mut tx, &hashed, grant, &request.redirect_uri, challenge).await?;
    let details = serde_json::json!({ "client": client.id, "name": client.name, "scopes": scopes });
    audit::record(&mut tx, actor, "oauth.app_allowed", &format!("user {user}"), details).await?;
    tx.commit().await?;
    answered(identity, request, &[("code", told.as_str())])
}

/// Until client and address are known to belong together, the browser is sent nowhere.
async fn examine(identity: &Identity, request: &AuthorizationRequest) -> Result<Examined> {
    let unknown = || Error::not_found("app");
    let id: OauthClientId = request.client_id.parse().map_err(|_| unknown())?;
    let client = repo::find(identity.db.pool(), id).await?.ok_or_else(unknown)?;
    let may = client.flows.contains(&OauthFlow::AuthorizationCode);
    if !may || !model::is_own(&request.redirect_uri, &client.redirect_uris) {
        let text = "The app that sent you here asks to send you back to an address that is not its own.";
        return Err(Error::invalid(text).into());
    }
    if [&request.state, &request.scope].iter().any(|text| text.len() > LONGEST) {
        return Err(Error::invalid("The app that sent you here says more than fits.").into());
    }
    let wanted = wanted(request, &client);
    Ok(Examined { client, wanted })
}

fn wanted(request: &AuthorizationRequest, client: &OauthClient) -> Result<Vec<Scope>, &'static str> {
    if request.response_type != "code" {
        return Err("unsupported_response_type");
    }
    let challenge = &request.code_challenge;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_hash = challenge.len() == 43 && challenge.bytes().all(is_plain);
    if request.code_challenge_method != "S256" || !is_hash {
        return Err("invalid_request");
    }
    model::asked(&request.scope, &client.scopes).ok_or("invalid_scope")
}

/// The client's address with an answer, and with who gives it (RFC 9207).
fn answered(identity: &Identity, request: &AuthorizationRequest, answer: &[(&str, &str)]) -> Result<String> {
    let always = [("state", request.state.as_str()), ("iss", identity.issuer.as_str())];
    let address = model::with_query(&request.redirect_uri, &[answer, always.as_slice()].concat());
    Ok(address.ok_or_else(Error::internal)?)
}
