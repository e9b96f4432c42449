//! Names of passkeys, and how many there are.

use contracts::{Error, Result};

/// As many as anybody has devices.
const MOST: usize = 20;

/// A trimmed name, if it is one.
///
/// # Errors
/// A field error at `name`.
pub(super) fn check_name(name: &str) -> Result<&str> {
    let name = name.trim();
    if (1..=60).contains(&name.chars().count()) && !name.chars().any(char::is_control) {
        return Ok(name);
    }
    Err(Error::field("name", "Please enter a name, at most 60 characters."))
}

/// # Errors
/// `Conflict` when there are as many passkeys as there may be.
pub(super) fn refuse_too_many(count: usize) -> Result<()> {
    if count < MOST {
        return Ok(());
    }
    Err(Error::conflict("You have twenty passkeys. Please remove one that you no longer use first."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_something() {
        assert_eq!(check_name(" Ada's phone ").unwrap(), "Ada's phone");
        for refused in ["", "  ", "a\nb", &"a".repeat(61)] {
            assert!(check_name(refused).unwrap_err().for_field("name").is_some(), "{refused}");
        }
    }

    #[test]
    fn there_are_at_most_twenty() {
        assert!(refuse_too_many(19).is_ok() && refuse_too_many(20).is_err());
    }
}
