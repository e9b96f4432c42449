//! Who else vouches for people: `TRADEWIND_OIDC__<NAME>__<SETTING>`, as many names as there are providers.

use super::Config;
use anyhow::{Context, Result, bail, ensure};
use contracts::identity::Realm;
use identity::{ProviderConfig, ProviderKind};
use std::collections::BTreeMap;

const PREFIX: &str = "TRADEWIND_OIDC__";
const SETTINGS: [&str; 9] =
    ["KIND", "ISSUER", "CLIENT_ID", "CLIENT_SECRET", "LABEL", "REALMS", "SCOPES", "ROLE_CLAIM", "ROLE_MAP"];

/// What is set of one provider, by the setting's name.
type Group = BTreeMap<String, String>;

impl Config {
    /// The providers that the environment names.
    ///
    /// # Errors
    /// Names the setting that is missing or wrong.
    pub fn sign_in_providers(&self) -> Result<Vec<ProviderConfig>> {
        // Not `vars`: somebody else's variable need not be UTF-8.
        let texts = std::env::vars_os();
        providers(
            texts.filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
        )
    }
}

/// The providers of an environment.
fn providers(environment: impl Iterator<Item = (String, String)>) -> Result<Vec<ProviderConfig>> {
    let mut groups = BTreeMap::<String, Group>::new();
    for (name, value) in environment {
        let Some(rest) = name.strip_prefix(PREFIX) else { continue };
        let Some((provider, setting)) = rest.split_once("__") else {
            bail!("{name}: the provider's name and the setting are separated by two underscores");
        };
        ensure!(SETTINGS.contains(&setting), "{name} is no setting; there are {}", SETTINGS.join(", "));
        // Compose files pass on empty what nobody has set.
        if !value.trim().is_empty() {
            let group = groups.entry(provider.to_owned()).or_default();
            group.insert(setting.to_owned(), value.trim().to_owned());
        }
    }
    let read = |(name, group): (String, Group)| {
        provider(&name, group).with_context(|| format!("{PREFIX}{name} cannot be used"))
    };
    groups.into_iter().map(read).collect()
}

fn provider(name: &str, mut group: Group) -> Result<ProviderConfig> {
    let kind = kind_of(&group.remove("KIND").unwrap_or_default())?;
    let (issuer, scopes) = match kind {
        ProviderKind::Oidc => ("", "openid email profile"),
        ProviderKind::GitHub => ("https://github.com", "read:user user:email"),
    };
    let mut or = |setting: &str, fallback: &str| group.remove(setting).unwrap_or_else(|| fallback.to_owned());
    let config = ProviderConfig {
        name: name.to_ascii_lowercase().replace('_', "-"),
        label: or("LABEL", name),
        kind,
        issuer: or("ISSUER", issuer),
        client_id: or("CLIENT_ID", ""),
        client_secret: or("CLIENT_SECRET", ""),
        scopes: or("SCOPES", scopes),
        realms: realms_of(&or("REALMS", "shop"))?,
        role_map: role_map_of(&or("ROLE_MAP", ""))?,
        role_claim: group.remove("ROLE_CLAIM"),
    };
    config.check()?;
    Ok(config)
}

fn kind_of(text: &str) -> Result<ProviderKind> {
    match text {
        "" | "oidc" => Ok(ProviderKind::Oidc),
        "github" => Ok(ProviderKind::GitHub),
        other => bail!("KIND is oidc or github, not {other}"),
    }
}

fn realms_of(text: &str) -> Result<Vec<Realm>> {
    let realm = |name: &str| match name {
        "shop" => Ok(Realm::Shop),
        "staff" => Ok(Realm::Staff),
        other => bail!("REALMS are shop and staff, not {other}"),
    };
    parts(text).map(realm).collect()
}

/// `shop-admins=administrator, helpers=support`.
fn role_map_of(text: &str) -> Result<Vec<(String, String)>> {
    let pair = |text: &str| {
        let (value, role) = text.split_once('=').context("ROLE_MAP is written value=role, …")?;
        Ok((value.trim().to_owned(), role.trim().to_owned()))
    };
    parts(text).map(pair).collect()
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORP: [(&str, &str); 4] = [
        ("TRADEWIND_OIDC__CORP_ID__ISSUER", "https://id.example.com"),
        ("TRADEWIND_OIDC__CORP_ID__CLIENT_ID", "shop"),
        ("TRADEWIND_OIDC__CORP_ID__CLIENT_SECRET", "hush"),
        ("PATH", "/bin"),
    ];

    fn read(more: &[(&str, &str)]) -> Result<Vec<ProviderConfig>> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        providers(CORP.iter().chain(more).map(owned))
    }

    fn refusal(name: &str, value: &str) -> String {
        let name = format!("{PREFIX}{name}");
        format!("{:#}", read(&[(name.as_str(), value)]).unwrap_err())
    }

    #[test]
    fn a_provider_is_what_its_settings_say() {
        let read = read(&[
            ("TRADEWIND_OIDC__CORP_ID__LABEL", "Corp"),
            ("TRADEWIND_OIDC__CORP_ID__REALMS", "shop, staff"),
            ("TRADEWIND_OIDC__CORP_ID__ROLE_CLAIM", "groups"),
            ("TRADEWIND_OIDC__CORP_ID__ROLE_MAP", "shop-admins=administrator, helpers=support"),
            ("TRADEWIND_OIDC__GH__KIND", "github"),
            ("TRADEWIND_OIDC__GH__CLIENT_ID", "id"),
            ("TRADEWIND_OIDC__GH__CLIENT_SECRET", "hush"),
        ])
        .unwrap();
        let [corp, github]: [ProviderConfig; 2] = read.try_into().unwrap();
        assert_eq!([corp.name, corp.label], ["corp-id", "Corp"]);
        assert_eq!((corp.kind, corp.realms), (ProviderKind::Oidc, vec![Realm::Shop, Realm::Staff]));
        assert_eq!(corp.role_map[1], ("helpers".to_owned(), "support".to_owned()));
        assert_eq!([github.name, github.issuer], ["gh", "https://github.com"]);
        assert_eq!(github.realms, [Realm::Shop]);
    }

    #[test]
    fn without_settings_there_is_none() {
        let nothing = [("TRADEWIND_OIDC__CORP__ISSUER", " "), ("HOME", "/root")];
        let nothing = nothing.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert!(providers(nothing.into_iter()).unwrap().is_empty());
    }

    #[test]
    fn what_is_wrong_is_named_and_secrets_are_not() {
        assert!(refusal("CORP_ID__ISSUERS", "x").contains("ISSUERS is no setting"));
        assert!(refusal("CORP_ID", "x").contains("two underscores"));
        assert!(refusal("CORP_ID__REALMS", "office").contains("not office"));
        assert!(refusal("CORP_ID__REALMS", "staff").contains("ROLE_CLAIM"));
        assert!(refusal("CORP_ID__ROLE_MAP", "administrator").contains("value=role"));
        assert!(refusal("CORP_ID__KIND", "saml").contains("not saml"));
        let incomplete = refusal("OTHER__CLIENT_SECRET", "very-secret");
        assert!(
            incomplete.contains("TRADEWIND_OIDC__OTHER") && !incomplete.contains("very-secret"),
            "{incomplete}"
        );
    }
}
