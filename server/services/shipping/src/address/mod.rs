//! Where is shipped to, and how addresses are written there.

mod countries;
pub mod model;
mod states;

use crate::{Shipping, error::Result, zone};
use contracts::{Address, Error, shipping::Country};

impl Shipping {
    pub(crate) async fn list_countries(&self) -> Result<Vec<Country>> {
        let shipped_to = zone::repo::countries(self.db.pool()).await?;
        Ok(model::countries(&shipped_to)?)
    }

    pub(crate) async fn mend(&self, address: Address) -> Result<Address> {
        if !zone::repo::ships_to(self.db.pool(), &address.country).await? {
            return Err(Error::field("country", "We do not ship to this country.").into());
        }
        Ok(model::mended(address)?)
    }
}
