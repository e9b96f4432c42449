//! Buying: from a cart to a paid order, in steps that are undone when one fails.

use crate::{
    Actor, CheckoutId, Money, OrderId, PaymentId, Timestamp, UserId,
    catalog::VariantSnapshot,
    contract::contract,
    inventory::{Availability, ReservationState},
    orders::{
        CartKey, CartLine, CheckoutDraft, CheckoutState, CheckoutStep, CouponOffer, Discount, Intervention,
        Order,
    },
    payments::{AtGateway, GiftCardOffer, Payment},
    shipping::Rate,
};
use serde::{Deserialize, Serialize};

/// What a cart costs, computed on the server from the catalogue, the destination and the chosen method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The lines, priced.
    pub lines: Vec<QuoteLine>,
    /// What the catalogue no longer knows: in the cart, without a price, never bought.
    #[serde(default)]
    pub gone: Vec<CartLine>,
    /// Gross sum of the lines.
    pub subtotal: Money,
    /// What the code in the cart takes off, or why it takes nothing.
    #[serde(default)]
    pub coupon: Option<CouponOffer>,
    /// What the gift card in the cart pays.
    #[serde(default)]
    pub gift_card: Option<GiftCardPart>,
    /// Ways to ship to the draft's country; empty while there is no country.
    pub rates: Vec<Rate>,
    /// The chosen one, or the cheapest.
    pub rate: Option<Rate>,
    /// Gross shipping of `rate`; zero while there is none.
    pub shipping: Money,
    /// The tax contained in the total, at the destination's rate.
    pub tax: Money,
    /// That rate, basis points.
    pub tax_rate_bp: u32,
    /// What would be paid.
    pub total: Money,
    /// What was typed so far.
    pub draft: CheckoutDraft,
    /// A token to set as the cart cookie, when the cart is new.
    pub new_token: Option<String>,
}

impl Quote {
    /// Units in the cart.
    pub fn units(&self) -> u32 {
        self.lines.iter().map(|line| line.quantity).sum()
    }

    /// What is to be paid now: all that no gift card pays.
    pub fn due(&self) -> Money {
        let paid = self.gift_card.as_ref().map_or(0, |part| part.pays.minor);
        Money::new(self.total.minor - paid, self.total.currency)
    }

    /// What is taken off.
    pub fn discount(&self) -> Option<&Discount> {
        match &self.coupon {
            Some(CouponOffer::Applies(discount)) => Some(discount),
            Some(CouponOffer::Refused { .. }) | None => None,
        }
    }
}

/// A gift card in a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftCardPart {
    /// The card.
    pub offer: GiftCardOffer,
    /// What it pays of the total: all that is on it, or all that there is to pay.
    pub pays: Money,
}

/// A line of a quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteLine {
    /// What it is.
    pub item: VariantSnapshot,
    /// How many are wanted.
    pub quantity: u32,
    /// Gross, all.
    pub subtotal: Money,
    /// How many can be had, at most `quantity` and a few more.
    pub available: u32,
}

/// The wish to buy what is in the cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submit {
    /// Whose cart.
    pub key: CartKey,
    /// Who asks; decides whose order it becomes.
    pub user: Option<UserId>,
    /// What was typed; it replaces the cart's draft.
    pub draft: CheckoutDraft,
    /// What the shopper was shown to be due, minor units: anything else is asked about again.
    pub expected_total: i64,
    /// What the browser got for the card; see [`crate::payments::Authorise::method`].
    pub payment_method: String,
    /// Made with the form: the same key is the same attempt, however often it is sent.
    pub idempotency_key: String,
    /// BCP 47 language of the mails.
    pub language: String,
    /// Where it comes from, as [`crate::identity::ClientInfo::network`]: declined payments are counted for it.
    #[serde(default)]
    pub network: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The order stands.
    Placed {
        /// Its number.
        number: String,
        /// The address it was placed with: number and address together open it.
        email: String,
    },
    /// The payer has to pass a challenge there, then comes back to `resume`.
    ActionRequired {
        /// The run to resume.
        checkout: CheckoutId,
        /// Where to go.
        url: String,
    },
    /// The payment was refused; nothing was kept. Another try is another attempt.
    Declined {
        /// For the payer.
        message: String,
    },
    /// Some lines cannot be had; nothing was kept.
    OutOfStock {
        /// What there is.
        short: Vec<Availability>,
    },
    /// Something else is due now; nothing was done.
    TotalChanged {
        /// What is to be paid now.
        total: Money,
    },
    /// It is being worked on; ask again in a moment.
    Pending {
        /// The run to ask for.
        checkout: CheckoutId,
    },
    /// It failed for another reason; nothing was kept.
    Failed {
        /// For the shopper.
        message: String,
    },
}

/// A run that waits for its payer: by its own id, or by that of its payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub enum Challenged {
    Checkout(CheckoutId),
    Payment(PaymentId),
}

