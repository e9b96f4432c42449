//! What a bearer key is made of.

use super::network::Network;
use contracts::{
    Checks, Error, Result, Timestamp,
    identity::{KeyLimits, Scope},
};
use platform::ids;
use std::net::IpAddr;

/// Networks that a key may be limited to.
const MOST_NETWORKS: usize = 20;

/// A key about to be stored.
pub(crate) struct NewKey {
    pub(crate) name: String,
    pub(crate) prefix: String,
    pub(crate) hashed_secret: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) networks: Vec<String>,
}

/// A new key and its secret. Secrets begin with `tw_`, so that scanners for leaked ones find them.
pub(crate) fn mint(name: &str, scopes: &[Scope], limits: &KeyLimits) -> Result<(NewKey, String)> {
    let name = name.trim();
    let mut checks = Checks::default();
    checks.require(
        (1..=100).contains(&name.chars().count()),
        "name",
        "Please name it, in at most 100 characters.",
    );
    checks.require(!scopes.is_empty(), "scopes", "Please choose what it may do.");
    let networks = checks.parse("networks", networks(&limits.networks));
    checks.finish()?;
    let secret = format!("tw_{}", ids::token());
    let new = NewKey {
        name: platform::pan::hidden(name.to_owned()),
        prefix: secret.chars().take(9).collect(),
        hashed_secret: ids::hash_token(&secret),
        scopes: scope_names(scopes),
        expires_at: limits.expires_at,
        networks: networks.ok_or_else(Error::internal)?,
    };
    Ok((new, secret))
}

/// The networks as they are stored, or what is wrong with them.
fn networks(typed: &[String]) -> Result<Vec<String>, String> {
    if typed.len() > MOST_NETWORKS {
        return Err(format!("Please enter at most {MOST_NETWORKS} networks."));
    }
    let read = |text: &String| {
        let shown: String = text.chars().take(60).collect();
        let wrong = format!("“{shown}” is no address and no network like 192.0.2.0/24.");
        Network::parse(text).map(|network| network.to_string()).ok_or(wrong)
    };
    typed.iter().map(read).collect()
}

/// Whether a key with these networks may be used from an address. Where that is not known, only without networks.
pub(crate) fn may_come_from(networks: &[String], address: Option<&str>) -> bool {
    if networks.is_empty() {
        return true;
    }
    let Some(address) = address.and_then(|text| text.parse::<IpAddr>().ok()) else { return false };
    networks.iter().filter_map(|text| Network::parse(text)).any(|network| network.has(address))
}

/// The names that scopes are stored and asked for by, each once.
pub(crate) fn scope_names(scopes: &[Scope]) -> Vec<String> {
    let mut names: Vec<String> = scopes.iter().map(|scope| scope_name(*scope).to_owned()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The scopes of these stored names.
pub(crate) fn scopes(names: &[String]) -> Vec<Scope> {
    [Scope::Read, Scope::Shop]
        .into_iter()
        .filter(|scope| names.iter().any(|name| name == scope_name(*scope)))
        .collect()
}

fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Read => "read",
        Scope::Shop => "shop",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_with_networks_is_used_from_them_only() {
        let office = ["192.0.2.0/24".to_owned(), "2001:db8::/32".to_owned()];
        for inside in ["192.0.2.9", "2001:db8:1::9"] {
            assert!(may_come_from(&office, Some(inside)), "{inside}");
        }
        for outside in [Some("198.51.100.1"), Some("nowhere"), None] {
            assert!(!may_come_from(&office, outside), "{outside:?}");
        }
        assert!(may_come_from(&[], None));
    }
}
