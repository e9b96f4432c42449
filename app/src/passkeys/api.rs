//! What one does with one's passkeys; `realm` tells as who one asks.

use crate::error::AppError;
use contracts::{
    PasskeyId,
    identity::{LinkedIdentities, Passkey, PasskeyChallenge, Realm},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One's own passkeys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkeys {
    /// The latest first.
    pub all: Vec<Passkey>,
    /// Whether adding one takes the password: there is one, and no second factor was proved just now.
    pub needs_password: bool,
    /// Whether there is a password, and what else one logs in with.
    pub linked: LinkedIdentities,
    /// What this browser may be called.
    pub device: String,
}

/// One's own passkeys.
#[server]
pub async fn load_passkeys(realm: Realm) -> Result<Passkeys, AppError> {
    let session = crate::second_factor::guard::viewer(realm).await?;
    let identity = crate::context::services()?.identity;
    let (all, linked) =
        futures::try_join!(identity.passkeys(session.actor()), identity.linked_identities(session.actor()),)?;
    let device = crate::context::request()?.client.device();
    let needs_password = linked.has_password && !session.second_factor.fresh;
    Ok(Passkeys { all, needs_password, linked, device })
}

/// Begins to add a passkey.
#[server]
pub async fn begin_passkey(realm: Realm, password: String) -> Result<PasskeyChallenge, AppError> {
    let session = crate::second_factor::guard::owner(realm).await?;
    let identity = crate::context::services()?.identity;
    Ok(identity.begin_passkey(session.actor(), session.id, password).await?)
}

/// Keeps the passkey that the browser made; leads to the recovery codes when it is the first second factor.
#[server]
pub async fn add_passkey(
    realm: Realm,
    name: String,
    ceremony: String,
    credential: String,
) -> Result<(), AppError> {
    let session = crate::second_factor::guard::owner(realm).await?;
    let identity = crate::context::services()?.identity;
    let answer = contracts::identity::PasskeyAnswer { ceremony, credential };
    let codes = identity.add_passkey(session.actor(), session.id, name, answer).await?;
    if codes.is_empty() { Ok(()) } else { crate::second_factor::guard::show_codes(realm, &codes) }
}

/// Takes a passkey away. An account without a password sends none.
#[server]
pub async fn remove_passkey(
    realm: Realm,
    passkey: PasskeyId,
    password: Option<String>,
    one_time_code: String,
) -> Result<(), AppError> {
    let session = crate::second_factor::guard::owner(realm).await?;
    let identity = crate::context::services()?.identity;
    let password = password.unwrap_or_default();
    identity.remove_passkey(session.actor(), session.id, passkey, password, one_time_code).await?;
    crate::context::redirect(super::page(realm));
    Ok(())
}

/// Asks for any passkey of this shop.
#[server]
pub async fn begin_passkey_log_in() -> Result<PasskeyChallenge, AppError> {
    Ok(crate::context::services()?.identity.begin_passkey_log_in().await?)
}

/// Opens a session for a passkey, and leads on.
#[server]
pub async fn log_in_with_passkey(
    realm: Realm,
    ceremony: String,
    credential: String,
    next: String,
) -> Result<(), AppError> {
    let (services, request) = (crate::context::services()?, crate::context::request()?);
    let answer = contracts::identity::PasskeyAnswer { ceremony, credential };
    let signed_in = services.identity.log_in_with_passkey(realm, answer, request.client).await?;
    match realm {
        Realm::Shop => crate::account::guard::enter(&services, &signed_in, &next).await,
        Realm::Staff => crate::admin::guard::enter(&signed_in, &next).await,
    }
}

/// Asks for a passkey in place of a code: of whoever has logged in, or of whoever knew the password at the door.
#[server]
pub async fn begin_passkey_proof(realm: Realm, at_door: bool) -> Result<PasskeyChallenge, AppError> {
    let identity = crate::context::services()?.identity;
    if at_door {
        let challenge = crate::context::cookie(crate::context::Cookie::LogIn)?.unwrap_or_default();
        return Ok(identity.begin_passkey_step(realm, challenge).await?);
    }
    let session = crate::second_factor::guard::owner(realm).await?;
    Ok(identity.begin_passkey_proof(session.actor()).await?)
}
