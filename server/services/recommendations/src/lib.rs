//! What people look at and buy, and what to show them for it.
//!
//! Owns `user_interactions`, `recommendations`, `recommendation_rules`, `variant_products`, `personalisation`. With an
//! account is remembered only what its owner agreed to; of all others only that somebody did it.
//! Publishes [`contracts::recommendations::Event`]; consumes the catalogue's `product_saved`
//! ([`Recommendations::on_product_saved`]), the orders' `order_placed` and `order_cancelled`
//! ([`Recommendations::on_order_event`]) and `added_to_cart` ([`Recommendations::on_added_to_cart`]), and
//! identity's `user_deleted` ([`Recommendations::on_user_deleted`]), `consent_changed`
//! ([`Recommendations::on_consent_changed`]) and `customers_merged` ([`Recommendations::on_customers_merged`]).

mod error;
mod events;
mod interaction;
pub mod jobs;
mod privacy;
mod product;
mod recommendation;
mod rule;

use async_trait::async_trait;
use contracts::{
    Actor, Page, PageRequest, ProductId, Result, UserId,
    privacy::{Section, Subject},
    recommendations::{Explained, InteractionType, NewRule, Summary},
};
use platform::{AnyEnvelope, Clock, Database};
use std::sync::Arc;

pub use error::Error;

/// The tables of this service.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../../migrations/recommendations");

/// The service.
pub struct Recommendations {
    db: Database,
    clock: Arc<dyn Clock>,
    seen: interaction::Buffer,
}

impl Recommendations {
    /// A service on its database.
    pub fn new(db: Database, clock: Arc<dyn Clock>) -> Self {
        Self { db, clock, seen: interaction::Buffer::default() }
    }

    /// Learns which product a variant belongs to and whether it is on sale.
    ///
    /// # Errors
    /// `Internal` when the payload is no event of the catalogue; otherwise as the database answers.
    pub async fn on_product_saved(&self, envelope: AnyEnvelope) -> Result<()> {
        Ok(product::learn(self, &envelope).await?)
    }

    /// Counts what an order bought, and no longer counts it when the order is cancelled.
    ///
    /// # Errors
    /// `Internal` when the payload is no event of the orders; otherwise as the database answers.
    pub async fn on_order_event(&self, envelope: AnyEnvelope) -> Result<()> {
        Ok(interaction::apply_order(self, &envelope).await?)
    }

    /// Counts what was put into a cart. A variant the catalogue has not told of yet is not counted.
    ///
    /// # Errors
    /// `Internal` when the payload is no event of the orders; otherwise as the database answers.
    pub async fn on_added_to_cart(&self, envelope: AnyEnvelope) -> Result<()> {
        Ok(interaction::apply_cart(self, &envelope).await?)
    }

    /// Forgets who it was that looked and bought; that somebody did still counts.
    ///
    /// # Errors
    /// `Internal` when the payload is no event of identity; otherwise as the database answers.
    pub async fn on_user_deleted(&self, envelope: AnyEnvelope) -> Result<()> {
        Ok(interaction::forget_person(self, &envelope).await?)
    }

    /// Learns whether somebody lets it be remembered with their account what they look at and buy.
    ///
    /// # Errors
    /// `Internal` when the payload is no event of identity; otherwise as the database answers.
    pub async fn on_consent_changed(&self, envelope: AnyEnvelope) -> Result<()> {
        Ok(privacy::apply_consent(self, &envelope).await?)
    }

    /// What one account looked at and bought is the other's.
    ///
    /// # Errors
    /// `Internal` when the payload is no event of identity; otherwise as the database answers.
    pub async fn on_customers_merged(&self, envelope: AnyEnvelope) -> Result<()> {
        Ok(interaction::hand_over(self, &envelope).await?)
    }

    /// Writes the views and clicks recorded since the last time.
    ///
    /// # Errors
    /// As the database answers; they are kept for the next time.
    pub async fn flush(&self) -> Result<()> {
        Ok(interaction::flush(self).await?)
    }

    /// Computes all lists anew.
    ///
    /// # Errors
    /// As the database answers; the lists stay as they were.
    pub async fn compute(&self) -> Result<()> {
        Ok(recommendation::compute(self).await?)
    }

    /// Deletes interactions that no list is made of any more.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn forget_old(&self) -> Result<()> {
        Ok(interaction::repo::delete_old(self.db.pool()).await.map_err(Error::from)?)
    }
}

#[async_trait]
impl contracts::recommendations::Recommendations for Recommendations {
    async fn record_view(&self, user: Option<UserId>, product: ProductId) -> Result<()> {
        self.seen.record(InteractionType::View, user, product, self.clock.now());
        Ok(())
    }

    async fn record_click(&self, user: Option<UserId>, product: ProductId) -> Result<()> {
        self.seen.record(InteractionType::Click, user, product, self.clock.now());
        Ok(())
    }

    async fn bought_together(&self, products: Vec<ProductId>, limit: u32) -> Result<Vec<ProductId>> {
        Ok(recommendation::bought_together(self, &products, limit).await?)
    }

    async fn not_beside(&self, products: Vec<ProductId>) -> Result<Vec<ProductId>> {
        Ok(rule::not_beside(self, &products).await?)
    }

    async fn popular(&self, limit: u32) -> Result<Vec<ProductId>> {
        Ok(recommendation::popular(self, limit).await?)
    }

    async fn for_customer(&self, user: UserId, limit: u32) -> Result<Vec<ProductId>> {
        Ok(recommendation::for_customer(self, user, limit).await?)
    }

    async fn summaries(&self, actor: Actor, products: Vec<ProductId>) -> Result<Vec<Summary>> {
        Ok(rule::summaries(self, &actor, &products).await?)
    }

    async fn ruled_products(&self, actor: Actor, page: PageRequest) -> Result<Page<ProductId>> {
        Ok(rule::ruled_products(self, &actor, page).await?)
    }

    async fn explain(&self, actor: Actor, product: ProductId) -> Result<Explained> {
        Ok(rule::explain(self, &actor, product).await?)
    }

    async fn set_rule(&self, actor: Actor, rule: NewRule) -> Result<()> {
        Ok(rule::set(self, &actor, rule).await?)
    }

    async fn lift_rule(&self, actor: Actor, product: ProductId, other: ProductId) -> Result<()> {
        Ok(rule::lift(self, &actor, product, other).await?)
    }

    async fn personal_data(&self, actor: Actor, subject: Subject) -> Result<Vec<Section>> {
        Ok(privacy::tell(self, &actor, &subject).await?)
    }
}
