//! The address book.

use super::address_fields::AddressText;
use crate::error::AppError;
use contracts::{SavedAddressId, identity::SavedAddress, shipping::Country};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The address book, and the countries an address can be in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// The default first.
    pub addresses: Vec<SavedAddress>,
    /// By name.
    pub countries: Vec<Country>,
}

/// One's own address book.
#[server]
pub async fn load_book() -> Result<Book, AppError> {
    let (session, services) = (super::guard::viewer().await?, crate::context::services()?);
    let (addresses, countries) =
        futures::try_join!(services.identity.addresses(session.actor()), services.shipping.countries())?;
    Ok(Book { addresses, countries })
}

/// Adds an address (`id` empty) or changes one.
#[server]
pub async fn save_address(
    id: String,
    address: AddressText,
    is_default: Option<bool>,
) -> Result<(), AppError> {
    let (session, services) = (super::guard::owner().await?, crate::context::services()?);
    let id: Option<SavedAddressId> = id.parse().ok();
    let address = services.shipping.check_address(address.parse()?).await?;
    services.identity.save_address(session.actor(), id, address, is_default.unwrap_or(false)).await?;
    crate::context::redirect("/account/addresses?saved=1");
    Ok(())
}

/// Removes an address.
#[server]
pub async fn delete_address(id: SavedAddressId) -> Result<(), AppError> {
    let session = super::guard::owner().await?;
    crate::context::services()?.identity.delete_address(session.actor(), id).await?;
    crate::context::redirect("/account/addresses");
    Ok(())
}
