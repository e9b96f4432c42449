//! Payments and refunds through a gateway: the built-in test gateway or Stripe.

mod dispute;
mod gift_card;
mod reconciliation;
mod way;

pub use dispute::{Dispute, DisputeKind, DisputeQuery};
pub use gift_card::{
    GiftCard, GiftCardAdjustment, GiftCardDraft, GiftCardHistory, GiftCardMovement, GiftCardMovementKind,
    GiftCardOffer, GiftCardQuery, GiftCardShare, GiftCardStatus, IssuedGiftCard,
};
pub use reconciliation::{
    Reconciliation, ReconciliationAction, ReconciliationKind, ReconciliationOutcome, ReconciliationQuery,
};
pub use way::{PaymentKind, PaymentWay};

use crate::{
    Actor, CheckoutId, DisputeId, GiftCardId, Money, OrderId, Page, PageRequest, PaymentId, ReconciliationId,
    RefundId, Timestamp,
    contract::contract,
    event::events,
    privacy::{Section, Subject},
};
use serde::{Deserialize, Serialize};

/// Where a payment is.
///
/// ```text
/// created -> requires_action -> authorised -> captured
///    |  |          |    |            |
///    |  +----------|----+--> failed  +-> voided
///    +-------------+-------> voided
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// Recorded; the gateway may or may not know of it.
    Created,
    /// The payer has to pass a challenge (3-D Secure).
    RequiresAction,
    /// The gateway holds the amount for us.
    Authorised,
    /// The amount is ours.
    Captured,
    /// Declined; another payment has to be made.
    Failed,
    /// Given up before it was captured.
    Voided,
}

impl PaymentStatus {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Created, Self::RequiresAction, Self::Authorised, Self::Captured, Self::Failed, Self::Voided];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::RequiresAction => "requires_action",
            Self::Authorised => "authorised",
            Self::Captured => "captured",
            Self::Failed => "failed",
            Self::Voided => "voided",
        }
    }

    /// The status stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// An amount to be authorised. The id is chosen by the caller, and so the call can be repeated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorise {
    /// The payment; the same id is the same payment.
    pub payment: PaymentId,
    /// What it is for.
    pub checkout: CheckoutId,
    /// How much, with what a gift card pays of it.
    pub amount: Money,
    /// What a gift card pays of it: the gateway is asked for the rest, and for nothing when it pays all.
    #[serde(default)]
    pub gift_card: Option<GiftCardShare>,
    /// What the browser got for the card: a test card's number, Stripe's `ctoken_…` or `pm_…`, or [`HOSTED_PAGE`].
    pub method: String,
    /// Where the payer comes back to after a challenge.
    pub return_url: String,
}

/// A payment as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// What it is for.
    pub checkout: CheckoutId,
    /// The order, once there is one.
    pub order: Option<OrderId>,
    /// Where it is.
    pub status: PaymentStatus,
    /// `test_card` or `card`; `gift_card` when one pays all.
    pub method: String,
    /// E.g. `Visa ending 4242`.
    pub method_label: String,
    /// What was asked for, with what a gift card pays of it.
    pub amount: Money,
    /// What a gift card pays of it.
    #[serde(default)]
    pub gift_card: Option<GiftCardShare>,
    /// What was captured, with the gift card's share.
    pub captured: Money,
    /// What has gone back, or is on its way back, to card and gift card.
    pub refunded: Money,
    /// The gateway: `test` or `stripe`; `gift_card` when none was asked.
    pub gateway: String,
    /// The gateway's own id.
    pub gateway_reference: Option<String>,
    /// Where the payer has to go, for [`PaymentStatus::RequiresAction`].
    pub action_url: Option<String>,
    /// For the payer, after a decline.
    pub decline_message: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Its refunds, oldest first.
    pub refunds: Vec<Refund>,
}

impl Payment {
    /// What the gateway is asked for: all that no gift card pays.
    pub fn charged(&self) -> Money {
        let paid = self.gift_card.as_ref().map_or(0, |share| share.amount.minor);
        Money::new(self.amount.minor - paid, self.amount.currency)
    }
}

/// Money going back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Refund {
    pub id: RefundId,
    pub amount: Money,
    /// What of it goes back to the gift card: what the gateway was not asked for.
    #[serde(default)]
    pub to_gift_card: Option<Money>,
    pub status: RefundStatus,
    pub reason: String,
    pub at: Timestamp,
    /// Why it failed, in the gateway's words.
    #[serde(default)]
    pub failure: Option<String>,
}

