use crate::error::AppError;
use contracts::{Timestamp, identity::OauthClient};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A client that was made; its secret is told here and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeClient {
    /// Its `client_id`.
    pub id: String,
    /// None for a public client.
    pub secret: Option<String>,
}

/// All clients, without their secrets, and the moment they were read.
#[server]
pub async fn list_api_clients() -> Result<(Vec<OauthClient>, Timestamp), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageApiKeys).await?;
    let clients = crate::context::services()?.identity.oauth_clients(actor).await?;
    Ok((clients, crate::admin::patterns::now()))
}

/// Makes a client. `kind` is `machine`, `web`, `both` or `device`; `redirect_uris` has one address in a line.
#[server]
pub async fn make_api_client(
    name: String,
    kind: String,
    redirect_uris: Option<String>,
    read: Option<String>,
    shop: Option<String>,
    one_time_code: Option<String>,
) -> Result<MadeClient, AppError> {
    use contracts::{
        Permission,
        identity::{OauthClientDraft, OauthFlow, Scope},
    };
    let actor = crate::admin::guard::require_proved(Permission::ManageApiKeys, one_time_code).await?;
    let (machine, shoppers) = (OauthFlow::ClientCredentials, OauthFlow::AuthorizationCode);
    let flows = match kind.as_str() {
        "machine" => vec![machine],
        "web" | "device" => vec![shoppers],
        "both" => vec![machine, shoppers],
        _ => Vec::new(),
    };
    let scopes = [(read, Scope::Read), (shop, Scope::Shop)].into_iter();
    let draft = OauthClientDraft {
        name,
        is_confidential: kind != "device",
        redirect_uris: redirect_uris.unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
        flows,
        scopes: scopes.filter_map(|(chosen, scope)| chosen.map(|_| scope)).collect(),
    };
    let made = crate::context::services()?.identity.create_oauth_client(actor, draft).await?;
    Ok(MadeClient { id: made.client.id.to_string(), secret: made.secret })
}

/// Gives a client another secret, which is in this answer and nowhere else.
#[server]
pub async fn rotate_api_client(id: String, one_time_code: Option<String>) -> Result<String, AppError> {
    let needed = contracts::Permission::ManageApiKeys;
    let actor = crate::admin::guard::require_proved(needed, one_time_code).await?;
    let id = id.parse().map_err(|_| AppError::not_found("client"))?;
    Ok(crate::context::services()?.identity.rotate_oauth_secret(actor, id).await?)
}

/// Ends a client, and what shoppers allowed it, at once.
#[server]
pub async fn end_api_client(id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageApiKeys).await?;
    let id = id.parse().map_err(|_| AppError::not_found("client"))?;
    Ok(crate::context::services()?.identity.revoke_oauth_client(actor, id).await?)
}
