//! How things get to people.
//!
//! Owns `shipments`, `addresses`, `fulfillment_events`, zones, methods and rates.
//! Publishes [`contracts::shipping::Event`]; consumes nothing.

pub mod address;
mod error;
mod privacy;
pub mod shipment;
pub mod verify;
pub mod zone;

use async_trait::async_trait;
use contracts::{
    Actor, Address, OrderId, Page, PageRequest, Permission, ShipmentId, ShippingMethodId, ZoneId,
    privacy::{Section, Subject},
    shipping::{Country, Method, NewShipment, Rate, RateRequest, Shipment, Zone, ZoneDraft},
};
use platform::{Clock, Database};
use std::sync::Arc;

pub use error::Error;

/// The tables of this service.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../../migrations/shipping");

/// The service.
pub struct Shipping {
    db: Database,
    clock: Arc<dyn Clock>,
}

impl Shipping {
    /// A service on its database.
    pub fn new(db: Database, clock: Arc<dyn Clock>) -> Self {
        Self { db, clock }
    }
}

#[async_trait]
impl contracts::shipping::Shipping for Shipping {
    async fn countries(&self) -> contracts::Result<Vec<Country>> {
        Ok(self.list_countries().await?)
    }

    async fn check_address(&self, address: Address) -> contracts::Result<Address> {
        Ok(self.mend(address).await?)
    }

    async fn rates(&self, request: RateRequest) -> contracts::Result<Vec<Rate>> {
        Ok(self.rates_for(&request).await?)
    }

    async fn zones(&self) -> contracts::Result<Vec<Zone>> {
        Ok(self.list_zones().await?)
    }

    async fn save_zone(&self, actor: Actor, zone: ZoneDraft) -> contracts::Result<()> {
        actor.require(Permission::ManageSettings)?;
        Ok(self.keep_zone(&actor, zone).await?)
    }

    async fn remove_zone(&self, actor: Actor, id: ZoneId) -> contracts::Result<()> {
        actor.require(Permission::ManageSettings)?;
        Ok(self.take_zone_away(&actor, id).await?)
    }

    async fn save_method(&self, actor: Actor, zone: ZoneId, method: Method) -> contracts::Result<()> {
        actor.require(Permission::ManageSettings)?;
        Ok(self.keep_method(&actor, zone, method).await?)
    }

    async fn remove_method(&self, actor: Actor, id: ShippingMethodId) -> contracts::Result<()> {
        actor.require(Permission::ManageSettings)?;
        Ok(self.take_method_away(&actor, id).await?)
    }

    async fn dispatch(&self, actor: Actor, shipment: NewShipment) -> contracts::Result<Shipment> {
        actor.require(Permission::ShipOrders)?;
        Ok(self.send_off(&actor, shipment).await?)
    }

    async fn record_event(
        &self,
        actor: Actor,
        id: ShipmentId,
        event_type: String,
        details: String,
    ) -> contracts::Result<Shipment> {
        actor.require(Permission::ShipOrders)?;
        Ok(self.record(&actor, id, &event_type, details.trim()).await?)
    }

    async fn shipments_of(&self, order: OrderId) -> contracts::Result<Vec<Shipment>> {
        Ok(self.list_of_order(order).await?)
    }

    async fn shipments(
        &self,
        actor: Actor,
        search: String,
        page: PageRequest,
    ) -> contracts::Result<Page<Shipment>> {
        actor.require(Permission::ViewOrders)?;
        Ok(self.list_all(search.trim(), &page).await?)
    }

    async fn personal_data(&self, actor: Actor, subject: Subject) -> contracts::Result<Vec<Section>> {
        Ok(self.tell(&actor, &subject).await?)
    }

    async fn erase_order(&self, actor: Actor, order: OrderId) -> contracts::Result<()> {
        Ok(self.erase(&actor, order).await?)
    }
}
