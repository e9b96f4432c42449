//! Shipping on a fresh database, on Friday 20 November 2026.

use contracts::{
    Actor, Address, OrderId, OrderItemId, Quantity, ShipmentId,
    orders::ItemQuantity,
    shipping::{NewShipment, Shipment, Shipping as _},
};
use platform::{
    Database, ids,
    testing::{self, MockClock},
};
use shipping::Shipping;
use sqlx::PgPool;
use std::sync::Arc;

pub struct Shop {
    pub service: Arc<Shipping>,
    pub db: Database,
    pub clock: MockClock,
}

impl Shop {
    pub async fn open(pool: PgPool) -> Self {
        let db = testing::database(pool, "shipping").await;
        let clock = MockClock::at("2026-11-20T10:00:00Z".parse().unwrap());
        let service = Arc::new(Shipping::new(db.clone(), Arc::new(clock.clone())));
        Self { service, db, clock }
    }

    pub async fn dispatch(&self, order: OrderId, tracking_number: &str) -> Shipment {
        self.service.dispatch(Actor::System, parcel(order, tracking_number)).await.unwrap()
    }

    pub async fn record(&self, id: ShipmentId, event_type: &str) -> contracts::Result<Shipment> {
        self.service.record_event(Actor::System, id, event_type.into(), "Hub Leipzig".into()).await
    }
}

pub fn order() -> OrderId {
    OrderId(ids::mint())
}

pub fn parcel(order: OrderId, tracking_number: &str) -> NewShipment {
    NewShipment {
        id: ShipmentId(ids::mint()),
        order,
        order_number: "TW-7F3K-9QXM-2CDV".into(),
        email: "ada@example.com".parse().unwrap(),
        language: "en".into(),
        address: berlin(),
        carrier: "DHL".into(),
        tracking_number: tracking_number.into(),
        lines: vec![ItemQuantity {
            item: OrderItemId(ids::mint()),
            quantity: Quantity::try_from(2).unwrap(),
        }],
    }
}

pub fn berlin() -> Address {
    Address {
        name: "Ada Lovelace".into(),
        company: None,
        street: "Invalidenstr. 43".into(),
        street2: None,
        city: "Berlin".into(),
        state: None,
        postal_code: Some("10115".into()),
        country: "DE".parse().unwrap(),
        phone: None,
    }
}
