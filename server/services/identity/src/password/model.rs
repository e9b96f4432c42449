//! Which passwords are taken, and how long one waits after wrong ones.

use super::strength::weakness;
use contracts::Checks;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    time::Duration,
};

static COMMON: &str = include_str!("common_passwords.txt");

/// Wrong passwords from one network that cost nothing.
const FREE_FAILURES: u32 = 5;
/// Wrong passwords from all networks together that cost nothing.
const FREE_EVERYWHERE: u32 = 50;
/// After this time without a failure the count begins anew; nobody waits longer.
pub(crate) const WINDOW: Duration = Duration::from_mins(15);
/// How long a reset link is valid.
pub(crate) const RESET_VALID: Duration = Duration::from_mins(30);
/// How long the link of an invitation is valid.
pub(crate) const INVITATION_VALID: Duration = Duration::from_hours(72);

/// Records what is wrong with a new password at `field`. Length and what is hard to guess count, not a mix of
/// signs (NIST SP 800-63B, 5.1.1.2). `about` is what others know of its owner: name and e-mail address.
pub(crate) fn check(checks: &mut Checks, field: &str, password: &str, about: &[&str]) {
    let length = password.chars().count();
    checks.require(length >= 8, field, "Please choose a password of at least 8 characters.");
    checks.require(length <= 128, field, "Please choose a password of at most 128 characters.");
    let common = COMMON.lines().any(|common| common.eq_ignore_ascii_case(password));
    checks.require(!common, field, "This password is among the most used ones. Please choose another.");
    if let (8..=128, false, Some(why)) = (length, common, weakness(password, about)) {
        checks.require(false, field, &why);
    }
}

/// So many failures, the last so long ago.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) failures: u32,
    pub(crate) since: Duration,
}

/// Wrong passwords for one address within the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Failures {
    /// From the network that asks now.
    pub(crate) here: Counted,
    /// From all networks together.
    pub(crate) everywhere: Counted,
}

impl Failures {
    /// How long this network waits for its own failures.
    pub(crate) fn wait_here(self) -> Duration {
        self.here.wait(FREE_FAILURES)
    }

    /// How long a network waits from which the account was never used: many networks that guess together
    /// are slowed down like one.
    pub(crate) fn wait_for_strangers(self) -> Duration {
        self.everywhere.wait(FREE_EVERYWHERE).max(self.wait_here())
    }
}

impl Counted {
    /// 30 s after the last failure beyond the free ones, then twice as long each time, up to the window.
    fn wait(self, free: u32) -> Duration {
        let Some(beyond) = self.failures.checked_sub(free) else {
            return Duration::ZERO;
        };
        Duration::from_secs(30 << beyond.min(5)).min(WINDOW).saturating_sub(self.since)
    }
}

/// Where failures of somebody who had logged in already are counted: not with those at the door.
pub(crate) const SIGNED_IN: &str = "signed-in";

/// The network of an address, which one guesser can change places in: `192.0.2.0/24`, `2001:db8::/64`;
/// empty when there is no address.
pub(crate) fn network_of(address: Option<&str>) -> String {
    match address.and_then(|text| text.parse::<IpAddr>().ok()).map(|address| address.to_canonical()) {
        Some(IpAddr::V4(address)) => format!("{}/24", Ipv4Addr::from_bits(address.to_bits() >> 8 << 8)),
        Some(IpAddr::V6(address)) => format!("{}/64", Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_taken(password: &str) -> bool {
        let mut checks = Checks::default();
        check(&mut checks, "password", password, &["Ada Lovelace"]);
        checks.finish().is_ok()
    }

    #[test]
    fn passwords_have_8_to_128_characters_and_are_not_guessed_soon() {
        assert!(is_taken("seven oxen") && is_taken(&"kettle of ü ".repeat(10)));
        for refused in ["", "seven o", "PassWord", "12345678", "adalovelace", &"kettle ".repeat(20)] {
            assert!(!is_taken(refused), "{refused}");
        }
    }

    fn failed(failures: u32) -> Counted {
        Counted { failures, since: Duration::ZERO }
    }

    #[test]
    fn waiting_grows_but_never_beyond_a_quarter_of_an_hour() {
        let wait = |failures| Failures { here: failed(failures), ..Failures::default() }.wait_here();
        let waits = [0, 4, 5, 6, 9, 10, u32::MAX].map(|failures| wait(failures).as_secs());
        assert_eq!(waits, [0, 0, 30, 60, 480, 900, 900]);
        let passed = Counted { failures: 5, since: Duration::from_secs(31) };
        assert!(Failures { here: passed, ..Failures::default() }.wait_here().is_zero());
    }

    #[test]
    fn failures_elsewhere_hold_up_strangers_once_they_are_many() {
        let elsewhere = |failures| Failures { everywhere: failed(failures), ..Failures::default() };
        assert!(elsewhere(49).wait_for_strangers().is_zero());
        assert_eq!(elsewhere(50).wait_for_strangers().as_secs(), 30);
        assert!(elsewhere(50).wait_here().is_zero());
    }

    #[test]
    fn neighbours_share_a_network() {
        let network = |address| network_of(Some(address));
        assert_eq!(network("192.0.2.7"), "192.0.2.0/24");
        assert_eq!(network("::ffff:192.0.2.9"), "192.0.2.0/24");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!([network("nowhere"), network_of(None)], ["", ""]);
    }
}
