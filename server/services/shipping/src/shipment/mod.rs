//! Parcels: sent off, followed, arrived.

pub mod model;
mod reads;
mod repo;

use crate::{Shipping, error::Result, zone};
use contracts::{
    Actor, Error, OrderId, Page, PageRequest, ShipmentId, Timestamp,
    shipping::{Event, NewShipment, Shipment, ShipmentStatus},
};
use model::Step;
use platform::{Walk, outbox, pattern};
use serde_json::json;
use sqlx::PgConnection;

impl Shipping {
    pub(crate) async fn send_off(&self, actor: &Actor, new: NewShipment) -> Result<Shipment> {
        let new = model::checked(new)?;
        let now = self.clock.now();
        let mut tx = self.db.begin().await?;
        if insert(&mut tx, &new, now).await? {
            outbox::publish(&mut tx, &model::dispatched(&new)).await?;
            let details =
                json!({ "order": new.order, "carrier": new.carrier, "tracking_number": new.tracking_number });
            let subject = format!("shipment {}", new.id);
            outbox::audit(&mut tx, "shipping", actor, "shipment.dispatched", &subject, details).await?;
        }
        tx.commit().await?;
        self.one(new.id).await
    }

    /// Records a parcel that left at `left_at` anew when its row is gone, as after a restore; nobody is told
    /// again. `false` when it is there.
    ///
    /// # Errors
    /// `Invalid` when another parcel has its number.
    pub async fn restore(&self, new: &NewShipment, left_at: Timestamp) -> contracts::Result<bool> {
        let mut tx = self.db.begin().await.map_err(crate::Error::from)?;
        let is_new = insert(&mut tx, new, left_at).await?;
        tx.commit().await.map_err(crate::Error::from)?;
        Ok(is_new)
    }

    pub(crate) async fn record(
        &self,
        actor: &Actor,
        id: ShipmentId,
        event_type: &str,
        details: &str,
    ) -> Result<Shipment> {
        let next = model::recordable(event_type, details)?;
        let mut tx = self.db.begin().await?;
        let parcels = repo::lock_order_of(&mut tx, id).await?;
        let parcel = parcels.iter().find(|parcel| parcel.id == id).ok_or(Error::not_found("parcel"))?;
        match model::step(parcel.status, next)? {
            Step::Nothing => return self.one(id).await,
            Step::Scan => {}
            Step::Move => repo::set_status(&mut tx, id, next).await?,
        }
        repo::add_event(&mut tx, id, next.as_str(), self.clock.now(), details).await?;
        if next == ShipmentStatus::Delivered {
            let all_delivered = model::was_last(&parcels, id);
            let event = Event::ShipmentDelivered { shipment: id, order: parcel.order, all_delivered };
            outbox::publish(&mut tx, &event).await?;
        }
        let subject = format!("shipment {id}");
        let action = format!("shipment.{}", next.as_str());
        outbox::audit(&mut tx, "shipping", actor, &action, &subject, json!({ "details": details })).await?;
        tx.commit().await?;
        self.one(id).await
    }

    pub(crate) async fn list_of_order(&self, order: OrderId) -> Result<Vec<Shipment>> {
        let ids = reads::ids_of_order(self.db.pool(), order).await?;
        Ok(reads::by_ids(self.db.pool(), &ids).await?)
    }

    pub(crate) async fn list_all(&self, search: &str, page: &PageRequest) -> Result<Page<Shipment>> {
        let (like, walk) = (pattern::containing(search), Walk::to(page));
        let mut tx = self.db.begin_planned().await?;
        let ids = reads::listed(&mut tx, like.as_deref(), &walk).await?;
        let total = reads::count(&mut tx, like.as_deref()).await?;
        tx.commit().await?;
        let parcels = reads::by_ids(self.db.pool(), &ids).await?;
        Ok(walk.page(parcels, total, |parcel| (parcel.created_at, parcel.id.0)))
    }

    async fn one(&self, id: ShipmentId) -> Result<Shipment> {
        let found = reads::by_ids(self.db.pool(), &[id.0]).await?;
        Ok(found.into_iter().next().ok_or(Error::not_found("parcel"))?)
    }
}

async fn insert(conn: &mut PgConnection, new: &NewShipment, left_at: Timestamp) -> Result<bool> {
    let days = zone::repo::days_max(conn, &new.address.country, &new.carrier).await?;
    let due = days.map(|days| model::add_working_days(left_at.date_naive(), days));
    repo::insert(conn, new, left_at, due).await.map_err(number_taken)
}

fn number_taken(error: sqlx::Error) -> crate::Error {
    if platform::constraint(&error) == Some("shipments_tracking_number_key") {
        return Error::field("tracking_number", "Another parcel has this number.").into();
    }
    error.into()
}
