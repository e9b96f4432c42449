//! Roles are sets of permissions.

use crate::account;
use contracts::{Checks, Email, Error, Permission, Result, identity::Invitation};

/// The role every person has.
pub(crate) const CUSTOMER: &str = "customer";
/// The role that may do everything.
pub(crate) const ADMINISTRATOR: &str = "administrator";
/// The roles that open the back office.
const STAFF: [&str; 4] = ["support", "warehouse", "manager", ADMINISTRATOR];
const UNKNOWN_ROLE: &str = "Please choose from support, warehouse, manager and administrator.";

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
        Some(_) => Err(Error::field("roles", UNKNOWN_ROLE)),
    }
}

/// The trimmed name and the address of a colleague to be, if every rule holds.
pub(crate) fn check_invitation(invitation: &Invitation) -> Result<(&str, Email)> {
    let name = invitation.name.trim();
    let mut checks = Checks::default();
    checks.require(account::model::is_name(name), "name", account::model::NAME_RULE);
    let email = checks.parse("email", invitation.email.parse::<Email>());
    checks.require(STAFF.contains(&invitation.role.as_str()), "role", UNKNOWN_ROLE);
    checks.finish()?;
    Ok((name, email.ok_or_else(Error::internal)?))
}
