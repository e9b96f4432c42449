//! The record of each run of the checkout flow, and what a person decides about it.

use crate::{CartId, CheckoutId, OrderId, Timestamp};
use serde::{Deserialize, Serialize};

/// Where a run of the checkout flow is. Flows own no tables, so orders keeps it for them.
///
/// ```text
/// started -> stock_reserved -> authorised -> placed -> confirmed -> completed
///    |            |  ^             |           |          |
///    |            v  |             |           |          |
///    |       awaiting_payer        |           |          |
///    +------------+----------------+-----------+----------+-> undoing -> abandoned | stuck
/// ```
///
/// A run that was refused its stock has nothing to undo: `started -> abandoned`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckoutState {
    /// Recorded; nothing has been done.
    Started,
    /// Stock is held.
    StockReserved,
    /// The payer has to do something (3-D Secure).
    AwaitingPayer,
    /// The amount is authorised, not captured.
    Authorised,
    /// The order exists, pending.
    Placed,
    /// Stock is sold, the order confirmed.
    Confirmed,
    /// The amount is captured (or will be at dispatch): done.
    Completed,
    /// Steps are being undone.
    Undoing,
    /// Everything is undone: done.
    Abandoned,
    /// An undo failed for good: a person has to look.
    Stuck,
}

impl CheckoutState {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Started,
        Self::StockReserved,
        Self::AwaitingPayer,
        Self::Authorised,
        Self::Placed,
        Self::Confirmed,
        Self::Completed,
        Self::Undoing,
        Self::Abandoned,
        Self::Stuck,
    ];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::StockReserved => "stock_reserved",
            Self::AwaitingPayer => "awaiting_payer",
            Self::Authorised => "authorised",
            Self::Placed => "placed",
            Self::Confirmed => "confirmed",
            Self::Completed => "completed",
            Self::Undoing => "undoing",
            Self::Abandoned => "abandoned",
            Self::Stuck => "stuck",
        }
    }

    /// The state stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether the flow may go from here to `next`.
    pub fn can_become(self, next: Self) -> bool {
        use CheckoutState as S;
        matches!(
            (self, next),
            (S::Started, S::StockReserved | S::Undoing | S::Abandoned)
                | (S::StockReserved, S::AwaitingPayer | S::Authorised | S::Undoing)
                | (S::AwaitingPayer, S::Authorised | S::Undoing)
                | (S::Authorised, S::Placed | S::Undoing)
                | (S::Placed, S::Confirmed | S::Undoing)
                | (S::Confirmed, S::Completed | S::Undoing)
                | (S::Undoing, S::Abandoned | S::Stuck)
                | (S::Stuck, S::Undoing)
        )
    }

    /// Whether nothing more happens by itself.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Abandoned | Self::Stuck)
    }
}

/// A run of the checkout flow, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutRecord {
    /// Its id; also the reservation's.
    pub id: CheckoutId,
    /// The cart it empties.
    pub cart: CartId,
    /// The shopper's key for this attempt: the same key is the same run.
    pub idempotency_key: String,
    /// Where it is.
    pub state: CheckoutState,
    /// The flow's own notes (what to order, the payment's id, the failure); a JSON object as text.
    pub data: String,
    /// How often the present state was tried.
    pub attempts: u32,
    /// Why it was undone or is stuck.
    pub failure: Option<String>,
    /// The order, once placed.
    pub order: Option<OrderId>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it last moved.
    pub updated_at: Timestamp,
    /// When it is tried again at the earliest, after a failure.
    pub next_attempt_at: Timestamp,
}

/// A move of a run, as it was noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutStep {
    /// Where it was; none when it began.
    pub from: Option<CheckoutState>,
    /// Where it went.
    pub to: CheckoutState,
    /// When.
    pub at: Timestamp,
    /// Why, for people.
    pub note: Option<String>,
}

/// What a person decides about something that does not come to its end by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intervention {
    /// It is tried again at once.
    Retry,
    /// What was done so far is taken back.
    Undo,
    /// Nothing more is done by itself: a person has seen to it.
    Settle,
}

impl Intervention {
    /// What was done, as the audit log calls it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Retry => "retried",
            Self::Undo => "undone",
            Self::Settle => "settled",
        }
    }

    /// The reason that was typed for it, without the space around it. Only another try needs none.
    ///
    /// # Errors
    /// A field error when there is none, or more than 500 characters.
    pub fn reason(self, typed: &str) -> crate::Result<String> {
        let reason = typed.trim();
        if reason.is_empty() && self != Self::Retry {
            return Err(crate::Error::field("reason", "Please say why: it is kept in the audit log."));
        }
        if reason.chars().count() > 500 {
            return Err(crate::Error::field("reason", "Please be shorter: at most 500 characters."));
        }
        Ok(reason.to_owned())
    }
}

/// A person's decision about a run of the checkout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutDecision {
    /// The run.
    pub id: CheckoutId,
    /// Where the person saw it.
    pub from: CheckoutState,
    /// What is to become of it.
    pub act: Intervention,
    /// Why.
    pub reason: String,
    /// The flow's notes from now on; a JSON object as text.
    pub data: String,
}
