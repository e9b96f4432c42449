//! Roles are sets of permissions.

use contracts::{Error, Permission, Result};

/// The role every person has.
pub(crate) const CUSTOMER: &str = "customer";
/// The role that may do everything.
pub(crate) const ADMINISTRATOR: &str = "administrator";
/// The roles that open the back office.
const STAFF: [&str; 3] = ["support", "manager", ADMINISTRATOR];

/// The permissions of these stored names, in the contract's order.
pub(crate) fn permissions(names: &[String]) -> Vec<Permission> {
    let is_named = |permission: &Permission| {
        let name = serde_json::to_value(permission).unwrap_or_default();
        names.iter().any(|stored| name == stored.as_str())
    };
    Permission::ALL.into_iter().filter(is_named).collect()
}

/// Refuses roles that staff cannot have.
pub(crate) fn check(roles: &[String]) -> Result<()> {
    match roles.iter().find(|role| !STAFF.contains(&role.as_str())) {
        None => Ok(()),
        Some(_) => Err(Error::field("roles", "Please choose from support, manager and administrator.")),
    }
}
