//! What people look at and buy, and what to show them for it.

mod rule;

use crate::{
    Actor, OrderId, Page, PageRequest, ProductId, Timestamp, UserId,
    contract::contract,
    event::events,
    privacy::{Section, Subject},
};
pub use rule::{Explained, NewRule, Rule, RuleKind, Shown, Summary};
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
    /// A merchant decided something about what stands beside a product, or no longer does.
    RuleChanged / "rule_changed" (product) {
        /// Beside which product.
        product: ProductId,
        /// Which other one.
        other: ProductId,
        /// What holds now; none when the rule was lifted.
        kind: Option<RuleKind>,
    }
}}

contract! {
    /// What goes with what. Owns `user_interactions`, `recommendations`, `recommendation_rules`.
    pub trait Recommendations as "recommendations" {
        /// Records that somebody looked at a product. Cheap: kept in memory and written in batches.
        async fn record_view(&self, user: Option<UserId>, product: ProductId) -> Result<()>;
        /// Records that somebody followed a recommendation of a product. As cheap as a view.
        async fn record_click(&self, user: Option<UserId>, product: ProductId) -> Result<()>;
        /// What a merchant pinned to these products, then what is bought together with them, strongest first; without
        /// themselves and without what a merchant excluded.
        async fn bought_together(&self, products: Vec<ProductId>, limit: u32) -> Result<Vec<ProductId>>;
        /// What a merchant excluded beside any of these products: nor is it shown to fill up a list.
        async fn not_beside(&self, products: Vec<ProductId>) -> Result<Vec<ProductId>>;
        /// What is popular now, strongest first.
        async fn popular(&self, limit: u32) -> Result<Vec<ProductId>>;
        /// What a customer may like, strongest first; popular things for those we know nothing of.
        async fn for_customer(&self, user: UserId, limit: u32) -> Result<Vec<ProductId>>;
        /// What stands beside each of these products (at most 100), in short. Needs `ViewCatalog`.
        async fn summaries(&self, actor: Actor, products: Vec<ProductId>) -> Result<Vec<Summary>>;
        /// Products with rules, those changed last first. Needs `ViewCatalog`.
        async fn ruled_products(&self, actor: Actor, page: PageRequest) -> Result<Page<ProductId>>;
        /// What stands beside a product and why. Needs `ViewCatalog`.
        async fn explain(&self, actor: Actor, product: ProductId) -> Result<Explained>;
        /// Decides about another product beside this one; a later decision replaces an earlier one. A field error
        /// `other` for the product itself, or for too many. Needs `EditCatalog`.
        async fn set_rule(&self, actor: Actor, rule: NewRule) -> Result<()>;
        /// Takes a decision back; one that there is not changes nothing. Needs `EditCatalog`.
        async fn lift_rule(&self, actor: Actor, product: ProductId, other: ProductId) -> Result<()>;
        /// What is kept here of a person. System only.
        async fn personal_data(&self, actor: Actor, subject: Subject) -> Result<Vec<Section>>;
    }
}
