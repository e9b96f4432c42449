use super::{api::load_recovery_codes, home};
use crate::{
    components::{Button, ButtonKind, IconName, LinkButton, Notice, SkeletonText, Tone},
    loaded::{loaded, page_resource},
};
use contracts::identity::Realm;
use leptos::prelude::*;

/// The recovery codes that were just made: shown once, to be copied or printed.
pub fn recovery_codes(realm: Realm) -> AnyView {
    let codes = page_resource(|| (), move |()| load_recovery_codes(realm));
    let show =
        move |codes: Vec<String>| if codes.is_empty() { shown_before(realm) } else { shown(realm, &codes) };
    loaded(codes, || view! { <SkeletonText lines=6 /> }.into_any(), show).into_any()
}

fn shown(realm: Realm, codes: &[String]) -> AnyView {
    let print = |_| drop(window().print());
    let lines = codes.join("\n");
    // The page after it is loaded anew: the back office may have been closed for want of a second factor.
    view! {
        <div class="stack">
            <Notice tone=Tone::Warning title="Keep these codes now: they are shown once">"Each opens your account one time when your phone is lost. Print them, or put them where you keep passwords."</Notice>
            <pre class="card card-body font-mono select-all" tabindex="0" aria-label="Recovery codes">{lines}</pre>
            <div class="cluster no-print">
                <span class="needs-script"><Button kind=ButtonKind::Secondary icon=IconName::Printer on_click=print>"Print"</Button></span>
                <a class="btn btn-primary" href=home(realm) rel="external">"I have kept them"</a>
            </div>
        </div>
    }
    .into_any()
}

fn shown_before(realm: Realm) -> AnyView {
    view! {
        <div class="stack">
            <p>"Recovery codes are shown once, when they are made. If you have lost them, make new ones."</p>
            <div><LinkButton href=home(realm)>"To the second factor"</LinkButton></div>
        </div>
    }
    .into_any()
}
