//! Who paid what, through the built-in test gateway or Stripe.
//!
//! Owns `payments`, `payment_ways`, `payment_order` and `refunds`, `gift_cards` and `gift_card_movements`, the log of calls
//! to the gateway and of its webhooks, what the reconciliation with the gateway's book found, disputes, and, for the test
//! gateway alone, schema `test_gateway`. Publishes [`contracts::payments::Event`]. Consumes nothing.

mod calls;
pub mod config;
mod dispute;
mod error;
pub mod gateway;
mod gift_card;
mod jobs;
pub mod payment;
mod privacy;
mod reconcile;
pub mod refund;
mod replay;
mod unresolved;
pub mod verify;
mod way;
mod webhook;

pub use config::Config;
pub use error::Error;
pub use jobs::jobs;

use async_trait::async_trait;
use contracts::{
    Actor, CheckoutId, GiftCardId, Money, OrderId, Page, PageRequest, PaymentId, ReconciliationId, RefundId,
    Result,
    payments::{
        AtGateway, Authorise, Dispute, DisputeQuery, GatewayInfo, GiftCard, GiftCardAdjustment,
        GiftCardDraft, GiftCardHistory, GiftCardOffer, GiftCardQuery, IssuedGiftCard, Payment, PaymentKind,
        PaymentWay, Reconciliation, ReconciliationQuery, Unresolved,
    },
    privacy::{Section, Subject},
};
use gateway::{Failure, PaymentGateway, StripeGateway, TestGateway};
use platform::{Breaker, Clock, Database, Kept, turns};
use std::{future::Future, sync::Arc, time::Duration};

/// The tables of this service.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../../migrations/payments");

/// How long a call to the gateway may take; after that its outcome is unknown.
const PATIENCE: Duration = Duration::from_secs(20);

/// The payments service.
pub struct Payments {
    db: Database,
    clock: Arc<dyn Clock>,
    gateway: Arc<dyn PaymentGateway>,
    breaker: Breaker,
    capture_at_checkout: bool,
    ways: Kept<Vec<PaymentWay>>,
}

impl Payments {
    /// The service on its database, with the configured gateway.
    ///
    /// # Errors
    /// `Invalid` when Stripe is chosen and a secret is missing.
    pub fn new(db: Database, clock: Arc<dyn Clock>, config: &Config) -> Result<Self> {
        let gateway: Arc<dyn PaymentGateway> = match &config.gateway {
            config::Gateway::Test => Arc::new(TestGateway::new(db.clone(), &config.base_url)),
            config::Gateway::Stripe(stripe) => Arc::new(StripeGateway::new(stripe)?),
        };
        Ok(Self::with_gateway(db, clock, gateway, config.capture_at_checkout))
    }

    /// The service with a gateway of one's own.
    pub fn with_gateway(
        db: Database,
        clock: Arc<dyn Clock>,
        gateway: Arc<dyn PaymentGateway>,
        capture_at_checkout: bool,
    ) -> Self {
        let breaker = Breaker::new("payment gateway", Arc::clone(&clock));
        Self { db, clock, gateway, breaker, capture_at_checkout, ways: Kept::default() }
    }

    /// A page of the gateway's own book, see [`PaymentGateway::book`].
    ///
    /// # Errors
    /// `Unavailable` when the gateway does not answer.
    pub async fn gateway_book(&self, after: Option<&str>) -> Result<Vec<gateway::Entry>> {
        Ok(self.gateway.book(after).await.map_err(Error::from)?)
    }

    /// Takes over what became of all refunds of a charge, whoever made them.
    ///
    /// # Errors
    /// `Unavailable` when the gateway does not answer.
    pub async fn adopt_refunds(&self, charge: &str) -> Result<()> {
        Ok(reconcile::adopt_refunds(self, charge).await?)
    }

    /// Waits for the gateway, but not for ever, and not at all while it is left alone.
    async fn ask<T>(&self, call: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        let permit = self.breaker.admit().map_err(|open| Failure::Unavailable(open.to_string()))?;
        let answered = turns::outside(tokio::time::timeout(PATIENCE, call)).await;
        let answered = answered.unwrap_or_else(|_| Err(Failure::Unavailable("it took too long".to_owned())));
        permit.report(!matches!(answered, Err(Failure::Unavailable(_))));
        answered
    }
}

#[async_trait]
impl contracts::payments::Payments for Payments {
    async fn gateway(&self) -> Result<GatewayInfo> {
        Ok(GatewayInfo {
            gateway: self.gateway.name().to_owned(),
            publishable_key: self.gateway.publishable_key(),
            script_url: self.gateway.script_url(),
            capture_at_checkout: self.capture_at_checkout,
            ways: self.ways_now().await?.to_vec(),
        })
    }

    async fn save_payment_way(&self, actor: Actor, way: PaymentWay) -> Result<PaymentWay> {
        Ok(self.change_way(&actor, way).await?)
    }

    async fn move_payment_way(&self, actor: Actor, kind: PaymentKind, up: bool) -> Result<Vec<PaymentKind>> {
        Ok(self.move_way(&actor, kind, up).await?)
    }

    async fn authorise(&self, request: Authorise) -> Result<Payment> {
        Ok(payment::authorise(self, &request).await?)
    }

