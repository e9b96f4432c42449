//! Zones, methods, rates, address rules and shipments.

use crate::{
    Actor, Address, CountryCode, Email, Money, OrderId, Page, PageRequest, ShipmentId, ShippingMethodId,
    Timestamp, ZoneId,
    contract::contract,
    event::events,
    orders::ItemQuantity,
    privacy::{Section, Subject},
};
use serde::{Deserialize, Serialize};

/// A country that is shipped to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: CountryCode,
    /// In English.
    pub name: String,
    /// How its addresses are written.
    pub rules: AddressRules,
}

/// How a country writes addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressRules {
    /// Whether a postal code is needed; `None` when the country has none.
    pub postal_code_required: Option<bool>,
    /// An example, e.g. `10115`.
    pub postal_code_example: String,
    /// What it is called there: `Postal code`, `ZIP code`, `Postcode`, `Eircode`.
    pub postal_code_label: String,
    /// Whether a state is needed; `None` when addresses have none.
    pub state_required: Option<bool>,
    /// What it is called there: `State`, `Province`, `County`.
    pub state_label: String,
    /// The states to choose from, as code and name; free text when empty.
    pub states: Vec<(String, String)>,
}

/// What to ship where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateRequest {
    /// The destination.
    pub country: CountryCode,
    /// Of all lines, grams.
    pub weight_g: u32,
    /// Gross sum of the lines, for free shipping.
    pub subtotal: Money,
}

/// A way to ship at a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rate {
    /// The method.
    pub method: ShippingMethodId,
    /// E.g. `Standard`.
    pub name: String,
    /// E.g. `DHL`.
    pub carrier: String,
    /// Gross price; zero when free.
    pub price: Money,
    /// Working days, at best.
    pub days_min: u32,
    /// Working days, at worst.
    pub days_max: u32,
    /// Free from this gross subtotal on, if ever.
    pub free_from: Option<Money>,
}

/// A group of countries that share rates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Zone {
    pub id: ZoneId,
    pub name: String,
    pub countries: Vec<CountryCode>,
    pub methods: Vec<Method>,
}

/// A zone to be made or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneDraft {
    /// Chosen by the caller: the same id is the same zone.
    pub id: ZoneId,
    /// At most 100 characters, no two alike.
    pub name: String,
    /// Those that share its rates, at least one.
    pub countries: Vec<CountryCode>,
}

/// A way to ship within a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Method {
    pub id: ShippingMethodId,
    pub name: String,
    pub carrier: String,
    pub days_min: u32,
    pub days_max: u32,
    pub free_from: Option<Money>,
    /// Weight up to which (grams, inclusive) which price; ascending.
    pub tiers: Vec<WeightTier>,
}

/// A price up to a weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct WeightTier {
    pub up_to_g: u32,
    pub price: Money,
}

/// Where a parcel is.
///
/// ```text
/// pending -> in_transit -> delivered
///    |           |
///    |           +-> returned
///    +-> cancelled
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ShipmentStatus {
    Pending,
    InTransit,
    Delivered,
    Returned,
    Cancelled,
}

impl ShipmentStatus {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Pending, Self::InTransit, Self::Delivered, Self::Returned, Self::Cancelled];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::InTransit => "in_transit",
            Self::Delivered => "delivered",
            Self::Returned => "returned",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// A parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Shipment {
    /// Its id.
    pub id: ShipmentId,
    /// The order it is for.
    pub order: OrderId,
    /// That order's number.
    #[serde(default)]
    pub order_number: String,
    /// Who carries it.
    pub carrier: String,
    /// The carrier's number, unique.
    pub tracking_number: Option<String>,
    /// The carrier's page for it.
    pub tracking_url: Option<String>,
    /// Where it is.
    pub status: ShipmentStatus,
    /// When it should arrive.
    pub estimated_delivery: Option<chrono::NaiveDate>,
    /// When it left.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub shipped_at: Option<Timestamp>,
    /// When it was made.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// What is in it.
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub lines: Vec<ItemQuantity>,
    /// What happened to it, oldest first.
    pub events: Vec<FulfilmentEvent>,
}

/// What happened to a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "named after what they are")]
pub struct FulfilmentEvent {
    /// `created`, `picked_up`, `in_transit`, `delivered`, `returned`, `cancelled`.
    pub event_type: String,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    pub details: String,
}

