use crate::error::AppError;
use contracts::{CustomerGroupId, identity::CustomerGroup};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupList {
    /// By name.
    pub groups: Vec<CustomerGroup>,
    /// The id that the next new one gets, so that a form sent twice makes one.
    pub next: CustomerGroupId,
    /// Whether they can be changed.
    pub may_edit: bool,
}

/// All groups.
#[server]
pub async fn list_groups() -> Result<GroupList, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewCustomers).await?;
    let may_edit = actor.require(contracts::Permission::EditCustomers).is_ok();
    let groups = crate::context::services()?.identity.customer_groups(actor).await?;
    Ok(GroupList { groups, next: CustomerGroupId(crate::admin::guard::fresh_key()), may_edit })
}

/// Makes a group, or renames it.
#[server]
pub async fn save_group(id: String, name: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCustomers).await?;
    let id = id.parse().map_err(|_| AppError::not_found("group"))?;
    Ok(crate::context::services()?.identity.save_customer_group(actor, id, name).await?)
}

/// Deletes a group; its members stay.
#[server]
pub async fn delete_group(id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCustomers).await?;
    let id = id.parse().map_err(|_| AppError::not_found("group"))?;
    Ok(crate::context::services()?.identity.delete_customer_group(actor, id).await?)
}
