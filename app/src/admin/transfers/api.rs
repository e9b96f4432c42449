use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::{
    Timestamp, TransferId,
    inventory::{Transfer, TransferRow, Warehouse},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The list of transfers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferList {
    /// The rows.
    pub list: Listed<TransferRow>,
    /// Warehouses to filter by.
    pub warehouses: Vec<Warehouse>,
    /// Whether one can be begun.
    pub may_edit: bool,
}

/// What the form of a new transfer begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTransfer {
    /// The id it gets, so that a form sent twice begins one.
    pub id: TransferId,
    /// The warehouses in use.
    pub warehouses: Vec<Warehouse>,
}

/// What the page of a transfer shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferPage {
    /// The transfer with its articles.
    pub transfer: Transfer,
    /// Names the next arrival, so that a form sent twice books one.
    pub key: Uuid,
    /// Whether it can be changed.
    pub may_edit: bool,
    /// When this was read.
    pub now: Timestamp,
}

/// Units of an article that have come, as they are typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArrivedText {
    /// The variant's id.
    pub variant: String,
    /// A whole number; nothing is none.
    pub units: String,
}

/// The back office's list of transfers.
#[server]
pub async fn list_transfers(state: ListState) -> Result<TransferList, AppError> {
    use contracts::Permission;
    let actor = crate::admin::guard::require(Permission::ViewStock).await?;
    let may_edit = actor.require(Permission::AdjustStock).is_ok();
    let inventory = crate::context::services()?.inventory;
    let query = crate::admin::queries::transfers(&state);
    let (page, warehouses) =
        futures::try_join!(inventory.transfers(actor.clone(), query), inventory.warehouses(actor))?;
    Ok(TransferList { list: Listed::now(page), warehouses, may_edit })
}

/// What the form of a new transfer begins with.
#[server]
pub async fn load_new_transfer() -> Result<NewTransfer, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::AdjustStock).await?;
    let mut warehouses = crate::context::services()?.inventory.warehouses(actor).await?;
    warehouses.retain(|place| place.active);
    Ok(NewTransfer { id: TransferId(crate::admin::guard::fresh_key()), warehouses })
}

/// A transfer with its articles.
#[server]
pub async fn load_transfer(id: String) -> Result<TransferPage, AppError> {
    use contracts::Permission;
    let actor = crate::admin::guard::require(Permission::ViewStock).await?;
    let may_edit = actor.require(Permission::AdjustStock).is_ok();
    let missing = || AppError::not_found("transfer");
    let id = id.parse().map_err(|_| missing())?;
    let found = crate::context::services()?.inventory.transfer(actor, id).await?;
    let (key, now) = (crate::admin::guard::fresh_key(), crate::admin::patterns::now());
    Ok(TransferPage { transfer: found.ok_or_else(missing)?, key, may_edit, now })
}

/// Begins a transfer and leads to it.
#[server]
pub async fn begin_transfer(id: String, from: String, to: String, note: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::AdjustStock).await?;
    let draft = super::parse::draft(&id, &from, &to, note)?;
    let id = draft.id;
    crate::context::services()?.inventory.begin_transfer(actor, draft).await?;
    crate::context::redirect(&format!("{}/{id}", super::PATH));
    Ok(())
}

/// Says how many units of an article a draft moves; none take it off.
#[server]
pub async fn set_transfer_line(id: String, sku: String, units: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::AdjustStock).await?;
    let id = id.parse().map_err(|_| AppError::not_found("transfer"))?;
    let (sku, units) = super::parse::line(&sku, &units)?;
    Ok(crate::context::services()?.inventory.set_transfer_line(actor, id, sku, units).await?)
}

/// Has the units of a draft leave.
#[server]
pub async fn send_transfer(id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::AdjustStock).await?;
    let id = id.parse().map_err(|_| AppError::not_found("transfer"))?;
    Ok(crate::context::services()?.inventory.send_transfer(actor, id).await?)
}

/// Books what has come; with `rest_is_lost`, which is empty when not, what has not come as lost.
#[server]
pub async fn receive_transfer(
    id: String,
    key: Uuid,
    #[server(default)] lines: Vec<ArrivedText>,
    #[server(default)] rest_is_lost: String,
) -> Result<(), AppError> {
    use contracts::inventory::TransferReceipt;
    let actor = crate::admin::guard::require(contracts::Permission::AdjustStock).await?;
    let id = id.parse().map_err(|_| AppError::not_found("transfer"))?;
    let (lines, rest_is_lost) = (super::parse::arrived(&lines)?, !rest_is_lost.is_empty());
    let receipt = TransferReceipt { id: key, lines, rest_is_lost };
    let booked = crate::context::services()?.inventory.receive_transfer(actor, id, receipt).await;
    Ok(booked.map_err(super::parse::at_form)?)
}

/// Gives a transfer up.
#[server]
pub async fn cancel_transfer(id: String, reason: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::AdjustStock).await?;
    let id = id.parse().map_err(|_| AppError::not_found("transfer"))?;
    Ok(crate::context::services()?.inventory.cancel_transfer(actor, id, reason).await?)
}
