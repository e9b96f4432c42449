use crate::error::AppError;
use contracts::identity::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A role as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleText {
    /// Its name, also of a new one.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// The version that a change started from; empty for a new one.
    pub version: String,
    /// What it allows, by the permissions' names.
    pub may: BTreeMap<String, String>,
}

/// The roles of staff.
#[server]
pub async fn list_roles() -> Result<Vec<Role>, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageStaff).await?;
    Ok(crate::context::services()?.identity.roles(actor).await?)
}

/// Makes a role, or changes what one is for and allows.
#[server]
pub async fn save_role(role: RoleText, one_time_code: Option<String>) -> Result<(), AppError> {
    use contracts::{Permission, identity::RoleDraft};
    let actor = crate::admin::guard::require_proved(Permission::ManageStaff, one_time_code).await?;
    let permissions = role.may.keys().filter_map(|name| Permission::from_name(name)).collect();
    let version = role.version.parse().ok();
    let draft = RoleDraft { name: role.name, description: role.description, permissions, version };
    let saved = crate::context::services()?.identity.save_role(actor, draft).await;
    Ok(saved.map_err(at_form)?)
}

/// Deletes a role that nobody has.
#[server]
pub async fn delete_role(name: String, one_time_code: Option<String>) -> Result<(), AppError> {
    let permission = contracts::Permission::ManageStaff;
    let actor = crate::admin::guard::require_proved(permission, one_time_code).await?;
    Ok(crate::context::services()?.identity.delete_role(actor, name).await?)
}

/// What the service says of its own fields, at those of the form.
#[cfg(feature = "ssr")]
fn at_form(mut error: contracts::Error) -> contracts::Error {
    for field in &mut error.fields {
        field.field = format!("role[{}]", field.field);
    }
    error
}
