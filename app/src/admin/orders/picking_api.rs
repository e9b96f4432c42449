use crate::{admin::patterns::ListState, error::AppError};
use contracts::{
    OrderId, Timestamp,
    orders::{OrderStatus, Seller},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The most orders of a pick list: what a person carries out before printing the next.
pub const MOST: u32 = 50;

/// What goes with a parcel: nothing in it says what it cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// The order that it is for.
    pub order: OrderId,
    /// That order's number.
    pub number: String,
    /// Where the order is.
    pub status: OrderStatus,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// How it is sent.
    pub shipping_method: String,
    /// Who sends it, as on the order's invoice; empty before there is one.
    pub seller: Seller,
    /// Where it is sent: the lines of the address, the country's name last.
    pub ship_to: Vec<String>,
    /// What the buyer wrote.
    pub note: String,
    /// Every line of the order.
    pub lines: Vec<SlipLine>,
}

/// The packing slips of several orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slips {
    /// At most [`MOST`], the oldest order first.
    pub slips: Vec<Slip>,
    /// How many of the chosen orders are confirmed.
    pub total: u64,
}

/// A line of a packing slip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipLine {
    /// What was bought.
    pub name: String,
    /// Its choices.
    pub choices: String,
    /// Its SKU.
    pub sku: String,
    /// Units that were ordered.
    pub ordered: u32,
    /// Units that are to be sent now.
    pub to_send: u32,
}

/// What several orders need from the shelves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickList {
    /// What is to be fetched, by SKU.
    pub lines: Vec<PickLine>,
    /// For which orders, the oldest first.
    pub orders: Vec<PickedOrder>,
    /// How many confirmed orders there are; counted as in lists.
    pub total: u64,
}

/// Units of a variant that are to be fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickLine {
    /// Its SKU.
    pub sku: String,
    /// What it is.
    pub name: String,
    /// Its choices.
    pub choices: String,
    /// Units for all orders together.
    pub units: u32,
    /// The orders' numbers, each with its units.
    pub orders: Vec<(String, u32)>,
}

/// An order of a pick list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickedOrder {
    /// Which.
    pub id: OrderId,
    /// What people call it.
    pub number: String,
    /// Who receives it.
    pub name: String,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// How it is sent.
    pub shipping_method: String,
    /// Units that are to be sent.
    pub units: u32,
}

/// The packing slip of an order.
#[server]
pub async fn load_slip(id: String) -> Result<Slip, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewOrders).await?;
    let id = id.parse().map_err(|_| AppError::not_found("order"))?;
    let services = crate::context::services()?;
    super::picking_read::slip(&services, actor, id).await
}

/// What the oldest confirmed orders need, of those that the words and filters of the list choose.
#[server]
pub async fn load_pick_list(state: ListState) -> Result<PickList, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewOrders).await?;
    let services = crate::context::services()?;
    super::picking_read::pick_list(&services, &actor, &state).await
}

/// The packing slips of the orders that were selected: those of the batch that the state names.
#[server]
pub async fn load_slips(state: ListState) -> Result<Slips, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewOrders).await?;
    let services = crate::context::services()?;
    super::picking_read::slips(&services, &actor, &state).await
}
