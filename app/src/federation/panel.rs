use super::{
    api::{UnlinkIdentity, load_linked_identities},
    realm_text, way_to,
};
use crate::{
    components::{Button, ButtonKind, ButtonSize, Disclosure, Notice, SkeletonText, TextField, Tone},
    form::{ActionForm, FormState},
    loaded::{loaded, page_resource},
};
use contracts::identity::{FederationRefusal, LinkedIdentities, LinkedIdentity, Realm, SignInProvider};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What one can sign in with, and what can be linked.
pub fn linked_panel(realm: Realm) -> AnyView {
    let form = FormState::<UnlinkIdentity>::new();
    let version = move || form.action.version().get();
    let linked = page_resource(version, move |_| load_linked_identities(realm));
    let show = move |linked: LinkedIdentities| body(realm, linked, form);
    view! {
        <div class="stack" id="linked">
            {told()}
            {above(form)}
            {loaded(linked, || view! { <SkeletonText lines=3 /> }.into_any(), show)}
        </div>
    }
    .into_any()
}

/// What became of linking, which ends at this page.
fn told() -> AnyView {
    let query = use_query_map();
    let text = move || {
        query.with(|query| {
            let refused = query.get("sso").and_then(|code| FederationRefusal::of_code(&code));
            let done = [
                ("linked", "It is linked: from now on you can log in with it."),
                ("unlinked", "It is no longer linked."),
            ];
            let done = done.into_iter().find(|(name, _)| query.get(name).is_some());
            refused.map(|why| (Tone::Danger, why.text())).or(done.map(|(_, text)| (Tone::Positive, text)))
        })
    };
    view! { {move || text().map(|(tone, text)| view! { <Notice tone>{text}</Notice> })} }.into_any()
}

fn above(form: FormState<UnlinkIdentity>) -> impl IntoView {
    move || form.message().get().map(|text| view! { <Notice tone=Tone::Danger>{text}</Notice> })
}

fn body(realm: Realm, all: LinkedIdentities, form: FormState<UnlinkIdentity>) -> AnyView {
    let LinkedIdentities { has_password, linked, providers } = all;
    if linked.is_empty() && providers.is_empty() {
        return view! { <p class="muted">"This shop knows no other way to log in than with a password."</p> }
            .into_any();
    }
    let none = linked.is_empty().then(|| {
        view! { <p class="muted">"Nothing is linked yet. Who logs in elsewhere anyway needs no password here."</p> }
    });
    let without = (!has_password).then(|| {
        view! { <p>"Your account has no password. "<a class="link" href="/forgot">"Have a link mailed that sets one"</a>"."</p> }
    });
    let rows = linked.into_iter().map(|one| row(realm, one, has_password, form)).collect::<Vec<_>>();
    let ways = providers.into_iter().map(|provider| way(realm, provider, has_password)).collect::<Vec<_>>();
    view! {
        {none}
        <ul role="list" class="border-t border-line">{rows}</ul>
        {without}
        {ways}
    }
    .into_any()
}

fn row(realm: Realm, one: LinkedIdentity, has_password: bool, form: FormState<UnlinkIdentity>) -> AnyView {
    let id = one.id.to_string();
    let since = one.linked_at.format("linked %-d %B %Y").to_string();
    let used = one.last_used_at.map(|used| used.format("last used %-d %B %Y").to_string());
    let about: Vec<String> = one.email.into_iter().chain([since]).chain(used).collect();
    let field = has_password.then(|| password(["unlink-", &id].concat(), form.error("password")));
    let title = ["Unlink ", &one.provider].concat();
    let label = title.clone();
    view! {
        <li class="stack stack-sm py-4 border-b border-line">
            <div class="min-w-0 wrap-anywhere">
                <p class="font-medium">{one.provider}</p>
                <p class="small muted">{about.join(" · ")}</p>
            </div>
            <Disclosure title>
                <ActionForm action=form.action>
                    <div class="stack max-w-sm">
                        <input type="hidden" name="realm" value=realm_text(realm) />
                        <input type="hidden" name="identity" value=id />
                        {field}
                        <div><Button kind=ButtonKind::Danger size=ButtonSize::Small label pending=form.pending()>"Unlink"</Button></div>
                    </div>
                </ActionForm>
            </Disclosure>
        </li>
    }
    .into_any()
}

/// The way to a provider that is to be linked: a plain form, since its answer leads elsewhere.
fn way(realm: Realm, provider: SignInProvider, has_password: bool) -> AnyView {
    let action = [way_to(realm, &provider.name), "/link".to_owned()].concat();
    let title = ["Link ", &provider.label].concat();
    let field = has_password.then(|| password(["link-", &provider.name].concat(), Signal::derive(|| None)));
    let verb = ["Go on to ", &provider.label].concat();
    view! {
        <Disclosure title>
            <form method="post" action=action>
                <div class="stack max-w-sm">
                    {field}
                    <div><Button kind=ButtonKind::Secondary>{verb}</Button></div>
                </div>
            </form>
        </Disclosure>
    }
    .into_any()
}

fn password(id: String, error: Signal<Option<String>>) -> AnyView {
    view! {
        <TextField id name="password" label="Your password" ty="password" autocomplete="current-password" required=true error />
    }
    .into_any()
}
