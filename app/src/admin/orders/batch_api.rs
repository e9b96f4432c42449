use crate::{admin::patterns::ListState, error::AppError};
#[cfg(feature = "ssr")]
use contracts::orders::{BatchAction, BatchRowState};
use contracts::{Timestamp, orders::Batch};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A batch as whoever asks may go on with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchPage {
    /// The batch.
    pub batch: Batch,
    /// Whether whoever asks has opened it.
    pub is_own: bool,
    /// When it was read.
    pub now: Timestamp,
}

/// Keeps which orders are selected (`selected`, or with `all` those that the list of this state shows), for an act, and
/// leads to what will become of them.
#[server]
pub async fn choose_orders(
    #[server(default)] selected: Vec<String>,
    all: Option<String>,
    #[server(default)] state: ListState,
    act: String,
) -> Result<(), AppError> {
    use contracts::{BatchId, Error, Permission, orders::BatchChoice};
    let actor = crate::admin::guard::require(Permission::ViewOrders).await?;
    let action = BatchAction::from_text(&act).ok_or_else(|| AppError::not_found("act"))?;
    if selected.len() > Batch::MOST {
        return Err(Error::invalid("Please select at most 1000 orders at once.").into());
    }
    let choice = match all {
        Some(_) => BatchChoice::Matching(Box::new(crate::admin::queries::orders(&state))),
        None => BatchChoice::Orders(selected.iter().filter_map(|id| id.parse().ok()).collect()),
    };
    let id = BatchId(crate::admin::guard::fresh_key());
    crate::context::services()?.orders.open_batch(actor, id, action, choice).await?;
    crate::context::redirect(&match action {
        BatchAction::PickList => format!("/admin/orders/pick?batch={id}"),
        BatchAction::PackingSlips => format!("/admin/orders/slips?batch={id}"),
        _ => format!("/admin/orders/batches/{id}"),
    });
    Ok(())
}

/// A batch, its orders and what became of them.
#[server]
pub async fn load_batch(id: String) -> Result<BatchPage, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewOrders).await?;
    let user = actor.user();
    let id = id.parse().map_err(|_| AppError::not_found("batch"))?;
    let batch = crate::context::services()?.orders.batch(actor, id).await?;
    let batch = batch.ok_or_else(|| AppError::not_found("batch"))?;
    let is_own = user == Some(batch.author);
    Ok(BatchPage { batch, is_own, now: crate::admin::patterns::now() })
}

/// Has a batch count and acts on its first orders.
#[server]
pub async fn confirm_batch(
    batch: String,
    input: String,
    one_time_code: Option<String>,
) -> Result<(), AppError> {
    use contracts::{Permission, orders::BatchAction as A};
    let actor = crate::admin::guard::require(Permission::ViewOrders).await?;
    let id = batch.parse().map_err(|_| AppError::not_found("batch"))?;
    let services = crate::context::services()?;
    let found = services.orders.batch(actor.clone(), id).await?;
    let action = found.ok_or_else(|| AppError::not_found("batch"))?.action;
    // Asked where the same act on one order asks it.
    let actor = match action {
        A::Cancel => crate::admin::guard::require_proved(action.permission(), one_time_code).await?,
        _ => crate::admin::guard::require(action.permission()).await?,
    };
    let batch = services.orders.confirm_batch(actor, id, input).await?;
    let session = crate::admin::guard::session().await?;
    super::batch_run::go_on(&services, &session, &batch).await
}

/// Acts on the next orders of a batch that was confirmed. Returns how many wait then.
#[server]
pub async fn continue_batch(batch: String) -> Result<u64, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewOrders).await?;
    let id = batch.parse().map_err(|_| AppError::not_found("batch"))?;
    let services = crate::context::services()?;
    let found = services.orders.batch(actor.clone(), id).await?;
    let found = found.filter(|batch| batch.confirmed_at.is_some() && actor.user() == Some(batch.author));
    let found = found.ok_or_else(|| AppError::not_found("batch"))?;
    actor.require(found.action.permission())?;
    let session = crate::admin::guard::session().await?;
    super::batch_run::go_on(&services, &session, &found).await?;
    let after = services.orders.batch(actor, id).await?;
    Ok(after.map_or(0, |batch| batch.count(BatchRowState::Waiting) as u64))
}
