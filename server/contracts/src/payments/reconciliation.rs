//! Findings of the reconciliation with the gateway's own book.

use crate::{Currency, Money, OrderId, PageRequest, PaymentId, ReconciliationId, Timestamp};
use serde::{Deserialize, Serialize};

/// An enum that is stored as text.
macro_rules! stored {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// As stored.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// What is stored under that text.
            pub fn from_text(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(super) use stored;

stored! {
    /// How the gateway's book and ours disagreed.
    ReconciliationKind {
        /// The gateway went further than we know: an answer or a webhook was lost.
        LostAnswer = "lost_answer",
        /// The gateway holds or took money of which we have no payment.
        UnknownCharge = "unknown_charge",
        /// The gateway holds or took money for a payment that was given up here.
        LateSuccess = "late_success",
        /// One payment has two charges.
        SecondCharge = "second_charge",
        /// The charge is of another amount or currency than the payment.
        WrongAmount = "wrong_amount",
        /// Money is held or was taken for a purchase that ended without an order.
        LooseMoney = "loose_money",
        /// The gateway sent back more than we know.
        UnknownRefund = "unknown_refund",
        /// The gateway sent back less than we believe.
        MissingRefund = "missing_refund",
    }
}

stored! {
    /// What is to be done about a finding.
    ReconciliationAction {
        /// Take over what the gateway says.
        Adopt = "adopt",
        /// Let go what is held.
        Void = "void",
        /// Send back what was taken.
        Refund = "refund",
        /// A person has to decide.
        Person = "person",
    }
}

stored! {
    /// How a finding ended.
    ReconciliationOutcome {
        /// We know now what the gateway knew.
        Adopted = "adopted",
        /// Nothing is held any more.
        Voided = "voided",
        /// The money went back.
        Refunded = "refunded",
        /// Both books agree again without our doing.
        Agreed = "agreed",
        /// A person settled it.
        Closed = "closed",
    }
}

/// One finding. Amounts are the gateway's: minor units in a currency that need not be one of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciliation {
    /// Its id.
    pub id: ReconciliationId,
    /// What is wrong.
    pub kind: ReconciliationKind,
    /// The gateway's id of the charge.
    pub charge_reference: String,
    /// The payment, if there is one.
    pub payment: Option<PaymentId>,
    /// Its order, if there is one.
    pub order: Option<OrderId>,
    /// How much is at stake, minor units.
    pub amount_minor: i64,
    /// ISO 4217, upper case.
    pub currency: String,
    /// What is wrong, for people.
    pub details: String,
    /// When it was found.
    pub found_at: Timestamp,
    /// What is to be done.
    pub action: ReconciliationAction,
    /// When it was settled.
    pub resolved_at: Option<Timestamp>,
    /// How it was settled.
    pub outcome: Option<ReconciliationOutcome>,
    /// Why the last try did not help, or what the person noted who settled it.
    pub note: Option<String>,
}

impl Reconciliation {
    /// The amount, if its currency is one of ours.
    pub fn amount(&self) -> Option<Money> {
        Currency::from_code(&self.currency).map(|currency| Money::new(self.amount_minor, currency))
    }
}

/// Which findings are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReconciliationQuery {
    /// Only those that are not settled.
    pub open_only: bool,
    /// Which part of the list.
    pub page: PageRequest,
}
