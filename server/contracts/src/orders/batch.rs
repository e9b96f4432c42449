//! One act on many orders: chosen, looked at, confirmed, done one after the other.

use super::{OrderQuery, OrderStatus, PaymentState};
use crate::{BatchId, Money, OrderId, Permission, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// What is done with each order of a batch. The last two only read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum BatchAction {
    Capture,
    Cancel,
    Tag,
    Note,
    PickList,
    PackingSlips,
}

impl BatchAction {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Capture, Self::Cancel, Self::Tag, Self::Note, Self::PickList, Self::PackingSlips];

    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Capture => "capture",
            Self::Cancel => "cancel",
            Self::Tag => "tag",
            Self::Note => "note",
            Self::PickList => "pick_list",
            Self::PackingSlips => "packing_slips",
        }
    }

    /// The action stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == text)
    }

    /// What one needs for it, beside seeing orders.
    pub fn permission(self) -> Permission {
        match self {
            Self::Capture => Permission::CapturePayments,
            Self::Cancel => Permission::CancelOrders,
            Self::Tag | Self::Note | Self::PickList | Self::PackingSlips => Permission::ViewOrders,
        }
    }

    /// Whether nothing is changed by it, so that there is nothing to confirm.
    pub fn only_reads(self) -> bool {
        matches!(self, Self::PickList | Self::PackingSlips)
    }

    /// Why an order is left out, if it is; `is_sent`: some of its units are on their way.
    pub fn refusal(self, status: OrderStatus, payment: PaymentState, is_sent: bool) -> Option<&'static str> {
        match self {
            Self::Capture if status == OrderStatus::Cancelled => Some("The order is cancelled."),
            Self::Capture if payment == PaymentState::Authorised => None,
            Self::Capture if payment == PaymentState::Unpaid => Some("Nothing is held that could be taken."),
            Self::Capture => Some("The payment was captured or released before."),
            Self::Cancel if status == OrderStatus::Cancelled => Some("The order is cancelled already."),
            Self::Cancel if is_sent || matches!(status, OrderStatus::Shipped | OrderStatus::Delivered) => {
                Some("Something of it was sent already.")
            }
            _ => None,
        }
    }
}

/// Which orders go into a batch; at most [`Batch::MOST`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BatchChoice {
    /// These.
    Orders(Vec<OrderId>),
    /// The newest of those that a list shows; its page and sort say nothing here.
    Matching(Box<OrderQuery>),
}

/// Where an order of a batch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchRowState {
    /// It will be acted on.
    Waiting,
    /// It cannot be acted on as it is.
    Skipped,
    /// It was acted on.
    Done,
    /// It was tried and refused.
    Failed,
}

impl BatchRowState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Skipped, Self::Done, Self::Failed];

    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Skipped => "skipped",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// The state stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// Orders that were chosen, as they are now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// What is done with them.
    pub action: BatchAction,
    /// The reason, the tag or the note; empty before it is confirmed.
    pub input: String,
    /// Who chose them: nobody else may confirm it or go on.
    pub author: UserId,
    /// Their e-mail address.
    pub author_label: String,
    /// When they were chosen.
    pub created_at: Timestamp,
    /// Since when it counts.
    pub confirmed_at: Option<Timestamp>,
    /// The orders, newest first. Before it is confirmed their state says what would become of them.
    pub rows: Vec<BatchRow>,
}

impl Batch {
    /// The most orders of a batch.
    pub const MOST: usize = 1_000;

    /// How many of its orders are there.
    pub fn count(&self, state: BatchRowState) -> usize {
        self.rows.iter().filter(|row| row.state == state).count()
    }
}

/// An order of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchRow {
    /// Which.
    pub order: OrderId,
    /// Names what is done with it, so that it is done once.
    pub key: uuid::Uuid,
    /// What people call it.
    pub number: String,
    /// Who receives it.
    pub name: String,
    /// Where it is now.
    pub status: OrderStatus,
    /// Where its money is now.
    pub payment_status: PaymentState,
    /// What is to be paid.
    pub total: Money,
    /// Where it is in the batch.
    pub state: BatchRowState,
    /// Why it is skipped or failed.
    pub told: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_held_is_captured_and_only_what_was_not_sent_is_cancelled() {
        use {BatchAction as A, OrderStatus as S, PaymentState as P};
        assert_eq!(A::Capture.refusal(S::Confirmed, P::Authorised, false), None);
        assert!(A::Capture.refusal(S::Confirmed, P::Paid, false).is_some());
        assert!(A::Capture.refusal(S::Cancelled, P::Authorised, false).is_some());
        assert_eq!(A::Cancel.refusal(S::Pending, P::Unpaid, false), None);
        assert!(A::Cancel.refusal(S::Confirmed, P::Paid, true).is_some());
        assert!(A::Cancel.refusal(S::Delivered, P::Paid, false).is_some());
        assert_eq!(A::Tag.refusal(S::Cancelled, P::Voided, true), None);
    }
}
