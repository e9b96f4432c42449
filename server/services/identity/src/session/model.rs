//! How long sessions live, by door.

use contracts::identity::Realm;
use std::time::Duration;

const DAY: u64 = 24;

/// How long a session and its token live.
pub(crate) struct Lifetime {
    /// Unused for so long, it ends.
    pub(crate) idle: Duration,
    /// It ends after so long in any case.
    pub(crate) absolute: Duration,
    /// A token older than this is replaced when it is used.
    pub(crate) rotate_after: Duration,
}

/// How long a replaced token stays valid, for the requests that were sent with it at the same time.
pub(crate) const GRACE: Duration = Duration::from_mins(1);

/// The lifetime of sessions opened at this door.
pub(crate) fn lifetime(realm: Realm) -> Lifetime {
    // In hours.
    let (idle, absolute, rotate_after) = match realm {
        Realm::Shop => (30 * DAY, 90 * DAY, DAY),
        Realm::Staff => (2, 12, 1),
    };
    Lifetime {
        idle: Duration::from_hours(idle),
        absolute: Duration::from_hours(absolute),
        rotate_after: Duration::from_hours(rotate_after),
    }
}

/// As stored.
pub(crate) fn realm_name(realm: Realm) -> &'static str {
    match realm {
        Realm::Shop => "shop",
        Realm::Staff => "staff",
    }
}

/// As read from storage, which holds nothing but these two.
pub(crate) fn realm_of(name: &str) -> Realm {
    if name == "staff" { Realm::Staff } else { Realm::Shop }
}
