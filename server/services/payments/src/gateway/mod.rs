//! Who moves the money. Every call is made outside transactions, with a key that was stored before, so
//! that it can be repeated when its answer is lost.

mod stripe;
mod stripe_cases;
mod stripe_checkout;
mod stripe_events;
mod terms;
mod test_gateway;

pub use stripe::StripeGateway;
pub use terms::{Case, Sum, Terms};
pub use test_gateway::TestGateway;

use async_trait::async_trait;
use contracts::{CheckoutId, Money, PaymentId, RefundId, Timestamp, payments::GiftCardShare};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A payment gateway.
#[async_trait]
pub trait PaymentGateway: Send + Sync {
    /// `test` or `stripe`.
    fn name(&self) -> &'static str;
    /// What one pays with: `test_card` or `card`.
    fn method(&self) -> &'static str;
    /// What the browser needs to talk to the gateway itself.
    fn publishable_key(&self) -> Option<String>;
    /// The script that the browser needs for that.
    fn script_url(&self) -> Option<String> {
        None
    }
    /// As much of a payment method as may be stored: a token, never a card's number.
    fn storable(&self, method: &str) -> String;
    /// Holds an amount. The same key is the same charge, whatever else is sent.
    async fn authorise(&self, key: &str, charge: &NewCharge) -> Result<Charge, Failure>;
    /// A charge as it stands.
    async fn retrieve(&self, reference: &str) -> Result<Charge, Failure>;
    /// Takes the held amount.
    async fn capture(&self, key: &str, reference: &str, amount: Money) -> Result<Charge, Failure>;
    /// Lets the held amount go.
    async fn void(&self, key: &str, reference: &str) -> Result<Charge, Failure>;
    /// Sends an amount back.
    async fn refund(
        &self,
        key: &str,
        reference: &str,
        refund: RefundId,
        amount: Money,
    ) -> Result<Returned, Failure>;
    /// A refund as it stands.
    async fn retrieve_refund(&self, reference: &str) -> Result<Returned, Failure>;
    /// The refunds of a charge, at most 100, newest first.
    async fn refunds_of(&self, reference: &str) -> Result<Vec<Returned>, Failure>;
    /// A dispute or a warning of fraud as it stands.
    async fn retrieve_case(&self, subject: &Subject) -> Result<Case, Failure>;
    /// A page of everything it knows, newest first, after that entry; empty when there is no more.
    async fn book(&self, after: Option<&str>) -> Result<Vec<Entry>, Failure>;
    /// A page of what it told since then, received or not, newest first, after that event; empty when there is
    /// no more.
    async fn events(&self, _since: Timestamp, _after: Option<&str>) -> Result<Vec<Told>, Failure> {
        Ok(Vec::new())
    }
    /// What a webhook is about, if the gateway really sent it.
    fn verify_webhook(&self, body: &[u8], signature: &str) -> Result<Notice, Failure>;
    /// Answers a challenge in the payer's place; only the test gateway can.
    async fn answer_challenge(&self, reference: &str, passed: bool) -> Result<(), Failure>;
}

/// An amount to be held.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewCharge {
    /// Our payment.
    pub payment: PaymentId,
    /// What it is for.
    pub checkout: CheckoutId,
    /// How much.
    pub amount: Money,
    /// What a gift card pays beside it: told to the gateway, so that it is known when it is lost here.
    #[serde(default)]
    pub gift_card: Option<GiftCardShare>,
    /// What the browser got for the card.
    pub method: String,
    /// Where the payer comes back to.
    pub return_url: String,
}

/// A charge as the gateway sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// The gateway's id; none when it made no charge at all.
    pub reference: Option<String>,
    /// Where it is.
    pub standing: Standing,
    /// E.g. `Visa ending 4242`; empty when not known.
    pub label: String,
    /// What the gateway said, without anything secret.
    pub response: Value,
    /// What it is of and for.
    pub terms: Terms,
}

impl Charge {
    /// What stands for a charge when there is none at the gateway.
    pub fn none(standing: Standing, response: Value) -> Self {
        Self { reference: None, standing, label: String::new(), response, terms: Terms::default() }
    }
}

impl From<Entry> for Charge {
    fn from(entry: Entry) -> Self {
        let Entry { reference, standing, terms, .. } = entry;
        Self { reference: Some(reference), standing, label: String::new(), response: Value::Null, terms }
    }
}

/// Where a charge is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The gateway is still at it.
    Processing,
    /// The payer has to pass a challenge there.
    RequiresAction(Option<String>),
    /// The amount is held.
    Authorised,
    /// The amount is taken.
    Captured,
    /// No, and why, for the payer.
    Declined(String),
    /// The amount was let go.
    Voided,
}

/// A refund as the gateway sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// The gateway's id.
    pub reference: String,
    /// Where it is.
    pub status: contracts::payments::RefundStatus,
    /// How much goes back, if the gateway says so in a currency of ours.
    pub amount: Option<Money>,
    /// The gateway's id of the charge.
    pub charge: Option<String>,
    /// Our refund, unless somebody made it at the gateway itself.
    pub ours: Option<RefundId>,
    /// Why it failed.
    pub failure: Option<String>,
}

/// A charge in the gateway's own book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The gateway's id.
    pub reference: String,
    /// Where it is.
    pub standing: Standing,
    /// What it is of and for.
    pub terms: Terms,
    /// When it was made, by the gateway's clock.
    pub created_at: Timestamp,
}

/// What a webhook is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The gateway's id of the event.
    pub event: String,
    /// The object that changed.
    pub subject: Subject,
}

/// A notice in the gateway's own list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What was told.
    pub notice: Notice,
    /// When, by the gateway's clock.
    pub at: Timestamp,
}

/// Whether a gateway's id only stands in for a charge's until the payer has paid.
pub fn is_stand_in(reference: &str) -> bool {
    stripe_checkout::is_session(reference)
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A charge.
    Charge(String),
    /// A refund.
    Refund(String),
    /// The refunds of this charge.
    RefundsOf(String),
    /// A dispute.
    Dispute(String),
    /// A bank's warning that a dispute is likely.
    FraudWarning(String),
    /// Nothing of interest.
    Other,
}

/// Why a gateway did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Nobody knows whether it was done: ask again with the same key.
    #[error("no answer: {0}")]
    Unavailable(String),
    /// It was not done, and the same request never will be.
    #[error("refused: {0}")]
    Refused(String),
    /// A webhook that the gateway did not send.
    #[error("a webhook with a wrong signature")]
    Forged,
}
