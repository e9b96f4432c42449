//! What a bearer key is made of.

use contracts::{Checks, Result, identity::Scope};
use platform::ids;

/// A key about to be stored.
pub(crate) struct NewKey {
    pub(crate) name: String,
    pub(crate) prefix: String,
    pub(crate) hashed_secret: String,
    pub(crate) scopes: Vec<String>,
}

/// A new key and its secret. Secrets begin with `tw_`, so that scanners for leaked ones find them.
pub(crate) fn mint(name: &str, scopes: &[Scope]) -> Result<(NewKey, String)> {
    let name = name.trim();
    let mut checks = Checks::default();
    checks.require(
        (1..=100).contains(&name.chars().count()),
        "name",
        "Please name it, in at most 100 characters.",
    );
    checks.require(!scopes.is_empty(), "scopes", "Please choose what it may do.");
    checks.finish()?;
    let secret = format!("tw_{}", ids::token());
    let prefix = secret.chars().take(9).collect();
    let mut scopes: Vec<String> = scopes.iter().map(|scope| scope_name(*scope).to_owned()).collect();
    scopes.sort_unstable();
    scopes.dedup();
    Ok((NewKey { name: name.to_owned(), prefix, hashed_secret: ids::hash_token(&secret), scopes }, secret))
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
