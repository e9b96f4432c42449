//! Whether there are the roles that those who vouch for staff give.

use super::{Finding, in_time};
use crate::config::Config;
use anyhow::{Result, bail};
use contracts::identity::Realm;
use futures::future::join_all;
use identity::ProviderConfig;
use platform::Database;

/// A finding for each provider that lets staff in. `url` is the address of identity's database, where there is one.
pub(super) async fn examine(config: &Config, url: Option<&str>) -> Vec<Finding> {
    // What cannot be read of them is among the settings.
    let mut providers = config.sign_in_providers().unwrap_or_default();
    providers.retain(|provider| provider.realms.contains(&Realm::Staff));
    join_all(providers.iter().map(|provider| one(provider, url))).await
}

async fn one(provider: &ProviderConfig, url: Option<&str>) -> Finding {
    Finding::new(format!("roles given by {}", provider.name), in_time(given(provider, url)).await)
}

/// Of a database that does not answer, or has no tables yet, its own line tells.
async fn given(provider: &ProviderConfig, url: Option<&str>) -> Result<String> {
    let unknown = "known once the database of identity is ready".to_owned();
    let Some(url) = url else { return Ok(unknown) };
    let Ok(db) = Database::open("identity", url, 1).await else { return Ok(unknown) };
    match identity::missing_roles(&db, provider).await {
        Err(_) => Ok(unknown),
        Ok(missing) if missing.is_empty() => Ok("all are there".to_owned()),
        Ok(missing) => bail!(
            "nobody enters by {}: ROLE_MAP names it, but there is no such role. Make it in the back office at \
             /admin/staff/roles, or name another",
            missing.join(", ")
        ),
    }
}
