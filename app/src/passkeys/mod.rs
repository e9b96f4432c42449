//! Passkeys: the list of one's own, the way in without a password, and in place of a code. All of it needs scripts and
//! a browser that knows passkeys; passwords and codes work without.

pub mod api;
mod browser;
mod log_in;
mod panel;
mod proof;

pub use log_in::passkey_log_in;
pub use panel::passkey_panel;
pub use proof::{Asking, PasskeyProof};

use contracts::identity::Realm;
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys};

/// The page with one's passkeys.
pub fn page(realm: Realm) -> &'static str {
    match realm {
        Realm::Shop => "/account/security",
        Realm::Staff => "/admin/security",
    }
}

/// Whether this browser knows passkeys; not before it has taken the page over.
fn supported() -> RwSignal<bool> {
    let supported = RwSignal::new(false);
    Effect::new(move |_| supported.set(browser::knows_passkeys()));
    supported
}

/// The field of this id.
fn field(id: &str) -> Option<web_sys::HtmlInputElement> {
    document().get_element_by_id(id)?.dyn_into::<web_sys::HtmlInputElement>().ok()
}
