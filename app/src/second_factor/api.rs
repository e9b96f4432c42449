//! What one does with one's own second factor; `realm` tells as who one asks.

use crate::error::AppError;
use contracts::identity::{Realm, SecondFactor};
use leptos::prelude::*;

/// One's own second factor.
#[server]
pub async fn load_second_factor(realm: Realm) -> Result<SecondFactor, AppError> {
    let session = super::guard::owner(realm).await?;
    Ok(crate::context::services()?.identity.second_factor(session.actor()).await?)
}

/// Makes the key that is to be scanned.
#[server]
pub async fn begin_second_factor(realm: Realm, password: String) -> Result<(), AppError> {
    let session = super::guard::owner(realm).await?;
    crate::context::services()?.identity.begin_second_factor(session.actor(), password).await?;
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

/// Takes the second factor away.
#[server]
pub async fn remove_second_factor(
    realm: Realm,
    password: String,
    one_time_code: String,
) -> Result<(), AppError> {
    let session = super::guard::owner(realm).await?;
    let identity = crate::context::services()?.identity;
    identity.remove_second_factor(session.actor(), password, one_time_code).await?;
    crate::context::redirect(super::home(realm));
    Ok(())
}

/// Makes recovery codes in place of the older ones and leads to them.
#[server]
pub async fn renew_recovery_codes(
    realm: Realm,
    password: String,
    one_time_code: String,
) -> Result<(), AppError> {
    let session = super::guard::owner(realm).await?;
    let identity = crate::context::services()?.identity;
    let codes = identity.renew_recovery_codes(session.actor(), password, one_time_code).await?;
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
