//! Accounts and sessions of shoppers.

use super::{
    Answer, Settings, Shop,
    body::Sent,
    caller::{Shopper, cart_token},
    text::{EmailText, MailedToken, NewPassword, OneTimeCode, Password, PersonName},
};
use axum::{Extension, Json, extract::State};
use contracts::{
    Email, Timestamp,
    identity::{ClientInfo, Credentials, LogInOutcome, Realm, Registration, SignedIn},
};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody who has no account yet.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCustomer {
    name: PersonName,
    email: EmailText,
    password: NewPassword,
}

/// What the mail's link holds, and the password that was chosen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// The `token` of the link in the mail; good once, for a day.
    token: MailedToken,
    password: Password,
}

/// Who wants to log in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LogIn {
    email: EmailText,
    password: Password,
    /// Where the account has a second factor: without it the answer is 401 and says so.
    one_time_code: Option<OneTimeCode>,
}

/// A session that was opened.
#[derive(Serialize, ToSchema)]
pub struct NewSession {
    /// Send it as `Authorization: Bearer`; it is told only once. An answer with `Session-Token` replaces it.
    token: String,
    /// When it ends at the latest.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    name: String,
    email: Email,
}

impl From<SignedIn> for NewSession {
    fn from(signed_in: SignedIn) -> Self {
        let session = signed_in.session;
        Self {
            token: signed_in.token,
            expires_at: session.expires_at,
            name: session.name,
            email: session.email,
        }
    }
}

/// Asks for an account: a link that makes it is mailed to the address. The answer is the same whether the address has an
/// account or not; its owner is told.
#[utoipa::path(post, path = "/customers", tag = "account", request_body = NewCustomer,
    responses((status = 202, description = "Accepted")), security((), ("bearer" = ["shop"])))]
pub async fn register(State(shop): Shop, Sent(new): Sent<NewCustomer>) -> Answer<StatusCode> {
    let registration = Registration { name: new.name.0, email: new.email.0, password: new.password.0 };
    shop.services.identity.register(registration, String::new()).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Makes the account with the token of the mailed link, and logs in. The cart of a `Cart-Token` becomes the shopper's.
#[utoipa::path(post, path = "/customers/confirmations", tag = "account", request_body = Confirmation,
    responses((status = 201, description = "The session", body = NewSession)), security((), ("bearer" = ["shop"])))]
pub async fn confirm(
    State(shop): Shop,
    client: Option<Extension<ClientInfo>>,
    headers: HeaderMap,
    Sent(confirmation): Sent<Confirmation>,
) -> Answer<(StatusCode, Json<NewSession>)> {
    let cart = cart_token(&headers)?;
    let (identity, client) = (&shop.services.identity, told(client));
    let Confirmation { token, password } = confirmation;
    let made = identity.finish_registration(token.0, password.0, client).await?;
    open(&shop, made.signed_in, cart).await
}

/// Opens a session. The cart of a `Cart-Token` is merged into the shopper's, and the token ends; where that
/// fails, the token stays good.
#[utoipa::path(post, path = "/sessions", tag = "account", request_body = LogIn,
    responses((status = 201, description = "The session", body = NewSession)), security((), ("bearer" = ["shop"])))]
pub async fn log_in(
    State(shop): Shop,
    client: Option<Extension<ClientInfo>>,
    headers: HeaderMap,
    Sent(log_in): Sent<LogIn>,
) -> Answer<(StatusCode, Json<NewSession>)> {
    let cart = cart_token(&headers)?;
    let (identity, client) = (&shop.services.identity, told(client));
    let credentials = Credentials { email: log_in.email.0, password: log_in.password.0 };
    let outcome = identity.log_in(Realm::Shop, credentials, client.clone()).await?;
    let signed_in = match (outcome, log_in.one_time_code) {
        (LogInOutcome::CodeNeeded(challenge), Some(code)) => {
            identity.prove_log_in(Realm::Shop, challenge.token, code.0, client).await?
        }
        (outcome, _) => outcome.signed_in()?,
    };
    open(&shop, signed_in, cart).await
}

/// Ends the session.
#[utoipa::path(delete, path = "/sessions/current", tag = "account",
    responses((status = 204, description = "It has ended")), security(("bearer" = [])))]
pub async fn log_out(State(shop): Shop, shopper: Shopper) -> Answer<StatusCode> {
    shop.services.identity.log_out(shopper.token).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn open(
    shop: &Settings,
    signed_in: SignedIn,
    cart: Option<String>,
) -> Answer<(StatusCode, Json<NewSession>)> {
    if let Some(token) = cart
        && let Err(error) = shop.services.orders.merge_carts(signed_in.session.user, token).await
    {
        // Nobody is kept out because of a cart; its token still opens it and the next log-in merges it.
        tracing::warn!(%error, "a guest's cart could not be merged");
    }
    Ok((StatusCode::CREATED, Json(signed_in.into())))
}

fn told(client: Option<Extension<ClientInfo>>) -> ClientInfo {
    client.map(|Extension(client)| client).unwrap_or_default()
}
