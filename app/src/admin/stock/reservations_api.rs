use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::{
    OrderId,
    inventory::{HeldLine, Warehouse},
    orders::CheckoutState,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Units that are held, and for whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRow {
    /// What is held.
    pub line: HeldLine,
    /// Where the checkout is; none for those who may not see orders.
    pub state: Option<CheckoutState>,
    /// Its order, once there is one.
    pub order: Option<OrderId>,
}

/// What is held now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldList {
    /// The rows.
    pub list: Listed<HeldRow>,
    /// Warehouses to filter by.
    pub warehouses: Vec<Warehouse>,
}

/// Units that checkouts hold now.
#[server]
pub async fn list_held(state: ListState) -> Result<HeldList, AppError> {
    use contracts::Permission;
    let actor = crate::admin::guard::require(Permission::ViewStock).await?;
    let may_see_orders = actor.require(Permission::ViewOrders).is_ok();
    let services = crate::context::services()?;
    let query = crate::admin::queries::held(&state);
    let (page, warehouses) = futures::try_join!(
        services.inventory.held_units(actor.clone(), query),
        services.inventory.warehouses(actor)
    )?;
    let runs = if may_see_orders { super::runs::of(&services, &page.items).await } else { Vec::new() };
    let row = |line: HeldLine| {
        let run = runs.iter().find(|run| run.id.0 == line.reservation.0);
        HeldRow { state: run.map(|run| run.state), order: run.and_then(|run| run.order), line }
    };
    Ok(HeldList { list: Listed::now(page.map(row)), warehouses })
}
