//! Webhooks: which machines of others are told what, and how each delivery went.

use crate::{EventId, Timestamp, WebhookDeliveryId, WebhookEndpointId};
use serde::{Deserialize, Serialize};

/// What endpoints can be told; docs/webhooks.md describes each. The names are public and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum WebhookEvent {
    OrderConfirmed,
    OrderShipped,
    OrderDelivered,
    OrderCancelled,
    OrderRefunded,
    ShipmentDispatched,
    ShipmentDelivered,
    ProductChanged,
    StockChanged,
    StockLow,
}

impl WebhookEvent {
    /// All of them, in the order a list shows them.
    pub const ALL: [Self; 10] = [
        Self::OrderConfirmed,
        Self::OrderShipped,
        Self::OrderDelivered,
        Self::OrderCancelled,
        Self::OrderRefunded,
        Self::ShipmentDispatched,
        Self::ShipmentDelivered,
        Self::ProductChanged,
        Self::StockChanged,
        Self::StockLow,
    ];

    /// The public name, e.g. `order.confirmed`: as stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OrderConfirmed => "order.confirmed",
            Self::OrderShipped => "order.shipped",
            Self::OrderDelivered => "order.delivered",
            Self::OrderCancelled => "order.cancelled",
            Self::OrderRefunded => "order.refunded",
            Self::ShipmentDispatched => "shipment.dispatched",
            Self::ShipmentDelivered => "shipment.delivered",
            Self::ProductChanged => "product.changed",
            Self::StockChanged => "stock.changed",
            Self::StockLow => "stock.low",
        }
    }

    /// The event of that public name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.as_str() == text)
    }
}

/// Why nothing is sent to an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookPause {
    /// Somebody of the staff paused it.
    Staff,
    /// Too many deliveries in a row were given up.
    Failures,
    /// The receiver answered 410: it wants nothing any more.
    Gone,
}

impl WebhookPause {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Failures => "failures",
            Self::Gone => "gone",
        }
    }

    /// The reason stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Staff, Self::Failures, Self::Gone].into_iter().find(|reason| reason.as_str() == text)
    }
}

/// Where a machine of others is told what happens. Its secret is not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookEndpoint {
    /// Its id.
    pub id: WebhookEndpointId,
    /// Grows with every change.
    pub version: u32,
    /// Where deliveries are posted to.
    pub url: String,
    /// What it is for; may be empty.
    pub description: String,
    /// What it is told; all events, later ones included, when none is named.
    pub events: Vec<WebhookEvent>,
    /// Why nothing is sent, if so.
    pub paused: Option<WebhookPause>,
    /// Until when the former secret signs beside the present one.
    pub former_secret_until: Option<Timestamp>,
    /// Deliveries given up since one arrived.
    pub failed_in_a_row: u32,
    /// When it was made.
    pub created_at: Timestamp,
}

/// An endpoint as it is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookDraft {
    /// Its id, also of a new one: a draft that is sent twice makes one endpoint.
    pub id: WebhookEndpointId,
    /// The version that is changed; none for a new one.
    pub version: Option<u32>,
    /// An `https` address at a public host.
    pub url: String,
    /// At most 200 characters; may be empty.
    pub description: String,
    /// What it is told; all events when none is named.
    pub events: Vec<WebhookEvent>,
}

/// An endpoint that was made or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedWebhook {
    /// The endpoint.
    pub endpoint: WebhookEndpoint,
    /// `whsec_` and base64; of a new one only, and not again when its draft is sent twice.
    pub secret: Option<String>,
}

/// Where a delivery is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookStatus {
    /// Waiting for its (next) try.
    Waiting,
    /// The receiver answered with 2xx.
    Delivered,
    /// Given up after its last try.
    Failed,
}

impl WebhookStatus {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Delivered, Self::Failed];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    /// The status stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// One event on its way to one endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookDelivery {
    /// Its id.
    pub id: WebhookDeliveryId,
    /// The event, and the `webhook-id` header.
    pub event: EventId,
    /// The event's public name, or `webhook.test`.
    pub event_type: String,
    /// The body, JSON.
    pub payload: String,
    /// Where it is.
    pub status: WebhookStatus,
    /// Tries so far.
    pub attempts: u32,
    /// When it is tried next; none once it has ended.
    pub next_attempt_at: Option<Timestamp>,
    /// The HTTP status of the last answer.
    pub response_status: Option<u16>,
    /// The first 4 KB of the last answer.
    pub response_body: String,
    /// Why the last try failed, in words.
    pub last_error: Option<String>,
    /// How long the last try took, milliseconds.
    pub took_ms: Option<u32>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it arrived.
    pub delivered_at: Option<Timestamp>,
}

/// Which deliveries are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookDeliveryQuery {
    /// Of this endpoint.
    pub endpoint: WebhookEndpointId,
    /// Only this status.
    pub status: Option<WebhookStatus>,
    /// Only those that are older than this one.
    pub before: Option<WebhookDeliveryId>,
}

/// A part of an endpoint's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookDeliveries {
    /// The newest first.
    pub items: Vec<WebhookDelivery>,
    /// What to ask for next (`before`), when there are older ones.
    pub older: Option<WebhookDeliveryId>,
}
