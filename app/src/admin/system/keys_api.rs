use crate::error::AppError;
use contracts::{Timestamp, identity::ApiKey};
use leptos::prelude::*;

/// All keys, without their secrets, and the moment they were read.
#[server]
pub async fn list_api_keys() -> Result<(Vec<ApiKey>, Timestamp), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageApiKeys).await?;
    let keys = crate::context::services()?.identity.api_keys(actor).await?;
    Ok((keys, crate::admin::patterns::now()))
}

/// Makes a key; its secret is in this answer and nowhere else.
#[server]
pub async fn make_api_key(
    name: String,
    read: Option<String>,
    shop: Option<String>,
    expires_at: Option<String>,
    networks: Option<String>,
    one_time_code: Option<String>,
) -> Result<String, AppError> {
    use contracts::{Error, Permission, identity::Scope};
    let actor = crate::admin::guard::require_proved(Permission::ManageApiKeys, one_time_code).await?;
    let scopes: Vec<_> = [(read, Scope::Read), (shop, Scope::Shop)]
        .into_iter()
        .filter_map(|(chosen, scope)| chosen.map(|_| scope))
        .collect();
    if scopes.is_empty() {
        return Err(Error::field("read", "Please choose what the key may do.").into());
    }
    let (last_day, networks) = (expires_at.unwrap_or_default(), networks.unwrap_or_default());
    let limits = super::key_limits::limits(&last_day, &networks)?;
    Ok(crate::context::services()?.identity.create_api_key(actor, name, scopes, limits).await?.secret)
}

/// Ends a key at once.
#[server]
pub async fn end_api_key(id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageApiKeys).await?;
    let id = id.parse().map_err(|_| AppError::not_found("key"))?;
    Ok(crate::context::services()?.identity.revoke_api_key(actor, id).await?)
}
