//! Charges that their payers dispute.

use super::reconciliation::stored;
use crate::{Currency, DisputeId, Money, OrderId, PageRequest, PaymentId, Timestamp};
use serde::{Deserialize, Serialize};

stored! {
    /// Who complained.
    DisputeKind {
        /// The payer's bank wants the money back; a decision follows.
        Dispute = "dispute",
        /// The bank warns that a dispute is likely: a refund in time prevents it.
        FraudWarning = "fraud_warning",
    }
}

/// A disputed charge as the gateway tells of it. Amounts are minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Its id.
    pub id: DisputeId,
    /// Who complained.
    pub kind: DisputeKind,
    /// The gateway's id of the case.
    pub gateway_reference: String,
    /// The gateway's id of the charge.
    pub charge_reference: String,
    /// The payment, if it is one of ours.
    pub payment: Option<PaymentId>,
    /// Its order, if there is one.
    pub order: Option<OrderId>,
    /// How much is disputed, minor units.
    pub amount_minor: i64,
    /// ISO 4217, upper case.
    pub currency: String,
    /// The gateway's word, e.g. `product_not_received`.
    pub reason: String,
    /// The gateway's word, e.g. `needs_response`, `won`; of a warning `actionable` or `past`.
    pub status: String,
    /// Whether nothing more can come of it.
    pub is_closed: bool,
    /// Until when evidence has to be sent.
    pub evidence_due_at: Option<Timestamp>,
    /// When it began.
    pub opened_at: Timestamp,
    /// When we last heard of it.
    pub updated_at: Timestamp,
}

impl Dispute {
    /// The amount, if its currency is one of ours.
    pub fn amount(&self) -> Option<Money> {
        Currency::from_code(&self.currency).map(|currency| Money::new(self.amount_minor, currency))
    }
}

/// Which cases are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeQuery {
    /// Only those of which something more can come.
    pub open_only: bool,
    /// Which part of the list.
    pub page: PageRequest,
}
