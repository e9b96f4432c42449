use super::{api::load_sign_in_providers, way_to};
use crate::{
    components::{Notice, Tone},
    loaded::{loaded, page_resource},
};
use contracts::identity::{FederationRefusal, Realm, SignInProvider};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Why somebody came back from a provider without being let in, above the door's form.
pub fn refused_at() -> AnyView {
    let query = use_query_map();
    let why = query.with_untracked(|query| query.get("sso"));
    let why = why.and_then(|code| FederationRefusal::of_code(&code));
    why.map(|why| view! { <Notice tone=Tone::Danger>{why.text()}</Notice> }).into_any()
}

/// The ways to the providers, below the door's form; nothing when there are none. Links, so that they need no scripts.
pub fn providers_at(realm: Realm, next: &str) -> AnyView {
    let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || "/-_.".contains(*letter);
    let next: String = next.chars().take_while(is_plain).collect();
    let providers = page_resource(|| (), move |()| load_sign_in_providers(realm));
    let show = move |providers: Vec<SignInProvider>| ways(realm, providers, &next);
    loaded(providers, || ().into_any(), show).into_any()
}

fn ways(realm: Realm, providers: Vec<SignInProvider>, next: &str) -> AnyView {
    if providers.is_empty() {
        return ().into_any();
    }
    let query = if next.is_empty() { String::new() } else { ["?next=", next].concat() };
    let ways = providers.into_iter().map(|provider| {
        let href = [way_to(realm, &provider.name), query.clone()].concat();
        let text = ["Continue with ", &provider.label].concat();
        // Not a page of the app: the server leads on to the provider.
        view! { <a class="btn btn-secondary btn-wide" href=href rel="external">{text}</a> }
    });
    view! {
        <div class="stack stack-sm">
            <p class="muted small">"Or without a password:"</p>
            {ways.collect::<Vec<_>>()}
        </div>
    }
    .into_any()
}
