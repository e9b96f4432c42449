use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::{ProductId, Timestamp, recommendations::RuleKind};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A product by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its id.
    pub id: ProductId,
    /// Its name.
    pub name: String,
}

/// What stands beside a product, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecommendedRow {
    /// The product.
    pub product: Named,
    /// Names of what stands beside it, without what fills up.
    pub shown: Vec<String>,
    /// How many are pinned.
    pub pinned: u32,
    /// How many are excluded.
    pub excluded: u32,
    /// When its list was computed, if it has one.
    pub computed_at: Option<Timestamp>,
}

/// The list of products with what stands beside them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecommendationList {
    /// The rows.
    pub list: Listed<RecommendedRow>,
    /// What is popular now: it stands on the home page and in the cart.
    pub popular: Vec<Named>,
}

/// Why a product stands beside another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// A merchant pinned it.
    Pinned,
    /// Both are bought together.
    Together,
    /// It fills up: it is in the same category.
    Category,
}

/// A product that stands beside another one, or would if there were room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownRow {
    /// The product.
    pub product: Named,
    /// Why.
    pub source: Source,
    /// Orders of the last year that have both.
    pub orders: u32,
    /// How often both are bought together, given how often each is: 10 000 is always.
    pub score_bp: u32,
    /// Whether shoppers see it on the product's page now.
    pub is_shown: bool,
}

/// A decision about a product beside another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRow {
    /// The other product.
    pub other: Named,
    /// What about it.
    pub kind: RuleKind,
    /// Since when.
    pub made_at: Timestamp,
}

/// What the page of a product's recommendations shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecommendationPage {
    /// The product.
    pub product: Named,
    /// Where it is in the shop, if it is on sale.
    pub href: Option<String>,
    /// What stands beside it, strongest first.
    pub shown: Vec<ShownRow>,
    /// What was decided.
    pub rules: Vec<RuleRow>,
    /// When its list was computed, if it has one.
    pub computed_at: Option<Timestamp>,
    /// By which rules it was computed.
    pub algorithm: Option<String>,
    /// Whether rules can be set.
    pub may_edit: bool,
    /// When this was read.
    pub now: Timestamp,
}

/// Products with what stands beside them.
#[server]
pub async fn list_recommendations(state: ListState) -> Result<RecommendationList, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewCatalog).await?;
    let services = crate::context::services()?;
    let page = super::read::page(&services, &actor, &state).await?;
    let popular = super::read::popular(&services).await;
    Ok(RecommendationList { list: Listed::now(page), popular })
}

/// What stands beside a product, why, and what was decided about it.
#[server]
pub async fn load_recommendation(product: String) -> Result<RecommendationPage, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewCatalog).await?;
    let product = product.parse().map_err(|_| AppError::not_found("product"))?;
    Ok(super::read::one(&crate::context::services()?, &actor, product).await?)
}

/// Decides about a product that is named in words beside another one.
#[server]
pub async fn add_recommendation(product: String, find: String, kind: String) -> Result<(), AppError> {
    use contracts::{Permission, recommendations::NewRule};
    let actor = crate::admin::guard::require(Permission::EditCatalog).await?;
    let product = product.parse().map_err(|_| AppError::not_found("product"))?;
    let services = crate::context::services()?;
    let other = super::read::found(&services, &actor, &find).await?;
    let rule = NewRule { product, other, kind: super::read::kind(&kind)? };
    let set = services.recommendations.set_rule(actor, rule).await;
    Ok(set.map_err(super::read::at_form)?)
}

/// Decides about a product beside another one.
#[server]
pub async fn rule_recommendation(product: String, other: String, kind: String) -> Result<(), AppError> {
    use contracts::{Permission, recommendations::NewRule};
    let actor = crate::admin::guard::require(Permission::EditCatalog).await?;
    let missing = || AppError::not_found("product");
    let product = product.parse().map_err(|_| missing())?;
    let other = other.parse().map_err(|_| missing())?;
    let rule = NewRule { product, other, kind: super::read::kind(&kind)? };
    Ok(crate::context::services()?.recommendations.set_rule(actor, rule).await?)
}

/// Takes such a decision back.
#[server]
pub async fn lift_recommendation(product: String, other: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let missing = || AppError::not_found("product");
    let product = product.parse().map_err(|_| missing())?;
    let other = other.parse().map_err(|_| missing())?;
    Ok(crate::context::services()?.recommendations.lift_rule(actor, product, other).await?)
}
