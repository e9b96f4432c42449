//! Transfers: units that move from one warehouse to another, and take their time.

use crate::{PageRequest, Sku, Timestamp, TransferId, VariantId, WarehouseId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a transfer is.
///
/// ```text
/// draft -> in_transit -> partly_received -> received
///   |          |               |
///   +----------+---------------+-> cancelled
/// ```
///
/// Units of a draft are still for sale. What is under way is for sale nowhere; when a transfer is cancelled it goes back
/// to where it came from. What is lost on the way is under way no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum TransferStatus {
    Draft,
    InTransit,
    PartlyReceived,
    Received,
    Cancelled,
}

impl TransferStatus {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::InTransit, Self::PartlyReceived, Self::Received, Self::Cancelled];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InTransit => "in_transit",
            Self::PartlyReceived => "partly_received",
            Self::Received => "received",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether a transfer may go from here to `next`.
    pub fn can_become(self, next: Self) -> bool {
        use TransferStatus as S;
        matches!(
            (self, next),
            (S::Draft, S::InTransit | S::Cancelled)
                | (S::InTransit | S::PartlyReceived, S::PartlyReceived | S::Received | S::Cancelled)
        )
    }

    /// Whether units of it are on neither shelf.
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::InTransit | Self::PartlyReceived)
    }
}

/// A transfer that begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferDraft {
    /// The id it gets: the same one again is the same transfer.
    pub id: TransferId,
    /// Where the units are.
    pub from: WarehouseId,
    /// Where they go.
    pub to: WarehouseId,
    /// For colleagues; up to 500 characters, may be empty.
    pub note: String,
}

/// A transfer in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferRow {
    /// Its id.
    pub id: TransferId,
    /// What people call it by, after `T-`.
    pub number: i64,
    /// Where it is.
    pub status: TransferStatus,
    /// Where the units come from.
    pub from: WarehouseId,
    /// That warehouse's name.
    pub from_name: String,
    /// Where they go.
    pub to: WarehouseId,
    /// That warehouse's name.
    pub to_name: String,
    /// How many articles it has.
    pub articles: u32,
    /// Units of all of them.
    pub units: u32,
    /// Of these, units that have come.
    pub received: u32,
    /// Of these, units that were lost on their way.
    pub lost: u32,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When something was last done with it.
    pub updated_at: Timestamp,
}

impl TransferRow {
    /// What people call it by: `T-12`.
    pub fn label(&self) -> String {
        format!("T-{}", self.number)
    }
}

/// An article of a transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferLine {
    /// The variant.
    pub variant: VariantId,
    /// Its SKU.
    pub sku: Sku,
    /// Product name and choices.
    pub name: String,
    /// Units that go.
    pub units: u32,
    /// Of these, units that have come.
    pub received: u32,
    /// Of these, units that went back when the transfer was cancelled.
    pub returned: u32,
    /// Of these, units that were lost on their way.
    pub lost: u32,
    /// Units that can be sold now where they come from.
    pub available: u32,
}

impl TransferLine {
    /// Units that have neither come nor gone back nor been lost; of a draft those that are to go.
    pub fn outstanding(&self) -> u32 {
        self.units.saturating_sub(self.received).saturating_sub(self.returned).saturating_sub(self.lost)
    }
}

/// Units of a transfer that came together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferArrival {
    /// How many.
    pub units: u32,
    /// How many were given up as lost then.
    pub lost: u32,
    /// Who took them in.
    pub received_by: String,
    /// When.
    pub at: Timestamp,
}

/// A transfer with all that is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// As in the list.
    pub row: TransferRow,
    /// For colleagues.
    pub note: String,
    /// Who began it.
    pub created_by: String,
    /// When the units left.
    pub sent_at: Option<Timestamp>,
    /// When it came to its end.
    pub ended_at: Option<Timestamp>,
    /// Why it was cancelled; empty when it was not.
    pub cancelled_because: String,
    /// Its articles, by SKU.
    pub lines: Vec<TransferLine>,
    /// What came when, oldest first.
    pub arrivals: Vec<TransferArrival>,
}

/// So many units of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct TransferUnits {
    pub variant: VariantId,
    pub units: u32,
}

/// What has come of a transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferReceipt {
    /// Names this arrival: told again, it is booked once.
    pub id: Uuid,
    /// Lines without units are passed over.
    pub lines: Vec<TransferUnits>,
    /// Whether what is under way then does not come any more: it is written off, and the transfer is at its end.
    #[serde(default)]
    pub rest_is_lost: bool,
}

/// Which transfers are wanted; the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferQuery {
    /// Part of a number (`T-12`), or of the SKU or name of an article.
    pub search: String,
    /// Only this status.
    pub status: Option<TransferStatus>,
    /// Only from or to this warehouse.
    pub warehouse: Option<WarehouseId>,
    /// Only with this variant.
    pub variant: Option<VariantId>,
    /// The part of the list.
    pub page: PageRequest,
}

#[cfg(test)]
mod tests {
    use super::TransferStatus as S;

    #[test]
    fn what_has_come_or_was_cancelled_stays_so() {
        for end in [S::Received, S::Cancelled] {
            assert!(!S::ALL.into_iter().any(|next| end.can_become(next)), "{end:?}");
        }
        assert!(!S::InTransit.can_become(S::Draft), "what has left cannot be changed");
        assert!(!S::Draft.can_become(S::Received), "what never left cannot come");
    }
}