/// A parcel to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewShipment {
    /// Chosen by the caller: the same id is the same parcel.
    pub id: ShipmentId,
    /// The order.
    pub order: OrderId,
    /// Its number, for the mail.
    pub order_number: String,
    /// Whom to tell.
    pub email: Email,
    /// BCP 47 language of the mail.
    pub language: String,
    /// Where it goes.
    pub address: Address,
    /// Who carries it.
    pub carrier: String,
    /// The carrier's number; one of our own is made when empty.
    pub tracking_number: String,
    /// What is in it.
    pub lines: Vec<ItemQuantity>,
}

events! { "shipping" {
    /// A parcel left.
    ShipmentDispatched / "shipment_dispatched" (shipment) {
        /// The parcel.
        shipment: ShipmentId,
        /// The order.
        order: OrderId,
        /// Its number, for the mail.
        order_number: String,
        /// Whom to tell.
        email: Email,
        /// BCP 47 language of the mail.
        language: String,
        /// Who carries it.
        carrier: String,
        /// The carrier's number.
        tracking_number: String,
        /// The carrier's page for it.
        tracking_url: Option<String>,
        /// What is in it.
        lines: Vec<ItemQuantity>,
    }
    /// A parcel arrived.
    ShipmentDelivered / "shipment_delivered" (shipment) {
        /// The parcel.
        shipment: ShipmentId,
        /// The order.
        order: OrderId,
        /// Whether it was the order's last one under way.
        all_delivered: bool,
    }
}}

contract! {
    /// How things get there. Owns `shipments`, `addresses`, `fulfillment_events`, zones and rates.
    pub trait Shipping as "shipping" {
        /// Where is shipped to, by name.
        async fn countries(&self) -> Result<Vec<Country>>;
        /// The address with spaces and cases mended. Field errors when the country's rules are broken or
        /// it is not shipped to.
        async fn check_address(&self, address: Address) -> Result<Address>;
        /// The methods for a destination, cheapest first; empty when it is not shipped to or too heavy.
        async fn rates(&self, request: RateRequest) -> Result<Vec<Rate>>;
        /// All zones with their methods.
        async fn zones(&self) -> Result<Vec<Zone>>;
        /// Makes or changes a zone; its methods stay as they are. A field error when the name is taken, a country is not
        /// known or belongs to another zone. Needs `ManageSettings`.
        async fn save_zone(&self, actor: Actor, zone: ZoneDraft) -> Result<()>;
        /// Takes a zone away with its methods: its countries are not shipped to any more. Needs `ManageSettings`.
        async fn remove_zone(&self, actor: Actor, id: ZoneId) -> Result<()>;
        /// Makes or changes a way to ship within a zone. Field errors `name`, `carrier`, `days_min`, `days_max`, `tiers`,
        /// `free_from`. Needs `ManageSettings`.
        async fn save_method(&self, actor: Actor, zone: ZoneId, method: Method) -> Result<()>;
        /// Takes a way to ship away; parcels under way stay. Needs `ManageSettings`.
        async fn remove_method(&self, actor: Actor, id: ShippingMethodId) -> Result<()>;
        /// Makes a parcel and sends it off; repeating it with the same id changes nothing. Needs `ShipOrders`.
        async fn dispatch(&self, actor: Actor, shipment: NewShipment) -> Result<Shipment>;
        /// Records what happened to a parcel: `in_transit`, `delivered`, `returned`. Needs `ShipOrders`.
        async fn record_event(&self, actor: Actor, id: ShipmentId, event_type: String, details: String) -> Result<Shipment>;
        /// The parcels of an order, oldest first.
        async fn shipments_of(&self, order: OrderId) -> Result<Vec<Shipment>>;
        /// The back office's list, newest first. Needs `ViewOrders`.
        async fn shipments(&self, actor: Actor, search: String, page: PageRequest) -> Result<Page<Shipment>>;
        /// What is kept here of a person. System only.
        async fn personal_data(&self, actor: Actor, subject: Subject) -> Result<Vec<Section>>;
        /// Erases where an order's parcels went; that they were sent and arrived stays. System only.
        async fn erase_order(&self, actor: Actor, order: OrderId) -> Result<()>;
    }
}
