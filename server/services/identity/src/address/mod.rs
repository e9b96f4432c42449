//! Address books.

mod model;
mod repo;

use crate::{Identity, error::Result};
use contracts::{Address, Error, SavedAddressId, UserId, identity::SavedAddress};

/// A person's entries, the default first.
pub(crate) async fn list(identity: &Identity, user: UserId) -> Result<Vec<SavedAddress>> {
    repo::of_user(identity.db.pool(), user).await
}

/// Adds or changes an entry. The first one is the default, whether or not that was asked for.
pub(crate) async fn save(
    identity: &Identity,
    user: UserId,
    id: Option<SavedAddressId>,
    address: Address,
    is_default: bool,
) -> Result<SavedAddress> {
    let address = model::tidy(address)?;
    let mut tx = identity.db.begin().await?;
    let count = repo::count_locked(&mut tx, user).await?;
    let id = match id {
        Some(id) if repo::has(&mut *tx, user, id).await? => id,
        Some(_) => return Err(Error::not_found("address").into()),
        None if count >= model::MOST => {
            return Err(Error::conflict("Your address book is full. Please delete an entry first.").into());
        }
        None => SavedAddressId(platform::ids::mint()),
    };
    let entry = SavedAddress { id, address, is_default: is_default || count == 0 };
    write(&mut tx, user, &entry).await?;
    tx.commit().await?;
    Ok(entry)
}

async fn write(tx: &mut sqlx::PgConnection, user: UserId, entry: &SavedAddress) -> Result<()> {
    if entry.is_default {
        repo::clear_default(tx, user).await?;
    }
    if repo::put(tx, user, entry).await? {
        return Ok(());
    }
    Err(Error::not_found("address").into())
}

/// Removes an entry.
pub(crate) async fn delete(identity: &Identity, user: UserId, id: SavedAddressId) -> Result<()> {
    if repo::delete(identity.db.pool(), user, id).await? {
        return Ok(());
    }
    Err(Error::not_found("address").into())
}
