//! Groups of countries, the ways to ship to them and what that costs.

mod edit;
mod edit_repo;
pub mod model;
pub(crate) mod repo;

use crate::{Shipping, error::Result};
use contracts::shipping::{Rate, RateRequest, Zone};

impl Shipping {
    pub(crate) async fn rates_for(&self, request: &RateRequest) -> Result<Vec<Rate>> {
        let offers = repo::offers(self.db.pool(), request).await?;
        Ok(model::priced(offers, request.subtotal))
    }

    pub(crate) async fn list_zones(&self) -> Result<Vec<Zone>> {
        Ok(repo::all(self.db.pool()).await?)
    }
}
