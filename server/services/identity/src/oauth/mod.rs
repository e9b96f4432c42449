//! Tokens for machines and apps of others: an authorization server (RFC 6749 with the rules of RFC 9700).
//!
//! An access token is a signed JWT (RFC 9068) and lives for ten minutes. What a shopper allows a client is a family:
//! its code, its refresh tokens and its access tokens end together, at once. A refresh token that comes a second time
//! has been stolen, by whoever came first or second, and ends the family.

mod access;
mod apps;
mod authorize;
mod client;
mod code;
mod ended;
mod grants;
mod jwt;
mod keys;
mod keys_repo;
mod model;
mod origin;
mod refresh;
mod repo;
mod token;

pub(crate) use access::{authenticate, introspect, revoke};
pub(crate) use apps::{list as apps, remove as remove_app};
pub(crate) use authorize::{answer, begin};
pub(crate) use client::{create, list as clients, revoke as revoke_client, rotate_secret};
pub(crate) use grants::delete_of_user;
pub(crate) use keys::published as keys;
pub(crate) use origin::is_known as is_app_origin;
pub(crate) use token::issue;

use crate::{Identity, error::Result};

impl Identity {
    /// What access tokens are for: the REST API.
    fn audience(&self) -> String {
        format!("{}/api/v1", self.issuer)
    }

    /// Has another key sign access tokens from now on, if the present one has signed for 30 days; deletes those whose
    /// tokens have all ended.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn rotate_signing_keys(&self) -> contracts::Result<()> {
        keys::rotate(self).await?;
        Ok(keys::delete_retired(self).await?)
    }
}

/// Deletes what apps were allowed until lately, and forgets which tokens were ended before their time.
pub(crate) async fn delete_expired(identity: &Identity) -> Result<()> {
    grants::delete_expired(identity.db.pool()).await?;
    Ok(ended::delete_expired(identity.db.pool()).await?)
}
