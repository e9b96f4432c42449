//! A code of the phone, or a passkey, beside the password: at both doors, on the pages where one sets it up, and
//! before money moves, roles change or keys are made.

pub mod api;
mod codes;
#[cfg(feature = "ssr")]
pub mod guard;
mod panel;
mod set_up;
mod step;

pub use codes::recovery_codes;
pub use panel::second_factor_panel;
pub use step::{CodeField, OneTimeCode, ProveAgain, second_step};

use contracts::identity::Realm;

/// The page of one's second factor.
pub fn home(realm: Realm) -> &'static str {
    match realm {
        Realm::Shop => "/account/security/second-factor",
        Realm::Staff => "/admin/security",
    }
}

/// The page that shows recovery codes once.
pub fn codes_page(realm: Realm) -> &'static str {
    match realm {
        Realm::Shop => "/account/security/recovery-codes",
        Realm::Staff => "/admin/security/recovery-codes",
    }
}

/// The first step of a log-in.
pub fn door(realm: Realm) -> &'static str {
    match realm {
        Realm::Shop => "/login",
        Realm::Staff => "/admin/login",
    }
}

/// As forms send it.
pub(crate) fn realm_text(realm: Realm) -> &'static str {
    match realm {
        Realm::Shop => "shop",
        Realm::Staff => "staff",
    }
}
