//! What a view and a look may be.

use contracts::{
    Actor, Checks, Error, Result, UserId,
    identity::{ListLook, ViewDraft},
};
use platform::pan::hidden;

/// The most views of a person.
pub(crate) const MOST: i64 = 100;

/// Whoever asks, if they work here.
///
/// # Errors
/// `Unauthenticated` for guests, `Forbidden` for everybody else who may do nothing in the back office.
pub(crate) fn member(actor: &Actor) -> Result<UserId> {
    match actor {
        Actor::Staff { user, permissions, .. } if !permissions.is_empty() => Ok(*user),
        Actor::Guest => Err(Error::unauthenticated("Please log in first.")),
        _ => Err(Error::forbidden()),
    }
}

/// The view with its name trimmed.
///
/// # Errors
/// A field error at `name`; `Invalid` when something else is none of a list.
pub(crate) fn checked(draft: &ViewDraft) -> Result<ViewDraft> {
    let name = hidden(draft.name.trim().to_owned());
    let mut checks = Checks::default();
    let fits = (1..=60).contains(&name.chars().count());
    checks.require(fits, "name", "Please name it, in at most 60 characters.");
    checks.finish()?;
    if draft.query.chars().count() > 2000 {
        return Err(Error::invalid("These filters are too many to be kept."));
    }
    Ok(ViewDraft {
        name,
        query: hidden(draft.query.clone()),
        look: checked_look(&draft.look)?,
        ..draft.clone()
    })
}

/// The look, of a list that there may be.
///
/// # Errors
/// `Invalid` for anything else.
pub(crate) fn checked_look(look: &ListLook) -> Result<ListLook> {
    let is_sign = |sign: char| sign.is_ascii_lowercase() || matches!(sign, '/' | '-');
    let is_list = (1..=40).contains(&look.list.len())
        && look.list.starts_with(|first: char| first.is_ascii_lowercase())
        && look.list.chars().all(is_sign);
    let are_columns = look.hidden.len() <= 30 && look.hidden.iter().all(|name| name.chars().count() <= 60);
    if is_list && are_columns { Ok(look.clone()) } else { Err(Error::invalid("There is no such list.")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(list: &str) -> ListLook {
        ListLook { list: list.to_owned(), ..ListLook::default() }
    }

    #[test]
    fn a_list_is_named_by_its_address() {
        for list in ["orders", "stock/ledger", "gift-cards"] {
            assert!(checked_look(&look(list)).is_ok(), "{list}");
        }
        for list in ["", "/orders", "Orders", "orders?x", &"x".repeat(41)] {
            assert!(checked_look(&look(list)).is_err(), "{list}");
        }
    }
}
