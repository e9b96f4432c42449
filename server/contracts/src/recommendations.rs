//! What people look at and buy, and what to show them for it.

use crate::{
    Actor, OrderId, ProductId, Timestamp, UserId,
    contract::contract,
    event::events,
    privacy::{Section, Subject},
};
use serde::{Deserialize, Serialize};

/// What somebody did with a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InteractionType {
    /// Opened its page.
    View,
    /// Followed a recommendation of it.
    Click,
    /// Put it into the cart.
    AddToCart,
    /// Bought it.
    Purchase,
}

impl InteractionType {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Click => "click",
            Self::AddToCart => "add_to_cart",
            Self::Purchase => "purchase",
        }
    }
}

/// Something somebody did with a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interaction {
    /// Who, if signed in.
    pub user: Option<UserId>,
    /// What with.
    pub product: ProductId,
    /// What.
    pub interaction_type: InteractionType,
    /// The order, for purchases.
    pub order: Option<OrderId>,
    /// When.
    pub at: Timestamp,
}

events! { "recommendations" {
    /// The lists were computed anew.
    RecommendationsComputed / "recommendations_computed" (run) {
        /// Identifies the computation.
        run: crate::EventId,
        /// Products that have a list now.
        products: u32,
    }
}}

contract! {
    /// What goes with what. Owns `user_interactions`, `recommendations`.
    pub trait Recommendations as "recommendations" {
        /// Records that somebody looked at a product. Cheap: kept in memory and written in batches.
        async fn record_view(&self, user: Option<UserId>, product: ProductId) -> Result<()>;
        /// Records that somebody followed a recommendation of a product. As cheap as a view.
        async fn record_click(&self, user: Option<UserId>, product: ProductId) -> Result<()>;
        /// What is bought together with these products, strongest first, without themselves.
        async fn bought_together(&self, products: Vec<ProductId>, limit: u32) -> Result<Vec<ProductId>>;
        /// What is popular now, strongest first.
        async fn popular(&self, limit: u32) -> Result<Vec<ProductId>>;
        /// What a customer may like, strongest first; popular things for those we know nothing of.
        async fn for_customer(&self, user: UserId, limit: u32) -> Result<Vec<ProductId>>;
        /// What is kept here of a person. System only.
        async fn personal_data(&self, actor: Actor, subject: Subject) -> Result<Vec<Section>>;
    }
}
