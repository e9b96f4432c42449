//! Sending somebody to a provider.

use super::{model, provider::Asked, repo};
use crate::{Identity, error::Result};
use contracts::{Error, UserId, identity::FederationStart};
use platform::ids;

/// Characters of a token of ours.
const TOKEN: usize = 43;

/// What is remembered of somebody who was sent to a provider.
pub(super) struct Pending {
    pub(super) nonce: String,
    pub(super) verifier: String,
    /// Where to go afterwards.
    pub(super) return_to: String,
    /// Whose account the provider is to be linked to.
    pub(super) link_user: Option<UserId>,
    /// Since when the person has to have signed in there, seconds since 1970, where they have to do so anew.
    pub(super) anew_since: Option<i64>,
}

impl Pending {
    /// What is asked of the provider, or was.
    pub(super) fn asked<'a>(&'a self, redirect_uri: &'a str) -> Asked<'a> {
        let Self { nonce, verifier, anew_since, .. } = self;
        Asked { redirect_uri, nonce, verifier, anew_since: *anew_since }
    }
}

/// Begins to sign in: tells where to send the browser.
pub(crate) async fn begin(identity: &Identity, start: &FederationStart) -> Result<String> {
    let return_to = model::local_path(start.realm, &start.return_to);
    send(identity, start, return_to, None).await
}

/// Remembers it and tells the provider's address.
pub(super) async fn send(
    identity: &Identity,
    start: &FederationStart,
    return_to: String,
    link_user: Option<UserId>,
) -> Result<String> {
    let provider = identity.federation.provider(start.realm, &start.provider)?;
    if start.browser.len() < TOKEN {
        return Err(Error::invalid("A browser needs a secret of its own.").into());
    }
    let anew_since = start.again.then(|| platform::system_clock().now().timestamp());
    let pending = Pending { nonce: ids::token(), verifier: ids::token(), return_to, link_user, anew_since };
    let (state, redirect_uri) =
        (ids::token(), identity.federation.redirect_uri(start.realm, &start.provider));
    let address = provider.address(&state, &pending.asked(&redirect_uri)).await.map_err(|trouble| {
        tracing::warn!(provider = start.provider, error = %trouble, "nobody can be sent to a provider");
        Error::unavailable(trouble.refusal().text())
    })?;
    repo::put_pending(identity.db.pool(), &state, start, &pending).await?;
    Ok(address.into())
}
