//! How long sessions live, by door.

use contracts::identity::Realm;
use std::time::Duration;

const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;

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
pub(crate) const GRACE: Duration = Duration::from_secs(60);

/// The lifetime of sessions opened at this door.
pub(crate) fn lifetime(realm: Realm) -> Lifetime {
    let (idle, absolute, rotate_after) = match realm {
        Realm::Shop => (30 * DAY, 90 * DAY, DAY),
        Realm::Staff => (2 * HOUR, 12 * HOUR, HOUR),
    };
    Lifetime {
        idle: Duration::from_secs(idle),
        absolute: Duration::from_secs(absolute),
        rotate_after: Duration::from_secs(rotate_after),
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
    if name == "staff" {
        Realm::Staff
    } else {
        Realm::Shop
    }
}
