//! One's own address book.

use super::{
    Answer, Shop,
    body::Sent,
    caller::{Reader, Shopper},
    path::Named,
    problem::Refused,
    text::{CountryText, Filled, Line},
};
use axum::{Json, extract::State};
use contracts::{Address, CountryCode, SavedAddressId, identity::SavedAddress};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An entry of the address book.
#[derive(Serialize, ToSchema)]
pub struct Entry {
    id: SavedAddressId,
    address: Address,
    /// Offered first in the checkout.
    is_default: bool,
}

impl From<SavedAddress> for Entry {
    fn from(saved: SavedAddress) -> Self {
        Self { id: saved.id, address: saved.address, is_default: saved.is_default }
    }
}

/// An address to keep. Which parts a country needs is checked when it is shipped to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEntry {
    /// Who receives it.
    name: Filled,
    #[serde(default)]
    company: Line,
    /// Street and number.
    street: Filled,
    #[serde(default)]
    street2: Line,
    city: Filled,
    #[serde(default)]
    state: Line,
    #[serde(default)]
    postal_code: Line,
    /// ISO 3166-1 alpha-2.
    country: CountryText,
    #[serde(default)]
    phone: Line,
    #[serde(default)]
    is_default: bool,
}

impl NewEntry {
    fn address(self) -> Answer<Address> {
        let optional = |line: Line| Some(line.0).filter(|text| !text.trim().is_empty());
        let country = self.country.0.parse::<CountryCode>();
        let country = country.map_err(|error| Refused::field("country", error.to_string()))?;
        Ok(Address {
            name: self.name.0,
            company: optional(self.company),
            street: self.street.0,
            street2: optional(self.street2),
            city: self.city.0,
            state: optional(self.state),
            postal_code: optional(self.postal_code),
            country,
            phone: optional(self.phone),
        })
    }
}

/// One's own addresses, the default first.
#[utoipa::path(get, path = "/account/addresses", tag = "account",
    responses((status = 200, description = "The address book", body = Vec<Entry>)), security(("bearer" = [])))]
pub async fn list(State(shop): Shop, shopper: Reader) -> Answer<Json<Vec<Entry>>> {
    let saved = shop.services.identity.addresses(shopper.actor()).await?;
    Ok(Json(saved.into_iter().map(Entry::from).collect()))
}

/// Adds an address; at most 50.
#[utoipa::path(post, path = "/account/addresses", tag = "account", request_body = NewEntry,
    responses((status = 201, description = "The entry", body = Entry)), security(("bearer" = [])))]
pub async fn add(
    State(shop): Shop,
    shopper: Shopper,
    Sent(new): Sent<NewEntry>,
) -> Answer<(StatusCode, Json<Entry>)> {
    let is_default = new.is_default;
    let saved =
        shop.services.identity.save_address(shopper.actor(), None, new.address()?, is_default).await?;
    Ok((StatusCode::CREATED, Json(saved.into())))
}

/// Changes an address.
#[utoipa::path(put, path = "/account/addresses/{id}", tag = "account", request_body = NewEntry,
    params(("id" = SavedAddressId, Path, description = "The entry")),
    responses((status = 200, description = "The entry", body = Entry)), security(("bearer" = [])))]
pub async fn change(
    State(shop): Shop,
    shopper: Shopper,
    Named(id): Named<SavedAddressId>,
    Sent(new): Sent<NewEntry>,
) -> Answer<Json<Entry>> {
    let is_default = new.is_default;
    let saved =
        shop.services.identity.save_address(shopper.actor(), Some(id), new.address()?, is_default).await?;
    Ok(Json(saved.into()))
}

/// Removes an address.
#[utoipa::path(delete, path = "/account/addresses/{id}", tag = "account",
    params(("id" = SavedAddressId, Path, description = "The entry")),
    responses((status = 204, description = "It is gone")), security(("bearer" = [])))]
pub async fn remove(
    State(shop): Shop,
    shopper: Shopper,
    Named(id): Named<SavedAddressId>,
) -> Answer<StatusCode> {
    shop.services.identity.delete_address(shopper.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
