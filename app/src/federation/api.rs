//! With whom one can sign in, and what is linked to one's own account; `realm` tells at which door, or as who one asks.

use crate::error::AppError;
use contracts::{
    ExternalIdentityId,
    identity::{LinkedIdentities, Realm, SignInProvider},
};
use leptos::prelude::*;

/// With whom else one can sign in at this door.
#[server]
pub async fn load_sign_in_providers(realm: Realm) -> Result<Vec<SignInProvider>, AppError> {
    Ok(crate::context::services()?.identity.sign_in_providers(realm).await?)
}

/// What one can sign in with oneself.
#[server]
pub async fn load_linked_identities(realm: Realm) -> Result<LinkedIdentities, AppError> {
    let session = crate::second_factor::guard::viewer(realm).await?;
    Ok(crate::context::services()?.identity.linked_identities(session.actor()).await?)
}

/// Takes one of them away. An account without a password sends none.
#[server]
pub async fn unlink_identity(
    realm: Realm,
    identity: ExternalIdentityId,
    password: Option<String>,
) -> Result<(), AppError> {
    let session = crate::second_factor::guard::owner(realm).await?;
    let (actor, password) = (session.actor(), password.unwrap_or_default());
    crate::context::services()?.identity.unlink_identity(actor, session.id, identity, password).await?;
    crate::context::redirect(&[super::page(realm), "?unlinked=1"].concat());
    Ok(())
}
