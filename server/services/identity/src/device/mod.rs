//! Where accounts are opened: who logs in from elsewhere is told of it, in case it was somebody else.

pub(crate) mod repo;

use crate::{account::model::Account, error::Result, events, password::model::network_of};
use contracts::identity::ClientInfo;

/// Remembers browser and network of a session that is opened. When the account was opened before, but never so,
/// its owner will be told.
pub(crate) async fn note(tx: &mut sqlx::PgConnection, account: &Account, client: &ClientInfo) -> Result<()> {
    let (device, network) = (client.device(), network_of(client.address.as_deref()));
    if repo::note(tx, account.id, &device, &network).await? {
        platform::outbox::publish(tx, &events::new_device(account, device, network)).await?;
    }
    Ok(())
}
