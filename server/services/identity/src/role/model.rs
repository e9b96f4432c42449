//! Roles are sets of permissions.

use crate::account;
use contracts::{
    Actor, Checks, Email, Error, Permission, Result,
    identity::{Invitation, RoleDraft},
};

/// The role every person has.
pub(crate) const CUSTOMER: &str = "customer";
/// The role that may do everything.
pub(crate) const ADMINISTRATOR: &str = "administrator";
const UNKNOWN_ROLE: &str = "Please choose one of the roles of staff.";
const NAME_RULE: &str = "A name has 2 to 40 small letters, digits and underscores.";
const DESCRIPTION: usize = 200;

/// The permissions of these stored names, in the contract's order.
pub(crate) fn permissions(names: &[String]) -> Vec<Permission> {
    Permission::ALL.into_iter().filter(|permission| names.contains(&permission.name())).collect()
}

/// Whether a role can have this name.
fn is_name(name: &str) -> bool {
    let is_plain = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'_';
    (2..=40).contains(&name.len()) && name.bytes().all(is_plain)
}

/// Whether a role of staff can have this name, be there one or not.
pub(crate) fn is_staff_name(name: &str) -> bool {
    is_name(name) && name != CUSTOMER
}

/// The role as it is kept: small letters, underscores between the words of its name, each permission once.
///
/// # Errors
/// Every field to correct at once.
pub(crate) fn check_draft(draft: &RoleDraft) -> Result<RoleDraft> {
    let name = draft.name.to_lowercase().split_whitespace().collect::<Vec<_>>().join("_");
    let description = platform::pan::hidden(draft.description.trim().to_owned());
    let wanted = |permission: &Permission| draft.permissions.contains(permission);
    let permissions: Vec<_> = Permission::ALL.into_iter().filter(wanted).collect();
    let is_short = description.chars().count() <= DESCRIPTION && !description.contains(char::is_control);
    let mut checks = Checks::default();
    checks.require(is_name(&name), "name", NAME_RULE);
    checks.require(is_short, "description", "Please write one line of at most 200 characters.");
    checks.require(!permissions.is_empty(), "permissions", "Please choose what the role allows.");
    checks.finish()?;
    Ok(RoleDraft { name, description, permissions, version: draft.version })
}

/// Passes a new role whose name is free, and the change of one that can be changed and is still at the version that the
/// change started from; `present` is the version of the role that has the name.
///
/// # Errors
/// A field error at `name`, `NotFound` or `Conflict`.
pub(crate) fn check_place(draft: &RoleDraft, present: Option<i64>) -> Result<()> {
    match (draft.version, present) {
        (None, Some(_)) => Err(name_taken()),
        (Some(_), None) => Err(Error::not_found("role")),
        (Some(_), Some(_)) if draft.name == ADMINISTRATOR => {
            Err(Error::conflict("Administrators always may do everything."))
        }
        (Some(_), Some(_)) if draft.name == CUSTOMER => {
            Err(Error::conflict("Customers never enter the back office."))
        }
        (Some(from), Some(present)) if from != present => {
            Err(Error::conflict("Somebody else changed this role meanwhile. Please look at it again."))
        }
        _ => Ok(()),
    }
}

/// What is said at a name that another role has.
pub(crate) fn name_taken() -> Error {
    Error::field("name", "Another role has this name.")
}

/// Passes a role that no shop needs and nobody has.
///
/// # Errors
/// `Conflict`.
pub(crate) fn check_deletion(is_built_in: bool, members: u64) -> Result<()> {
    match members {
        _ if is_built_in => Err(Error::conflict("This role is built in: it can be changed, not deleted.")),
        0 => Ok(()),
        1 => Err(Error::conflict("1 person has this role. Give them another one first.")),
        _ => Err(Error::conflict(format!("{members} people have this role. Give them another one first."))),
    }
}

/// Refuses to give what one does not have oneself.
///
/// # Errors
/// A field error that names it.
pub(crate) fn check_own(actor: &Actor, given: &[Permission], field: &str) -> Result<()> {
    let is_beyond = |permission: &&Permission| actor.require(**permission).is_err();
    let beyond = given.iter().filter(is_beyond).map(|permission| permission.name().replace('_', " "));
    let beyond = beyond.collect::<Vec<_>>().join(", ");
    if beyond.is_empty() {
        return Ok(());
    }
    Err(Error::field(field, format!("You cannot give what you may not do yourself: {beyond}.")))
}

/// Refuses roles that staff cannot have.
pub(crate) fn check_known(roles: &[String], known: &[String], field: &str) -> Result<()> {
    if roles.iter().all(|role| known.contains(role)) {
        return Ok(());
    }
    Err(Error::field(field, UNKNOWN_ROLE))
}

/// The trimmed name and the address of a colleague to be, if every rule holds; staff can have the role or not.
pub(crate) fn check_invitation(invitation: &Invitation, is_role: bool) -> Result<(&str, Email)> {
    let name = invitation.name.trim();
    let mut checks = Checks::default();
    checks.require(account::model::is_name(name), "name", account::model::NAME_RULE);
    let email = checks.parse("email", invitation.email.parse::<Email>());
    checks.require(is_role, "role", UNKNOWN_ROLE);
    checks.finish()?;
    Ok((name, email.ok_or_else(Error::internal)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(name: &str) -> RoleDraft {
        let permissions = vec![Permission::ShipOrders, Permission::ViewOrders, Permission::ShipOrders];
        RoleDraft { name: name.into(), description: " Sends ".into(), permissions, version: None }
    }

    #[test]
    fn a_role_is_the_same_however_it_is_typed() {
        let kept = check_draft(&draft("  Night  Clerk 2 ")).unwrap();
        assert_eq!((kept.name.as_str(), kept.description.as_str()), ("night_clerk_2", "Sends"));
        assert_eq!(kept.permissions, [Permission::ViewOrders, Permission::ShipOrders]);
    }

    #[test]
    fn names_that_would_not_be_plain_are_refused() {
        for name in ["", "x", "clerk!", "caf\u{e9}", &"x".repeat(41)] {
            assert!(check_draft(&draft(name)).unwrap_err().for_field("name").is_some(), "{name}");
        }
    }

    #[test]
    fn a_role_that_allows_nothing_is_none() {
        let nothing = RoleDraft { permissions: Vec::new(), ..draft("clerk") };
        assert!(check_draft(&nothing).unwrap_err().for_field("permissions").is_some());
    }
}
