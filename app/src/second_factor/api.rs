//! What one does with one's own second factor; `realm` tells as who one asks.

use crate::error::AppError;
use contracts::identity::{LinkedIdentities, Realm, SecondFactor};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One's own second factor, and what else shows that it is oneself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorStatus {
    /// How it stands.
    pub factor: SecondFactor,
    /// Whether there is a password, and what else one logs in with.
    pub linked: LinkedIdentities,
}

/// One's own second factor.
#[server]
pub async fn load_second_factor(realm: Realm) -> Result<FactorStatus, AppError> {
    let actor = super::guard::owner(realm).await?.actor();
    let identity = crate::context::services()?.identity;
    let (factor, linked) =
        futures::try_join!(identity.second_factor(actor.clone()), identity.linked_identities(actor))?;
    Ok(FactorStatus { factor, linked })
}

/// Makes the key that is to be scanned. An account without a password sends a code, or nothing after a log-in of just
/// now.
#[server]
pub async fn begin_second_factor(
    realm: Realm,
    password: Option<String>,
    one_time_code: Option<String>,
) -> Result<(), AppError> {
    let session = super::guard::owner(realm).await?;
    let (password, code) = (password.unwrap_or_default(), one_time_code.unwrap_or_default());
    let identity = crate::context::services()?.identity;
    identity.begin_second_factor(session.actor(), session.id, password, code).await?;
    crate::context::redirect(super::home(realm));
    Ok(())
}

/// Confirms the key and leads to the recovery codes.
#[server]
pub async fn confirm_second_factor(realm: Realm, one_time_code: String) -> Result<(), AppError> {
    let session = super::guard::owner(realm).await?;
    let identity = crate::context::services()?.identity;
    let codes = identity.confirm_second_factor(session.actor(), one_time_code, session.id).await?;
    super::guard::show_codes(realm, &codes)
}

/// Takes the second factor away. An account without a password sends none.
#[server]
pub async fn remove_second_factor(
    realm: Realm,
    password: Option<String>,
    one_time_code: String,
) -> Result<(), AppError> {
    let session = super::guard::owner(realm).await?;
    let identity = crate::context::services()?.identity;
    let password = password.unwrap_or_default();
    identity.remove_second_factor(session.actor(), session.id, password, one_time_code).await?;
    crate::context::redirect(super::home(realm));
    Ok(())
}

/// Makes recovery codes in place of the older ones and leads to them. An account without a password sends none.
#[server]
pub async fn renew_recovery_codes(
    realm: Realm,
    password: Option<String>,
    one_time_code: String,
) -> Result<(), AppError> {
    let session = super::guard::owner(realm).await?;
    let identity = crate::context::services()?.identity;
    let password = password.unwrap_or_default();
    let codes = identity.renew_recovery_codes(session.actor(), session.id, password, one_time_code).await?;
    super::guard::show_codes(realm, &codes)
}

/// The recovery codes that were just made, once; none when they were shown before.
#[server]
pub async fn load_recovery_codes(realm: Realm) -> Result<Vec<String>, AppError> {
    super::guard::owner(realm).await?;
    super::guard::take_codes()
}

/// Proves a colleague's second factor once more, for the next ten minutes.
#[server]
pub async fn prove_second_factor(one_time_code: String) -> Result<(), AppError> {
    let session = super::guard::owner(Realm::Staff).await?;
    let identity = crate::context::services()?.identity;
    Ok(identity.prove_again(session.actor(), session.id, one_time_code).await?)
}

/// The second step of a log-in.
#[server]
pub async fn log_in_with_code(realm: Realm, one_time_code: String, next: String) -> Result<(), AppError> {
    use crate::context::{Cookie, cookie, set_cookie};
    let (services, request) = (crate::context::services()?, crate::context::request()?);
    let challenge = cookie(Cookie::LogIn)?.unwrap_or_default();
    let identity = &services.identity;
    let signed_in = identity.prove_log_in(realm, challenge, one_time_code, request.client).await?;
    set_cookie(Cookie::LogIn, "", 0)?;
    match realm {
        Realm::Shop => crate::account::guard::enter(&services, &signed_in, &next).await,
        Realm::Staff => crate::admin::guard::enter(&signed_in, &next).await,
    }
}
