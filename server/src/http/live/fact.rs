//! What the stream tells.

use contracts::{OrderId, Permission, Result, VariantId, inventory, orders};
use platform::{AnyEnvelope, decode};
use serde::{Deserialize, Serialize};

/// Something that happened. Nothing personal: whoever wants to know more opens the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// An order was placed.
    Order {
        /// The order.
        id: OrderId,
        /// Its number.
        number: String,
    },
    /// What can be bought of a variant changed.
    Stock {
        /// The variant.
        variant: VariantId,
        /// Whether it fell to its threshold.
        low: bool,
    },
    /// More events or jobs were given up.
    GivenUp {
        /// How many there are now.
        count: u64,
    },
    /// Something may have happened that is not told.
    Missed,
}

impl Fact {
    /// What an event tells; nothing for most events.
    ///
    /// # Errors
    /// `Internal` when the event cannot be read.
    pub fn of(envelope: &AnyEnvelope) -> Result<Option<Self>> {
        match envelope.service.as_str() {
            "orders" => Ok(of_orders(decode(envelope)?)),
            "inventory" => Ok(of_inventory(&decode(envelope)?)),
            _ => Ok(None),
        }
    }

    /// Whether somebody with these permissions may hear it.
    pub fn is_for(&self, permissions: &[Permission]) -> bool {
        let needed = match self {
            Self::Order { .. } => Permission::ViewOrders,
            Self::Stock { .. } => Permission::ViewStock,
            Self::GivenUp { .. } => Permission::OperateSystem,
            Self::Missed => return true,
        };
        permissions.contains(&needed)
    }

    /// As an event of the stream (HTML Standard, 9.2.6), after which a client goes on from `id`.
    pub fn event(&self, id: &str) -> String {
        let data = serde_json::to_string(self).unwrap_or_default();
        format!("id: {id}\nevent: {}\ndata: {data}\n\n", self.name())
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Order { .. } => "order",
            Self::Stock { .. } => "stock",
            Self::GivenUp { .. } => "given_up",
            Self::Missed => "missed",
        }
    }
}

fn of_orders(event: orders::Event) -> Option<Fact> {
    match event {
        orders::Event::OrderPlaced { order, number, .. } => Some(Fact::Order { id: order, number }),
        _ => None,
    }
}

fn of_inventory(event: &inventory::Event) -> Option<Fact> {
    match event {
        inventory::Event::StockChanged { variant, .. } => Some(Fact::Stock { variant: *variant, low: false }),
        inventory::Event::StockLow { variant, .. } => Some(Fact::Stock { variant: *variant, low: true }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> [Fact; 4] {
        let id = platform::ids::mint();
        [
            Fact::Order { id: id.into(), number: "TW-1".into() },
            Fact::Stock { variant: id.into(), low: true },
            Fact::GivenUp { count: 1 },
            Fact::Missed,
        ]
    }

    fn heard(permissions: &[Permission]) -> Vec<&'static str> {
        facts().iter().filter(|fact| fact.is_for(permissions)).map(Fact::name).collect()
    }

    #[test]
    fn each_fact_is_for_who_may_see_what_it_is_about() {
        assert_eq!(heard(&[]), ["missed"]);
        assert_eq!(heard(&[Permission::ViewOrders]), ["order", "missed"]);
        assert_eq!(heard(&[Permission::ViewStock, Permission::ViewCatalog]), ["stock", "missed"]);
        assert_eq!(heard(&[Permission::OperateSystem]), ["given_up", "missed"]);
        assert_eq!(heard(&Permission::ALL).len(), 4);
    }

    #[test]
    fn processes_tell_each_other_what_they_mean() {
        let told = serde_json::to_string(&facts()).unwrap();
        let heard: Vec<Fact> = serde_json::from_str(&told).unwrap();
        assert_eq!(
            heard.iter().map(Fact::name).collect::<Vec<_>>(),
            ["order", "stock", "given_up", "missed"]
        );
    }

    #[test]
    fn an_event_of_the_stream_is_one_block_with_its_id() {
        let text = Fact::GivenUp { count: 3 }.event("a.7");
        assert_eq!(text, "id: a.7\nevent: given_up\ndata: {\"fact\":\"given_up\",\"count\":3}\n\n");
    }
}
