//! One's own account.

use super::{
    Answer, Shop,
    body::Sent,
    caller::{Reader, Shopper},
    text::{Language, PersonName},
};
use axum::{Json, extract::State};
use contracts::{Email, Timestamp, UserId, identity::Profile};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a shopper may see about themselves.
#[derive(Serialize, ToSchema)]
pub struct Account {
    id: UserId,
    name: String,
    email: Email,
    /// Of the mails, BCP 47.
    language: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<Profile> for Account {
    fn from(profile: Profile) -> Self {
        Self {
            id: profile.id,
            name: profile.name,
            email: profile.email,
            language: profile.language,
            created_at: profile.created_at,
        }
    }
}

/// What to change; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountChange {
    #[serde(default)]
    name: Option<PersonName>,
    #[serde(default)]
    language: Option<Language>,
}

/// One's own account.
#[utoipa::path(get, path = "/account", tag = "account",
    responses((status = 200, description = "The account", body = Account)), security(("bearer" = [])))]
pub async fn show(State(shop): Shop, shopper: Reader) -> Answer<Json<Account>> {
    Ok(Json(shop.services.identity.profile(shopper.actor()).await?.into()))
}

/// Changes name or language.
#[utoipa::path(patch, path = "/account", tag = "account", request_body = AccountChange,
    responses((status = 200, description = "The account", body = Account)), security(("bearer" = [])))]
pub async fn change(
    State(shop): Shop,
    shopper: Shopper,
    Sent(change): Sent<AccountChange>,
) -> Answer<Json<Account>> {
    let present = shop.services.identity.profile(shopper.actor()).await?;
    let name = change.name.map_or(present.name, |name| name.0);
    let language = change.language.map_or(present.language, |language| language.0);
    Ok(Json(shop.services.identity.update_profile(shopper.actor(), name, language).await?.into()))
}
