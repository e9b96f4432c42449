//! From where pages of apps in browsers may ask: the origins of the addresses that their clients send shoppers back to.

use super::{model, repo};
use crate::{Identity, error::Result};
use contracts::OauthClientId;

/// Whether pages of this origin are of a public client, of this one if one is named.
pub(crate) async fn is_known(identity: &Identity, origin: &str, client: Option<&str>) -> Result<bool> {
    let addresses = match client {
        Some(id) => addresses_of(identity, id).await?,
        None => repo::public_addresses(identity.db.pool()).await?,
    };
    Ok(addresses.iter().any(|address| model::origin(address).as_deref() == Some(origin)))
}

/// None of a client with a secret: it would not be one in a browser.
async fn addresses_of(identity: &Identity, client: &str) -> Result<Vec<String>> {
    let Ok(id) = client.parse::<OauthClientId>() else { return Ok(Vec::new()) };
    let client = repo::find(identity.db.pool(), id).await?.filter(|client| !client.is_confidential);
    Ok(client.map(|client| client.redirect_uris).unwrap_or_default())
}
