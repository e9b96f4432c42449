use crate::error::AppError;
use contracts::{
    Timestamp,
    checkout::{Inspection, StuckRun},
    orders::LineHold,
    payments::Unresolved,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    crate::{admin::guard::require, context::services},
    contracts::{
        Actor, CheckoutId, Error, Permission, Services,
        orders::{CheckoutState, Intervention, Movement},
    },
};

/// Everything that does not come to its end by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StuckPage {
    /// Runs of the checkout.
    pub runs: Vec<StuckRun>,
    /// Parcels and refunds.
    pub acts: Vec<LineHold>,
    /// Payments and refunds that the provider never answered or refused.
    pub money: Vec<Unresolved>,
    /// When this was read.
    pub now: Timestamp,
}

/// A run of the checkout with all that is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StuckRunPage {
    /// What is known.
    pub known: Inspection,
    /// When this was read.
    pub now: Timestamp,
}

/// Everything that does not come to its end by itself, the oldest first.
#[server]
pub async fn load_stuck() -> Result<StuckPage, AppError> {
    let actor = require(Permission::OperateSystem).await?;
    let services = services()?;
    let (runs, acts, money) = futures::try_join!(
        services.checkout.stuck(actor.clone()),
        services.after_sales.stuck(actor.clone()),
        services.payments.unresolved(actor)
    )?;
    Ok(StuckPage { runs, acts, money, now: crate::admin::patterns::now() })
}

/// All that is known of one run.
#[server]
pub async fn load_stuck_run(id: String) -> Result<StuckRunPage, AppError> {
    let actor = require(Permission::OperateSystem).await?;
    let known = services()?.checkout.inspect(actor, checkout(&id)?).await?;
    let known = known.ok_or_else(|| AppError::not_found("checkout"))?;
    Ok(StuckRunPage { known, now: crate::admin::patterns::now() })
}

/// Tries a run again at once; an error says that it is still stuck, and why.
#[server]
pub async fn retry_run(id: String) -> Result<(), AppError> {
    let actor = require(Permission::OperateSystem).await?;
    let (services, id) = (services()?, checkout(&id)?);
    services.checkout.retry_stuck(actor.clone(), id).await?;
    unless_stuck(&services, actor, id).await
}

/// Undoes a run; an error says that it could not be undone, and why.
#[server]
pub async fn undo_run(id: String, reason: String) -> Result<(), AppError> {
    let actor = require(Permission::OperateSystem).await?;
    let (services, id) = (services()?, checkout(&id)?);
    services.checkout.undo_stuck(actor.clone(), id, reason).await?;
    unless_stuck(&services, actor, id).await
}

/// Ends a run that a person has seen to.
#[server]
pub async fn settle_run(id: String, reason: String) -> Result<(), AppError> {
    let actor = require(Permission::OperateSystem).await?;
    Ok(services()?.checkout.settle_stuck(actor, checkout(&id)?, reason).await?)
}

/// Tries a parcel or a refund again, or lets go of its units.
#[server]
pub async fn decide_act(
    movement: String,
    reference: String,
    act: String,
    reason: Option<String>,
) -> Result<(), AppError> {
    let actor = require(Permission::OperateSystem).await?;
    let movement = Movement::from_text(&movement).ok_or_else(|| AppError::not_found("movement"))?;
    let reference = reference.parse().map_err(|_| AppError::not_found("parcel or refund"))?;
    let act = match act.as_str() {
        "retry" => Intervention::Retry,
        "undo" => Intervention::Undo,
        _ => Intervention::Settle,
    };
    let reason = reason.unwrap_or_default();
    Ok(services()?.after_sales.decide_stuck(actor, movement, reference, act, reason).await?)
}

#[cfg(feature = "ssr")]
fn checkout(id: &str) -> Result<CheckoutId, AppError> {
    id.parse().map_err(|_| AppError::not_found("checkout"))
}

#[cfg(feature = "ssr")]
async fn unless_stuck(services: &Services, actor: Actor, id: CheckoutId) -> Result<(), AppError> {
    let run = services.checkout.inspect(actor, id).await?.map(|known| known.run);
    match run.filter(|run| run.state == CheckoutState::Stuck) {
        Some(run) => {
            let why = run.failure.unwrap_or_default();
            Err(Error::conflict(format!("It still cannot be undone: {why}")).into())
        }
        None => Ok(()),
    }
}