/// A charge as the gateway sees it at this moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtGateway {
    /// The gateway's own id.
    pub reference: String,
    /// `processing`, `requires_action`, `authorised`, `captured`, `declined` or `voided`.
    pub standing: String,
}

/// Money whose whereabouts are not known, or which did not go back: a person has to look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unresolved {
    /// The payment.
    pub payment: PaymentId,
    /// Its order, if there is one.
    pub order: Option<OrderId>,
    /// What was asked of the gateway: `authorise`, `capture`, `void` or `refund`.
    pub operation: String,
    /// How much it is about.
    pub amount: Money,
    /// The gateway's own id of it, if it ever answered.
    pub gateway_reference: Option<String>,
    /// What is wrong.
    pub problem: String,
    /// Since when.
    pub since: Timestamp,
}

/// Where a refund is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    /// Recorded; the gateway has not confirmed it yet.
    Pending,
    /// Done.
    Processed,
    /// Refused by the gateway; the amount can be refunded again.
    Failed,
}

/// Instead of a card's token: a gift card pays all.
pub const GIFT_CARD: &str = "gift_card";

/// Instead of a card's token: the payer enters the card at a page of the gateway's.
pub const HOSTED_PAGE: &str = "hosted_page";

/// The built-in test gateway's cards (the numbers are Stripe's) and what they do.
pub const TEST_CARDS: [(&str, &str); 7] = [
    ("4242424242424242", "succeeds"),
    ("4000000000000002", "is declined"),
    ("4000000000009995", "has insufficient funds"),
    ("4000002500003155", "asks for a challenge"),
    ("4000008400001629", "asks for a challenge, then is declined"),
    ("4000000000000341", "is authorised, its capture is refused"),
    ("4000000000005126", "succeeds, its refunds fail later"),
];

/// The digits of a test card that was typed with spaces; `None` for any other card, whose number must
/// not be stored anywhere.
pub fn test_card(typed: &str) -> Option<&'static str> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    TEST_CARDS.into_iter().map(|(number, _)| number).find(|number| *number == digits)
}

/// What the checkout page needs to know of the gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayInfo {
    /// `test` or `stripe`.
    pub gateway: String,
    /// Stripe's publishable key.
    pub publishable_key: Option<String>,
    /// Where Stripe's script is.
    #[serde(default)]
    pub script_url: Option<String>,
    /// Whether to capture at once (`false`: staff captures, at dispatch at the latest).
    pub capture_at_checkout: bool,
    /// Every way to pay that this version knows, in the order in which they are offered, and for which orders.
    #[serde(default)]
    pub ways: Vec<PaymentWay>,
}

impl GatewayInfo {
    /// A way to pay and for which orders it is offered.
    pub fn way(&self, kind: PaymentKind) -> PaymentWay {
        let known = self.ways.iter().find(|way| way.kind == kind);
        known.cloned().unwrap_or_else(|| PaymentWay::unchanged(kind))
    }
}

events! { "payments" {
    /// An amount is held for us.
    PaymentAuthorised / "payment_authorised" (payment) {
        /// The payment.
        payment: PaymentId,
        /// What it is for.
        checkout: CheckoutId,
        /// How much.
        amount: Money,
    }
    /// An amount is ours.
    PaymentCaptured / "payment_captured" (payment) {
        /// The payment.
        payment: PaymentId,
        /// What it is for.
        checkout: CheckoutId,
        /// How much.
        amount: Money,
    }
    /// The gateway declined.
    PaymentFailed / "payment_failed" (payment) {
        /// The payment.
        payment: PaymentId,
        /// What it is for.
        checkout: CheckoutId,
        /// The gateway's reason.
        reason: String,
    }
    /// An amount that was held is free again.
    PaymentVoided / "payment_voided" (payment) {
        /// The payment.
        payment: PaymentId,
        /// What it was for.
        checkout: CheckoutId,
    }
    /// Money went back.
    RefundProcessed / "refund_processed" (refund) {
        /// The refund.
        refund: RefundId,
        /// Of which payment.
        payment: PaymentId,
        /// How much.
        amount: Money,
        /// What the asker wanted to remember; see [`Payments::refund`].
        memo: String,
    }
    /// Money did not go back after all.
    RefundFailed / "refund_failed" (refund) {
        /// The refund.
        refund: RefundId,
        /// Of which payment.
        payment: PaymentId,
        /// How much.
        amount: Money,
        /// The gateway's reason.
        reason: String,
        /// What the asker wanted to remember; see [`Payments::refund`].
        memo: String,
    }
    /// The gateway's book and ours disagree about a charge.
    ReconciliationFound / "reconciliation_found" (reconciliation) {
        /// The finding.
        reconciliation: ReconciliationId,
        /// The payment, if there is one.
        payment: Option<PaymentId>,
        /// Whether a person has to decide.
        needs_person: bool,
        /// What is wrong, in words.
        details: String,
    }
    /// A payer disputes a charge, the bank warns of it, or such a case went on.
    DisputeChanged / "dispute_changed" (dispute) {
        /// The case.
        dispute: DisputeId,
        /// The payment, if it is one of ours.
        payment: Option<PaymentId>,
        /// The gateway's word, e.g. `needs_response`.
        status: String,
        /// Until when evidence has to be sent.
        evidence_due_at: Option<Timestamp>,
    }
}}

