//! Lines of an order that go out or whose price goes back.

use crate::{OrderId, OrderItemId, Quantity, Timestamp};
use serde::{Deserialize, Serialize};

/// How many of an order's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct ItemQuantity {
    pub item: OrderItemId,
    pub quantity: Quantity,
}

/// What happens to lines of an order once it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// They are sent.
    Shipment,
    /// Their price goes back.
    Refund,
}

impl Movement {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shipment => "shipment",
            Self::Refund => "refund",
        }
    }

    /// The movement stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Shipment, Self::Refund].into_iter().find(|movement| movement.as_str() == text)
    }
}

/// Units that a parcel or a refund under way keeps from every other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineHold {
    /// The order.
    pub order: OrderId,
    /// What they are kept for.
    pub movement: Movement,
    /// The parcel's or the refund's id.
    pub reference: uuid::Uuid,
    /// The units.
    pub lines: Vec<ItemQuantity>,
    /// Since when.
    pub since: Timestamp,
    /// How often it was tried to bring it to its end.
    #[serde(default)]
    pub attempts: u32,
    /// Why the last try failed.
    #[serde(default)]
    pub failure: Option<String>,
}
