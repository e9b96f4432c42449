//! Who vouches for people, as the shop is set up.

use crate::role;
use contracts::{Error, Result, identity::Realm};

/// How a provider is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderKind {
    /// OpenID Connect with discovery (OpenID Connect Discovery 1.0).
    Oidc,
    /// OAuth 2 and GitHub's own API.
    GitHub,
}

/// One provider.
#[derive(Clone)]
pub struct ProviderConfig {
    /// Its name in addresses: small letters, digits and hyphens, at most 32.
    pub name: String,
    /// What people know it by.
    pub label: String,
    /// How it is spoken to.
    pub kind: ProviderKind,
    /// Its issuer, exactly as it says itself; of GitHub the address of its pages.
    pub issuer: String,
    /// As which client it knows us.
    pub client_id: String,
    /// What proves that it is us.
    pub client_secret: String,
    /// What we ask for, separated by spaces.
    pub scopes: String,
    /// At which doors.
    pub realms: Vec<Realm>,
    /// Which claim names what a member of staff is there; dots lead into objects, as in `realm_access.roles`.
    pub role_claim: Option<String>,
    /// Values of that claim and the roles they give here.
    pub role_map: Vec<(String, String)>,
}

impl std::fmt::Debug for ProviderConfig {
    /// Secrets stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProviderConfig({} at {})", self.name, self.issuer)
    }
}

impl ProviderConfig {
    /// Refuses what could not work, or would open the back office to everybody whom the provider knows.
    ///
    /// # Errors
    /// `Invalid`, in words for whoever sets up the shop.
    pub fn check(&self) -> Result<()> {
        let is_plain = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'-';
        refuse_unless(
            (1..=32).contains(&self.name.len()) && self.name.bytes().all(is_plain),
            "its name must be 1 to 32 letters, digits and hyphens",
        )?;
        refuse_unless(
            is_reachable(&self.issuer),
            "ISSUER must be an https:// address (http:// on this machine)",
        )?;
        refuse_unless(self.issuer.len() <= 255, "ISSUER has more than 255 characters")?;
        refuse_unless(
            !self.client_id.is_empty() && !self.client_secret.is_empty(),
            "needs CLIENT_ID and CLIENT_SECRET",
        )?;
        refuse_unless(!self.realms.is_empty(), "REALMS must name shop, staff or both")?;
        self.check_roles()
    }

    fn check_roles(&self) -> Result<()> {
        if !self.realms.contains(&Realm::Staff) {
            return Ok(());
        }
        refuse_unless(self.kind == ProviderKind::Oidc, "GitHub tells no roles: it is for the shop only")?;
        refuse_unless(
            self.role_claim.is_some() && !self.role_map.is_empty(),
            "for staff needs ROLE_CLAIM and ROLE_MAP: without them nobody could enter",
        )?;
        // Which roles there are is known only at the sign-in: the shop makes its own.
        refuse_unless(
            self.role_map.iter().all(|(_, role)| role::model::is_staff_name(role)),
            "ROLE_MAP names a role that staff cannot have; names have small letters, digits and underscores",
        )
    }
}

fn refuse_unless(holds: bool, why: &str) -> Result<()> {
    if holds { Ok(()) } else { Err(Error::invalid(why)) }
}

/// Without TLS only on this machine, where nobody stands in between.
pub(super) fn is_reachable(url: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(url) else { return false };
    let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    url.scheme() == "https" || (url.scheme() == "http" && here)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> ProviderConfig {
        ProviderConfig {
            name: "corp".into(),
            label: "Corp".into(),
            kind: ProviderKind::Oidc,
            issuer: "https://id.example.com".into(),
            client_id: "shop".into(),
            client_secret: "secret".into(),
            scopes: "openid email".into(),
            realms: vec![Realm::Shop],
            role_claim: None,
            role_map: Vec::new(),
        }
    }

    #[test]
    fn a_provider_needs_tls_unless_it_runs_on_this_machine() {
        let at = |issuer: &str| ProviderConfig { issuer: issuer.into(), ..config() }.check().is_ok();
        assert!(at("https://id.example.com") && at("http://localhost:9000") && at("http://127.0.0.1:9000"));
        assert!(!at("http://id.example.com") && !at("http://localhost.example.com") && !at("id.example.com"));
    }

    #[test]
    fn staff_are_not_let_in_without_roles_or_with_impossible_ones() {
        let staff = ProviderConfig { realms: vec![Realm::Staff], ..config() };
        assert!(staff.check().is_err());
        let mapped = |role: &str| ProviderConfig {
            role_claim: Some("groups".into()),
            role_map: vec![("admins".into(), role.into())],
            ..staff.clone()
        };
        assert!(mapped("administrator").check().is_ok() && mapped("night_clerk").check().is_ok());
        assert!(mapped("customer").check().is_err() && mapped("Night clerk").check().is_err());
        let github = ProviderConfig { kind: ProviderKind::GitHub, ..mapped("support") };
        assert!(github.check().is_err());
    }

    #[test]
    fn secrets_stay_out_of_logs() {
        assert_eq!(format!("{:?}", config()), "ProviderConfig(corp at https://id.example.com)");
    }
}
