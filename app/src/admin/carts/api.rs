use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::{Money, ProductId, Timestamp, orders::CartRow};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A line of a cart at the price of now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricedLine {
    /// The product; none when the catalogue does not know the variant any more.
    pub product: Option<ProductId>,
    /// What it is called.
    pub name: String,
    /// SKU and choices.
    pub detail: String,
    /// How many.
    pub quantity: u32,
    /// What one costs; none when it is not on sale.
    pub price: Option<Money>,
    /// What all of them cost.
    pub sum: Option<Money>,
}

/// A cart, whose it is, and what it is worth now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricedCart {
    /// The cart.
    pub cart: CartRow,
    /// Its owner's name; may be empty.
    pub name: String,
    /// Where they can be written to; empty when it is not known.
    pub email: String,
    /// Its lines.
    pub lines: Vec<PricedLine>,
    /// What those on sale come to.
    pub value: Option<Money>,
}

/// Carts that hold something.
#[server]
pub async fn list_carts(state: ListState) -> Result<Listed<PricedCart>, AppError> {
    crate::admin::guard::require(contracts::Permission::ViewOrders).await?;
    let session = crate::admin::guard::session().await?;
    super::read::list(&crate::context::services()?, &session, &state).await
}

/// One cart, and when this was read.
#[server]
pub async fn load_any_cart(id: String) -> Result<(PricedCart, Timestamp), AppError> {
    crate::admin::guard::require(contracts::Permission::ViewOrders).await?;
    let session = crate::admin::guard::session().await?;
    let id = id.parse().map_err(|_| AppError::not_found("cart"))?;
    let cart = super::read::one(&crate::context::services()?, &session, id).await?;
    Ok((cart, crate::admin::patterns::now()))
}
