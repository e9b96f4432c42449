use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::payments::{Dispute, Reconciliation};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::{admin::guard::require, context::services},
    contracts::{
        Permission,
        payments::{DisputeQuery, ReconciliationQuery},
    },
};

/// Where the gateway's book and ours disagreed, newest first; only what is open unless `show` is `all`.
#[server]
pub async fn list_reconciliations(state: ListState) -> Result<Listed<Reconciliation>, AppError> {
    let actor = require(Permission::OperateSystem).await?;
    let query = ReconciliationQuery { open_only: state.filter("show") != "all", page: state.request(25) };
    Ok(Listed::now(services()?.payments.reconciliations(actor, query).await?))
}

/// Notes that a person settled a difference, and how.
#[server]
pub async fn close_difference(id: String, note: String) -> Result<(), AppError> {
    let actor = require(Permission::OperateSystem).await?;
    let id = id.parse().map_err(|_| AppError::not_found("difference"))?;
    services()?.payments.close_reconciliation(actor, id, note).await?;
    Ok(())
}

/// Disputes and warnings of fraud, by their deadline; only what is open unless `show` is `all`.
#[server]
pub async fn list_disputes(state: ListState) -> Result<Listed<Dispute>, AppError> {
    let actor = require(Permission::ViewOrders).await?;
    let query = DisputeQuery { open_only: state.filter("show") != "all", page: state.request(25) };
    Ok(Listed::now(services()?.payments.disputes(actor, query).await?))
}