    async fn refresh(&self, payment: PaymentId) -> Result<Payment> {
        Ok(payment::refresh(self, payment).await?)
    }

    async fn attach_order(&self, payment: PaymentId, order: OrderId) -> Result<()> {
        Ok(payment::attach_order(&self.db, payment, order).await?)
    }

    async fn capture(&self, actor: Actor, payment: PaymentId) -> Result<Payment> {
        Ok(payment::capture(self, &actor, payment).await?)
    }

    async fn void(&self, payment: PaymentId) -> Result<Payment> {
        Ok(payment::void(self, payment).await?)
    }

    async fn refund(
        &self,
        actor: Actor,
        refund: RefundId,
        payment: PaymentId,
        amount: Money,
        reason: String,
        memo: String,
    ) -> Result<Payment> {
        let wanted = refund::Wanted { id: refund, payment, amount, reason, memo };
        Ok(refund::refund(self, &actor, &wanted).await?)
    }

    async fn gift_card_of(&self, code: String) -> Result<GiftCardOffer> {
        Ok(gift_card::of_code(&self.db, &code).await?)
    }

    async fn gift_card_offer(&self, card: GiftCardId, own: Vec<CheckoutId>) -> Result<Option<GiftCardOffer>> {
        Ok(gift_card::offer(&self.db, card, &own).await?)
    }

    async fn paid_by_gift_card(&self, order: OrderId) -> Result<Option<Money>> {
        Ok(gift_card::paid_for(&self.db, order).await?)
    }

    async fn issue_gift_card(&self, actor: Actor, draft: GiftCardDraft) -> Result<IssuedGiftCard> {
        Ok(gift_card::issue(self, &actor, &draft).await?)
    }

    async fn adjust_gift_card(&self, actor: Actor, adjustment: GiftCardAdjustment) -> Result<GiftCard> {
        Ok(gift_card::adjust(&self.db, &actor, &adjustment).await?)
    }

    async fn block_gift_card(&self, actor: Actor, card: GiftCardId, is_blocked: bool) -> Result<GiftCard> {
        Ok(gift_card::block(&self.db, &actor, card, is_blocked).await?)
    }

    async fn gift_cards(&self, actor: Actor, query: GiftCardQuery) -> Result<Page<GiftCard>> {
        Ok(gift_card::list(&self.db, &actor, &query).await?)
    }

    async fn gift_card(&self, actor: Actor, id: GiftCardId) -> Result<Option<GiftCardHistory>> {
        Ok(gift_card::by_id(&self.db, &actor, id).await?)
    }

    async fn payment(&self, actor: Actor, id: PaymentId) -> Result<Option<Payment>> {
        Ok(payment::by_id(&self.db, &actor, id).await?)
    }

    async fn payments_of(&self, actor: Actor, order: OrderId) -> Result<Vec<Payment>> {
        Ok(payment::of_order(&self.db, &actor, order).await?)
    }

    async fn payments(&self, actor: Actor, search: String, page: PageRequest) -> Result<Page<Payment>> {
        Ok(payment::list(&self.db, &actor, &search, &page).await?)
    }

    async fn unresolved(&self, actor: Actor) -> Result<Vec<Unresolved>> {
        Ok(unresolved::list(&self.db, &actor).await?)
    }

    async fn at_gateway(&self, actor: Actor, payment: PaymentId) -> Result<Option<AtGateway>> {
        Ok(payment::at_gateway(self, &actor, payment).await?)
    }

    async fn reconciliations(
        &self,
        actor: Actor,
        query: ReconciliationQuery,
    ) -> Result<Page<Reconciliation>> {
        Ok(reconcile::list(&self.db, &actor, &query).await?)
    }

    async fn close_reconciliation(
        &self,
        actor: Actor,
        id: ReconciliationId,
        note: String,
    ) -> Result<Reconciliation> {
        Ok(reconcile::close(&self.db, &actor, id, &note).await?)
    }

    async fn disputes(&self, actor: Actor, query: DisputeQuery) -> Result<Page<Dispute>> {
        Ok(dispute::list(&self.db, &actor, &query).await?)
    }

    async fn loose(&self, older_than_seconds: u32) -> Result<Vec<Payment>> {
        Ok(reconcile::loose(self, older_than_seconds).await?)
    }

    async fn give_back(&self, payment: PaymentId, why: String) -> Result<Payment> {
        Ok(reconcile::give_back(self, payment, &why).await?)
    }

    async fn answer_test_challenge(&self, payment: PaymentId, passed: bool) -> Result<Payment> {
        Ok(payment::answer_challenge(self, payment, passed).await?)
    }

    async fn receive_webhook(&self, body: Vec<u8>, signature: String) -> Result<Option<CheckoutId>> {
        Ok(webhook::receive(self, &body, &signature).await?)
    }

    async fn personal_data(&self, actor: Actor, subject: Subject) -> Result<Vec<Section>> {
        Ok(privacy::personal_data(&self.db, &actor, &subject).await?)
    }

    async fn is_open(&self, actor: Actor, order: OrderId) -> Result<bool> {
        Ok(privacy::is_open(&self.db, &actor, order).await?)
    }

    async fn erase_order(&self, actor: Actor, order: OrderId) -> Result<()> {
        Ok(privacy::erase_order(&self.db, &actor, order).await?)
    }
}
