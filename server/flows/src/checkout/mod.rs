//! Buying. `submit` records what was agreed and drives the run; a webhook, the return from a challenge
//! and the recovery job drive the same run with the same code.
//!
//! ```text
//! started -> stock_reserved -> authorised -> placed -> confirmed -> completed
//!                  |  ^ awaiting_payer
//!                  v
//!               undoing -> abandoned | stuck
//! ```
//!
//! A run that is refused its stock has done nothing and is abandoned at once.
//!
//! Capture is last because it is the only step that cannot be undone.

mod coupon;
mod declines;
mod draft;
mod drive;
mod gift_card;
mod limbo;
mod outcome;
mod own;
mod quote;
mod run;
mod steps;
mod stuck;

use contracts::{
    Actor, CheckoutId, Error, PaymentId, Result,
    catalog::Catalog,
    checkout::{Challenged, Checkout, Inspection, Outcome, Quote, StuckRun, Submit},
    inventory::Inventory,
    orders::{CartKey, CheckoutDraft, CheckoutRecord, CheckoutState, Intervention, Orders},
    payments::{GIFT_CARD, HOSTED_PAGE, PaymentKind, Payments},
    shipping::Shipping,
};
use platform::{Clock, ids, turns};
use run::Agreed;
use std::sync::Arc;
use tracing::Instrument;

/// The services that buying needs, and where the shop is reached.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is the contract it is named after")]
pub struct Parts {
    pub catalog: Arc<dyn Catalog>,
    pub inventory: Arc<dyn Inventory>,
    pub orders: Arc<dyn Orders>,
    pub payments: Arc<dyn Payments>,
    pub shipping: Arc<dyn Shipping>,
    pub clock: Arc<dyn Clock>,
    /// Without a trailing slash, e.g. `https://shop.example`.
    pub base_url: String,
    /// Declined payments after which an account or a cart waits ten minutes.
    pub most_declines: u32,
}

/// The checkout flow.
#[derive(Clone)]
pub struct CheckoutFlow {
    parts: Parts,
}

/// A run that has not moved for so long was left by a crash, seconds; if it was not, it is driven twice, which
/// changes nothing. With the lease of the job that asks, what a killed process left goes on within ten seconds.
const IDLE_SECONDS: u32 = 5;

impl CheckoutFlow {
    /// A flow over these services.
    pub fn new(parts: Parts) -> Self {
        Self { parts }
    }

    /// Drives on a task of its own: a shopper who closes the browser does not stop a run half-way.
    async fn drive(&self, id: CheckoutId) -> Result<Outcome> {
        let parts = self.parts.clone();
        let request = platform::request::current().unwrap_or_else(|| id.to_string());
        let drive = async move { drive::drive(&parts, id).await };
        let driven = tokio::spawn(platform::request::scope(request, drive).in_current_span());
        // The run takes turns of its own: one that its caller has must not be kept from it.
        turns::outside(driven).await.map_err(|error| platform::failure("checkout", &error))?
    }
}

#[async_trait::async_trait]
impl Checkout for CheckoutFlow {
    async fn quote(&self, key: CartKey) -> Result<Quote> {
        let cart = self.parts.orders.cart(key.clone()).await?;
        quote::quote(&self.parts, key.user, cart).await
    }

    async fn save_draft(&self, key: CartKey, draft: CheckoutDraft) -> Result<Quote> {
        let draft = draft::discreet(draft);
        let cart = self.parts.orders.save_checkout_draft(key.clone(), draft).await?;
        quote::quote(&self.parts, key.user, cart).await
    }

    async fn apply_coupon(&self, key: CartKey, code: String) -> Result<Quote> {
        coupon::apply(&self.parts, key, code).await
    }

    async fn remove_coupon(&self, key: CartKey) -> Result<Quote> {
        coupon::remove(&self.parts, key).await
    }

    async fn apply_gift_card(&self, key: CartKey, code: String) -> Result<Quote> {
        gift_card::apply(&self.parts, key, code).await
    }

    async fn remove_gift_card(&self, key: CartKey) -> Result<Quote> {
        gift_card::remove(&self.parts, key).await
    }

    async fn submit(&self, submit: Submit) -> Result<Outcome> {
        let submit = Submit { draft: draft::discreet(submit.draft), ..submit };
        let cart = self.parts.orders.save_checkout_draft(submit.key.clone(), submit.draft.clone()).await?;
        let cart_id = cart.id.ok_or_else(|| Error::invalid("Your cart is empty."))?;
        let quote = quote::quote(&self.parts, submit.user, cart).await?;
        // A repeated submit finds its run before anything is checked: the cart is empty once it is placed.
        let key = submit.idempotency_key.trim().to_owned();
        if key.is_empty() || key.len() > 100 {
            return Err(Error::invalid("Please reload the page and try again."));
        }
        if let Some(run) = self.parts.orders.checkout_by_key(cart_id, key.clone()).await? {
            return self.drive(run.id).await;
        }
        declines::refuse_too_many(&self.parts, cart_id, &submit).await?;
        let buyer = draft::complete(&self.parts, &submit, &quote).await;
        let (buyer, method) = both(buyer, self.payment_method(&submit.payment_method, &quote).await)?;
        if quote.due().minor != submit.expected_total {
            return Ok(Outcome::TotalChanged { total: quote.due() });
        }
        let open = self.parts.orders.open_checkouts(cart_id).await?;
        // A run of this cart may hold the very units that seem to be missing. Without one, who is too late is told
        // at once: in a flash sale that is nearly everybody.
        if let (true, Some(short)) = (open.is_empty(), quote::short(&quote)) {
            return Ok(Outcome::OutOfStock { short });
        }
        if let Some(busy) = self.make_way(open).await? {
            return Ok(Outcome::Pending { checkout: busy });
        }
        let hold = self.parts.orders.checkout_rules().await?.hold_minutes;
        let agreed = Agreed::new(buyer, method, cart_id, &quote, PaymentId(ids::mint())).holding_for(hold);
        let id = CheckoutId(ids::mint());
        let run = self.parts.orders.start_checkout(id, cart_id, key, agreed.to_text()?).await?;
        self.drive(run.id).await
    }

