//! Which passwords are taken, and how long one waits after wrong ones.

use contracts::Checks;
use std::time::Duration;

static COMMON: &str = include_str!("common_passwords.txt");

/// Wrong passwords that cost nothing.
pub(crate) const FREE_FAILURES: i32 = 5;
/// After this time without a failure the count begins anew; nobody waits longer.
pub(crate) const WINDOW: Duration = Duration::from_mins(15);
/// How long a reset link is valid.
pub(crate) const RESET_VALID: Duration = Duration::from_mins(30);

/// Records what is wrong with a new password at `field`. Length counts, not a mix of signs
/// (NIST SP 800-63B, 5.1.1.2).
pub(crate) fn check(checks: &mut Checks, field: &str, password: &str) {
    let length = password.chars().count();
    checks.require(length >= 8, field, "Please choose a password of at least 8 characters.");
    checks.require(length <= 128, field, "Please choose a password of at most 128 characters.");
    let common = COMMON.lines().any(|common| common.eq_ignore_ascii_case(password));
    checks.require(!common, field, "This password is among the most used ones. Please choose another.");
}

/// How long to wait after the last of so many failures: 30 s, then twice as long each time, up to the
/// window.
pub(crate) fn wait_after(failures: i32) -> Duration {
    if failures < FREE_FAILURES {
        return Duration::ZERO;
    }
    let doublings = u32::try_from(failures - FREE_FAILURES).unwrap_or(0).min(5);
    Duration::from_secs(30 << doublings).min(WINDOW)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_taken(password: &str) -> bool {
        let mut checks = Checks::default();
        check(&mut checks, "password", password);
        checks.finish().is_ok()
    }

    #[test]
    fn passwords_have_8_to_128_characters_and_are_not_the_common_ones() {
        assert!(is_taken("seven ox") && is_taken(&"ü".repeat(128)));
        for refused in ["", "seven o", "PassWord", "12345678", &"x".repeat(129)] {
            assert!(!is_taken(refused), "{refused}");
        }
    }

    #[test]
    fn waiting_grows_but_never_beyond_a_quarter_of_an_hour() {
        let waits: Vec<u64> =
            [0, 4, 5, 6, 9, 10, i32::MAX].map(|failures| wait_after(failures).as_secs()).into();
        assert_eq!(waits, [0, 0, 30, 60, 480, 900, 900]);
    }
}
