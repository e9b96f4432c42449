//! Signing in with an account elsewhere: sending people to a provider, believing what it says of them, and which
//! account that opens.
//!
//! Whom a provider knows by an address gets the account with that address only when both have proved it: the provider
//! by its `email_verified`, the account by a mailed link. Otherwise whoever makes an account with another's address
//! would wait in it for its owner.

mod link;
mod model;
mod pending;
mod provider;
pub(crate) mod repo;
mod settings;
mod sign_in;
mod staff;
mod trouble;

use crate::role;
use contracts::{
    Error,
    identity::{Realm, SignInProvider},
};
pub(crate) use link::{begin_linking, linked, opens, unlink};
pub(crate) use model::local_path;
pub(crate) use pending::begin;
use platform::Database;
use provider::Provider;
pub use settings::{ProviderConfig, ProviderKind};
pub(crate) use sign_in::finish;
pub use trouble::Trouble;

/// Those who vouch for people. None unless somebody sets one up.
#[derive(Default)]
pub(crate) struct Federation {
    /// By name.
    providers: Vec<Provider>,
    base_url: String,
}

impl Federation {
    /// These providers; `base_url` is the shop's own address, without a slash at the end.
    ///
    /// # Errors
    /// `Invalid`, with the name of the provider, when one could not work.
    pub(crate) fn new(mut configs: Vec<ProviderConfig>, base_url: &str) -> contracts::Result<Self> {
        if configs.is_empty() {
            return Ok(Self::default());
        }
        configs.sort_by(|a, b| a.name.cmp(&b.name));
        for config in &configs {
            config.check().map_err(|error| Error::invalid(format!("{}: {}", config.name, error.message)))?;
        }
        let client = provider::client().map_err(|error| Error::invalid(error.to_string()))?;
        let providers = configs.into_iter().map(|config| Provider::new(config, client.clone())).collect();
        Ok(Self { providers, base_url: base_url.to_owned() })
    }

    /// Whom one may choose from at a door.
    pub(crate) fn at(&self, realm: Realm) -> Vec<SignInProvider> {
        let here = self.providers.iter().filter(|provider| provider.config.realms.contains(&realm));
        here.map(|provider| SignInProvider {
            name: provider.config.name.clone(),
            label: provider.config.label.clone(),
        })
        .collect()
    }

    /// The provider of this name at this door.
    fn provider(&self, realm: Realm, name: &str) -> contracts::Result<&Provider> {
        let mut here = self.providers.iter().filter(|provider| provider.config.realms.contains(&realm));
        here.find(|provider| provider.config.name == name).ok_or_else(|| Error::not_found("way to log in"))
    }

    /// What people know a provider by; its name, when it is no longer set up.
    fn label(&self, name: &str) -> String {
        let known = self.providers.iter().find(|provider| provider.config.name == name);
        known.map_or_else(|| name.to_owned(), |provider| provider.config.label.clone())
    }

    /// Where a provider sends the browser back to. It knows this address and takes no other.
    fn redirect_uri(&self, realm: Realm, name: &str) -> String {
        let door = match realm {
            Realm::Shop => "account",
            Realm::Staff => "admin",
        };
        format!("{}/{door}/sso/{name}/callback", self.base_url)
    }
}

/// Whether a provider can be asked, as far as that can be known without somebody who signs in.
///
/// # Errors
/// Why not.
pub async fn examine(config: &ProviderConfig) -> Result<(), Trouble> {
    let client = provider::client().map_err(Trouble::Unreachable)?;
    Provider::new(config.clone(), client).examine().await
}

/// The roles that a provider gives to staff and that there are not: nobody enters by them.
///
/// # Errors
/// As the database answers, e.g. that it has no tables yet.
pub async fn missing_roles(db: &Database, config: &ProviderConfig) -> Result<Vec<String>, sqlx::Error> {
    if !config.realms.contains(&Realm::Staff) {
        return Ok(Vec::new());
    }
    let given: Vec<String> = config.role_map.iter().map(|(_, role)| role.clone()).collect();
    role::repo::missing(db.pool(), &given).await
}