    async fn resume(&self, id: CheckoutId) -> Result<Outcome> {
        self.drive(id).await
    }

    async fn outcome(&self, key: CartKey, id: CheckoutId) -> Result<Outcome> {
        let run = own::find(&self.parts, &key, id).await?;
        own::outcome(&self.parts, &run).await
    }

    async fn resume_own(&self, key: CartKey, id: CheckoutId) -> Result<Outcome> {
        let run = own::find(&self.parts, &key, id).await?;
        self.drive(run.id).await
    }

    async fn answer_challenge(&self, key: CartKey, run: Challenged, passed: bool) -> Result<CheckoutId> {
        let run = own::challenged(&self.parts, &key, run).await?;
        let payment = Agreed::of(&run)?.payment;
        self.parts.payments.answer_test_challenge(payment, passed).await?;
        Ok(run.id)
    }

    async fn recover(&self) -> Result<u32> {
        let mut ended = 0;
        for run in self.parts.orders.idle_checkouts(IDLE_SECONDS).await? {
            match self.drive(run.id).await {
                Ok(Outcome::Pending { .. } | Outcome::ActionRequired { .. }) => {}
                Ok(_) => ended += 1,
                Err(error) => tracing::warn!(checkout = %run.id, %error, "a run could not be driven"),
            }
        }
        Ok(ended)
    }

    async fn settle_limbo(&self) -> Result<u32> {
        limbo::settle(&self.parts).await
    }

    async fn stuck(&self, actor: Actor) -> Result<Vec<StuckRun>> {
        stuck::list(&self.parts, actor).await
    }

    async fn inspect(&self, actor: Actor, id: CheckoutId) -> Result<Option<Inspection>> {
        stuck::inspect(&self.parts, actor, id).await
    }

    async fn retry_stuck(&self, actor: Actor, id: CheckoutId) -> Result<Outcome> {
        stuck::decide(&self.parts, actor, id, Intervention::Retry, String::new()).await?;
        self.drive(id).await
    }

    async fn undo_stuck(&self, actor: Actor, id: CheckoutId, reason: String) -> Result<Outcome> {
        stuck::decide(&self.parts, actor, id, Intervention::Undo, reason).await?;
        self.drive(id).await
    }

    async fn settle_stuck(&self, actor: Actor, id: CheckoutId, reason: String) -> Result<()> {
        stuck::decide(&self.parts, actor, id, Intervention::Settle, reason).await
    }
}

impl CheckoutFlow {
    /// A cart has one run at a time: one that waits for its payer gives way, one that is being driven is
    /// waited for.
    async fn make_way(&self, open: Vec<CheckoutRecord>) -> Result<Option<CheckoutId>> {
        for run in open {
            match run.state {
                CheckoutState::AwaitingPayer => drive::replace(&self.parts, &run).await?,
                CheckoutState::Undoing => {}
                _ => return Ok(Some(run.id)),
            }
        }
        Ok(None)
    }

    /// What to give the gateway. The test gateway takes its own cards only: any other number is refused
    /// before it could be stored.
    async fn payment_method(&self, typed: &str, quote: &Quote) -> Result<String> {
        if quote.gift_card.is_some() && quote.due().minor == 0 {
            return Ok(GIFT_CARD.to_owned());
        }
        let gateway = self.parts.payments.gateway().await?;
        if let Some(told) = gateway.way(PaymentKind::Card).refusal(&quote.draft.country, quote.total) {
            return Err(Error::field("payment_method", told));
        }
        if gateway.gateway == "test" {
            let card = contracts::payments::test_card(typed);
            return card.map(str::to_owned).ok_or_else(|| {
                Error::field("payment_method", "This shop takes test cards only, e.g. 4242 4242 4242 4242.")
            });
        }
        let is_token = ["ctoken_", "pm_"].iter().any(|prefix| typed.starts_with(prefix));
        if typed == HOSTED_PAGE || (is_token && typed.len() < 100) {
            return Ok(typed.to_owned());
        }
        Err(Error::field("payment_method", "Please enter your card."))
    }
}

/// Both values, or every field of both to correct at once.
fn both<A, B>(first: Result<A>, second: Result<B>) -> Result<(A, B)> {
    match (first, second) {
        (Ok(first), Ok(second)) => Ok((first, second)),
        (Err(mut first), Err(second)) => {
            first.fields.extend(second.fields);
            Err(first)
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}