/// A run that a person has to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StuckRun {
    /// Its id.
    pub id: CheckoutId,
    /// Where it is.
    pub state: CheckoutState,
    /// Whether it is tried again by itself; one that cannot be undone is not.
    pub is_tried_again: bool,
    /// How often its present state was tried in vain.
    pub attempts: u32,
    /// Why the last try failed.
    pub failure: Option<String>,
    /// The order, once placed.
    pub order: Option<OrderId>,
    /// What the shopper agreed to pay; none a month after the end.
    pub total: Option<Money>,
    /// The shopper's address; none a month after the end.
    pub email: Option<String>,
    /// When it began.
    pub started_at: Timestamp,
    /// Since when it is where it is.
    pub since: Timestamp,
    /// When it is tried again at the earliest.
    pub next_attempt_at: Timestamp,
}

/// All that is known of a run, here and at the payment gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// The run.
    pub run: StuckRun,
    /// Its payment as recorded here.
    pub payment: Option<Payment>,
    /// The same at the gateway, now; none when the gateway knows of nothing.
    pub at_gateway: Option<AtGateway>,
    /// Why the gateway could not be asked.
    pub gateway_problem: Option<String>,
    /// Its units.
    pub reservation: Option<ReservationState>,
    /// Its order.
    pub order: Option<Order>,
    /// What it went through, oldest first.
    pub steps: Vec<CheckoutStep>,
    /// What a person may decide about it now.
    pub acts: Vec<Intervention>,
}

contract! {
    /// The checkout flow: reserve stock, authorise payment, place order, confirm stock, capture.
    pub trait Checkout as "checkout" {
        /// What the cart costs now.
        async fn quote(&self, key: CartKey) -> Result<Quote>;
        /// Keeps what was typed and quotes again.
        async fn save_draft(&self, key: CartKey, draft: CheckoutDraft) -> Result<Quote>;
        /// Enters a code and quotes again. A field error at `code` says why it takes nothing off; the cart stays as
        /// it is then.
        async fn apply_coupon(&self, key: CartKey, code: String) -> Result<Quote>;
        /// Takes the code out of the cart and quotes again.
        async fn remove_coupon(&self, key: CartKey) -> Result<Quote>;
        /// Enters a gift card and quotes again. A field error at `gift_card` says why it pays nothing; the cart stays as
        /// it is then.
        async fn apply_gift_card(&self, key: CartKey, code: String) -> Result<Quote>;
        /// Takes the gift card out of the cart and quotes again.
        async fn remove_gift_card(&self, key: CartKey) -> Result<Quote>;
        /// Buys. Field errors when the draft is not complete, `TooMany` after too many declined payments; every
        /// other end is an [`Outcome`].
        async fn submit(&self, submit: Submit) -> Result<Outcome>;
        /// Goes on with a run: after a webhook or a crash. Shoppers go on with their own by `resume_own`.
        async fn resume(&self, id: CheckoutId) -> Result<Outcome>;
        /// What one's own run came to, as it stands; changes nothing. `NotFound` for a run of another cart.
        async fn outcome(&self, key: CartKey, id: CheckoutId) -> Result<Outcome>;
        /// Goes on with one's own run: after a challenge, or while it is worked on. `NotFound` for a run of
        /// another cart.
        async fn resume_own(&self, key: CartKey, id: CheckoutId) -> Result<Outcome>;
        /// Answers the test gateway's challenge for one's own run; returns the run to resume. `NotFound` for
        /// a run of another cart.
        async fn answer_challenge(&self, key: CartKey, run: Challenged, passed: bool) -> Result<CheckoutId>;
        /// Goes on with every run that stands still; returns how many came to an end. Called by a job.
        async fn recover(&self) -> Result<u32>;
        /// Gives back money that is held or was taken for a purchase that ended without an order; returns how many
        /// payments came to an end. Called by a job.
        async fn settle_limbo(&self) -> Result<u32>;
        /// Runs that could not be undone and runs that have been failing for more than ten minutes, oldest first;
        /// at most 100. Needs `OperateSystem`.
        async fn stuck(&self, actor: Actor) -> Result<Vec<StuckRun>>;
        /// All that is known of a run; none when there is no such run. Needs `OperateSystem`.
        async fn inspect(&self, actor: Actor, id: CheckoutId) -> Result<Option<Inspection>>;
        /// Tries again at once: to undo a stuck run, or to go on with one that keeps failing. Audited. Needs
        /// `OperateSystem`.
        async fn retry_stuck(&self, actor: Actor, id: CheckoutId) -> Result<Outcome>;
        /// Undoes a run that keeps failing. Audited with the reason. Needs `OperateSystem`.
        async fn undo_stuck(&self, actor: Actor, id: CheckoutId, reason: String) -> Result<Outcome>;
        /// Ends a run of which a person made stock, money and order right. Audited with the reason. Needs
        /// `OperateSystem`.
        async fn settle_stuck(&self, actor: Actor, id: CheckoutId, reason: String) -> Result<()>;
    }
}
