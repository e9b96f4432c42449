//! What tells people from programs at a form, without a third party: work that the browser does meanwhile, a field that
//! people do not see, and the moment at which it was rendered.

use super::work_api::load_ticket;
use crate::work::{Door, blank, worked};
use leptos::{ev::FocusEvent, prelude::*, task::spawn_local};
use std::{cell::Cell, time::Duration};

/// Tries between two breaths of the page: some milliseconds.
const TRIES: u32 = 2048;
/// Seconds for which a stamp is kept; the shop takes it a little longer.
const KEPT: &str = "; Path=/; Max-Age=540; SameSite=Strict";

thread_local! {
    static IS_WORKING: Cell<bool> = const { Cell::new(false) };
}

/// For `on:focusin` of a form at this door: works for a stamp in the background, unless there is one. Without scripts
/// there is none: the form can be sent, but not as often from one network.
pub(super) fn work_when_used(door: Door) -> impl Fn(FocusEvent) + Clone + 'static {
    move |_: FocusEvent| {
        if IS_WORKING.get() || cookies().contains(&["work=", door.as_str(), "."].concat()) {
            return;
        }
        IS_WORKING.set(true);
        spawn_local(async move {
            match load_ticket(door).await {
                Ok(ticket) if !ticket.is_empty() => go_on(blank(&ticket), 0),
                // The form can be sent all the same.
                _ => IS_WORKING.set(false),
            }
        });
    }
}

fn go_on(blank: String, from: u32) {
    if let Some(stamp) = worked(&blank, from, TRIES) {
        let text = ["work=", &stamp, KEPT].concat();
        drop(js_sys::Reflect::set(&document(), &"cookie".into(), &text.into()));
        IS_WORKING.set(false);
        return;
    }
    set_timeout(move || go_on(blank, from + TRIES), Duration::ZERO);
}

fn cookies() -> String {
    let text = js_sys::Reflect::get(&document(), &"cookie".into()).ok();
    text.and_then(|text| text.as_string()).unwrap_or_default()
}

/// A field that nobody sees and no helper reads out; programs fill it in.
pub(super) fn trap() -> AnyView {
    view! {
        <div class="sr-only" aria-hidden="true">
            <label>"Leave this empty"<input name="website" tabindex="-1" autocomplete="off" /></label>
        </div>
    }
    .into_any()
}

/// When the form was rendered, signed by the shop. Only what is sent without scripts is held against it, so that what
/// the browser makes of it does not matter.
pub(super) fn ticket(door: Door) -> AnyView {
    view! { <input type="hidden" name="ticket" value=rendered(door) /> }.into_any()
}

#[cfg(feature = "ssr")]
fn rendered(door: Door) -> String {
    super::guard::ticket(door)
}

#[cfg(not(feature = "ssr"))]
fn rendered(_: Door) -> String {
    String::new()
}