contract! {
    /// Who paid what. Owns `payments`, `payment_ways`, `payment_order`, `refunds`, `gift_cards`,
    /// `gift_card_movements`.
    pub trait Payments as "payments" {
        /// What the checkout page needs to know of the gateway.
        async fn gateway(&self) -> Result<GatewayInfo>;
        /// Changes for which orders a way is offered; `version` is the one that was seen, `Conflict` when somebody else
        /// changed it meanwhile. Purchases under way go on. Field errors at `countries`, `minimum`, `maximum`. Needs
        /// `ManageSettings`.
        async fn save_payment_way(&self, actor: Actor, way: PaymentWay) -> Result<PaymentWay>;
        /// Has a way offered before the one that stands before it, or, if not `up`, after the one that follows; tells
        /// the order. Where there is none it stays. Needs `ManageSettings`.
        async fn move_payment_way(&self, actor: Actor, kind: PaymentKind, up: bool) -> Result<Vec<PaymentKind>>;
        /// Takes the gift card's share and asks the gateway to hold the rest. Repeating it asks again only when the
        /// first answer was lost. A decline, also by a gift card on which too little is left, is an `Ok` payment that
        /// is `Failed`; whatever ends a payment before it was captured puts the share back. `Conflict` for a new payment
        /// in a way that is switched off or not offered for the amount.
        async fn authorise(&self, request: Authorise) -> Result<Payment>;
        /// The payment as the gateway sees it now: after a challenge, or when an answer was lost.
        async fn refresh(&self, payment: PaymentId) -> Result<Payment>;
        /// Names the order a payment belongs to.
        async fn attach_order(&self, payment: PaymentId, order: OrderId) -> Result<()>;
        /// Takes the held amount, once. A refusal by the gateway is an `Ok` payment that is `Failed`.
        /// Needs `CapturePayments`.
        async fn capture(&self, actor: Actor, payment: PaymentId) -> Result<Payment>;
        /// Gives a payment up that was not captured. Repeating it changes nothing. `Conflict` if captured.
        async fn void(&self, payment: PaymentId) -> Result<Payment>;
        /// Sends money back, once per refund id; never more than was captured: to where the gateway took it from, and
        /// what it did not take to the gift card. `memo` is kept and comes
        /// back with [`Event::RefundProcessed`] or [`Event::RefundFailed`], so that whoever asked can finish.
        /// A refusal by the gateway is an `Ok` payment whose refund is `Failed`; it is final: another try has
        /// another id. Needs `RefundPayments`.
        async fn refund(&self, actor: Actor, refund: RefundId, payment: PaymentId, amount: Money, reason: String, memo: String) -> Result<Payment>;
        /// The card of a code, typed in any case with or without hyphens. A field error at `gift_card` when there is
        /// none, or it does not pay now.
        async fn gift_card_of(&self, code: String) -> Result<GiftCardOffer>;
        /// What a card that was entered before pays now; none when it does not. What checkouts in `own` have taken and
        /// may still give back counts as left.
        async fn gift_card_offer(&self, card: GiftCardId, own: Vec<CheckoutId>) -> Result<Option<GiftCardOffer>>;
        /// What a gift card paid of an order's total; none when none did.
        async fn paid_by_gift_card(&self, order: OrderId) -> Result<Option<Money>>;
        /// Issues a card, once per id. Needs `RefundPayments`: it is money.
        async fn issue_gift_card(&self, actor: Actor, draft: GiftCardDraft) -> Result<IssuedGiftCard>;
        /// Puts more on a card or takes some off, once per id. A field error at `amount` when less would be left than
        /// nothing. Needs `RefundPayments`.
        async fn adjust_gift_card(&self, actor: Actor, adjustment: GiftCardAdjustment) -> Result<GiftCard>;
        /// Blocks a card, or lets it pay again. Needs `RefundPayments`.
        async fn block_gift_card(&self, actor: Actor, card: GiftCardId, is_blocked: bool) -> Result<GiftCard>;
        /// The back office's list. Needs `ViewOrders`.
        async fn gift_cards(&self, actor: Actor, query: GiftCardQuery) -> Result<Page<GiftCard>>;
        /// A card with everything that happened to it. Needs `ViewOrders`.
        async fn gift_card(&self, actor: Actor, id: GiftCardId) -> Result<Option<GiftCardHistory>>;
        /// A payment by id. System and staff with `ViewOrders`.
        async fn payment(&self, actor: Actor, id: PaymentId) -> Result<Option<Payment>>;
        /// The payments of an order, oldest first. Needs `ViewOrders`.
        async fn payments_of(&self, actor: Actor, order: OrderId) -> Result<Vec<Payment>>;
        /// The back office's list, newest first. Needs `ViewOrders`.
        async fn payments(&self, actor: Actor, search: String, page: PageRequest) -> Result<Page<Payment>>;
        /// Calls that the gateway never answered and refunds that it refused and nobody made good, oldest
        /// first; at most 100. Needs `OperateSystem`.
        async fn unresolved(&self, actor: Actor) -> Result<Vec<Unresolved>>;
        /// Where the gateway's book and ours disagreed and what was done about it, newest first. Needs
        /// `OperateSystem`.
        async fn reconciliations(&self, actor: Actor, query: ReconciliationQuery) -> Result<Page<Reconciliation>>;
        /// Notes that a person settled a finding, and how; audited. `Conflict` when it is settled already,
        /// `Invalid` without a note. Needs `OperateSystem`.
        async fn close_reconciliation(&self, actor: Actor, id: ReconciliationId, note: String) -> Result<Reconciliation>;
        /// Charges that their payers dispute and banks' warnings of fraud: open ones by their deadline, then
        /// the others, newest first. Needs `ViewOrders`.
        async fn disputes(&self, actor: Actor, query: DisputeQuery) -> Result<Page<Dispute>>;
        /// A payment's charge as the gateway sees it now; nothing is taken over. None when the gateway never named
        /// one. `Unavailable` when it does not answer. Needs `OperateSystem`.
        async fn at_gateway(&self, actor: Actor, payment: PaymentId) -> Result<Option<AtGateway>>;
        /// Payments that hold or took money for so long without an order, or may, oldest first, at most 100.
        async fn loose(&self, older_than_seconds: u32) -> Result<Vec<Payment>>;
        /// Gives back what a payment holds or took although nothing was bought for it: lets it go, or refunds
        /// it. Recorded as a reconciliation; repeating it changes nothing.
        async fn give_back(&self, payment: PaymentId, why: String) -> Result<Payment>;
        /// Answers a challenge of the test gateway. `Invalid` with another gateway.
        async fn answer_test_challenge(&self, payment: PaymentId, passed: bool) -> Result<Payment>;
        /// Takes a gateway's webhook: verifies the signature over the raw body, applies the event once.
        /// Returns the checkout it concerns, if any.
        async fn receive_webhook(&self, body: Vec<u8>, signature: String) -> Result<Option<CheckoutId>>;
        /// What is kept here of a person. System only.
        async fn personal_data(&self, actor: Actor, subject: Subject) -> Result<Vec<Section>>;
        /// Whether something about an order's money is still open: a charge, a refund, a dispute, a finding. System
        /// only.
        async fn is_open(&self, actor: Actor, order: OrderId) -> Result<bool>;
        /// Erases how an order was paid (brand and last digits, what the gateway told); amounts stay. System only.
        async fn erase_order(&self, actor: Actor, order: OrderId) -> Result<()>;
    }
}
