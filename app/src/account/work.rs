//! What tells people from programs at a form, without a third party: work that the browser does meanwhile, and a field
//! that people do not see.

use crate::work::{blank, worked};
use leptos::{ev::FocusEvent, prelude::*};
use std::{cell::Cell, time::Duration};

/// Tries between two breaths of the page: some milliseconds.
const TRIES: u32 = 2048;
/// Seconds for which a stamp is kept; the shop takes it a little longer.
const KEPT: &str = "; Path=/; Max-Age=540; SameSite=Strict";

thread_local! {
    static IS_WORKING: Cell<bool> = const { Cell::new(false) };
}

/// For `on:focusin` of a form: works for a stamp in the background, unless there is one. Without scripts there is none:
/// the form can be sent, but not as often from one network.
pub(super) fn work_when_used() -> impl Fn(FocusEvent) + Clone + 'static {
    |_: FocusEvent| {
        if IS_WORKING.get() || cookies().contains("work=") {
            return;
        }
        IS_WORKING.set(true);
        let moment = js_sys::Date::now().to_string();
        let salt = js_sys::Math::random().to_string().replace("0.", "");
        go_on(blank(&moment, &salt), 0);
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
