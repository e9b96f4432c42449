//! Signing in with accounts elsewhere: the ways there at both doors, and what is linked to one's own account.

pub mod api;
mod door;
mod panel;
mod proof;

pub use door::{providers_at, refused_at};
pub use panel::linked_panel;
pub use proof::{log_in_again, own_password, password_beside_code};

use contracts::identity::Realm;

/// The page of one's own security, where this is linked.
pub fn page(realm: Realm) -> &'static str {
    match realm {
        Realm::Shop => "/account/security",
        Realm::Staff => "/admin/security",
    }
}

/// Where the way to a provider begins; see the gateway's `federation`.
fn way_to(realm: Realm, provider: &str) -> String {
    let door = match realm {
        Realm::Shop => "/account/sso/",
        Realm::Staff => "/admin/sso/",
    };
    [door, provider].concat()
}

/// As forms send it.
fn realm_text(realm: Realm) -> &'static str {
    match realm {
        Realm::Shop => "shop",
        Realm::Staff => "staff",
    }
}
