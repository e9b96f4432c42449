use super::{
    apps_api::{RemoveApp, load_allowed_apps},
    frame::door,
};
use crate::{
    components::{Button, ButtonKind, ButtonSize, Notice, SkeletonText, Tone},
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use contracts::identity::{AllowedApp, Scope};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Back to the question whether an app is let in, after the log-in: that page is not one of the app's own.
pub struct AppDoorPage;

lazy_page!(AppDoorPage, account, app_door_page);

fn app_door_page() -> AnyView {
    let asked = use_query_map().with_untracked(|query| query.get("request").unwrap_or_default());
    let asked: String =
        asked.chars().filter(|sign| sign.is_ascii_alphanumeric() || "-_".contains(*sign)).collect();
    let href = ["/oauth/authorize?request=", &asked].concat();
    let way = href.clone();
    // A link within the app would look for a page of the app.
    Effect::new(move |_| drop(window().location().replace(&way)));
    let body = view! {
        <p>"You are logged in. Next you are asked what the app may do."</p>
        <p><a class="btn btn-primary" href=href rel="external">"Go on"</a></p>
    };
    door("One moment", "", body.into_any())
}

/// The apps that a shopper let in, with their removal.
pub(super) fn apps_section() -> AnyView {
    let form = FormState::<RemoveApp>::new();
    let version = move || form.action.version().get();
    let apps = page_resource(version, |_| load_allowed_apps());
    let show = move |apps: Vec<AllowedApp>| list(apps, form);
    view! {
        <section class="stack" id="apps">
            <h2>"Apps you let in"</h2>
            {move || form.message().get().map(|text| view! { <Notice tone=Tone::Danger>{text}</Notice> })}
            {loaded(apps, || view! { <SkeletonText lines=2 /> }.into_any(), show)}
        </section>
    }
    .into_any()
}

fn list(apps: Vec<AllowedApp>, form: FormState<RemoveApp>) -> AnyView {
    if apps.is_empty() {
        let text =
            "None. An app that wants to act for you here asks you first, and you can take it back here.";
        return view! { <p class="muted">{text}</p> }.into_any();
    }
    let rows: Vec<_> = apps.into_iter().map(|app| row(app, form)).collect();
    view! { <ul role="list" class="border-t border-line">{rows}</ul> }.into_any()
}

fn row(app: AllowedApp, form: FormState<RemoveApp>) -> AnyView {
    let words = |scope: &Scope| match scope {
        Scope::Read => "sees your account and orders",
        Scope::Shop => "shops for you",
    };
    let may = app.scopes.iter().map(words).collect::<Vec<_>>().join(", ");
    let since = app.allowed_at.format("let in %-d %B %Y").to_string();
    let used = app.last_used_at.format("last used %-d %B %Y").to_string();
    let label = ["Remove ", &app.name].concat();
    view! {
        <li class="between py-4 border-b border-line">
            <div class="min-w-0 wrap-anywhere">
                <p class="font-medium">{app.name}</p>
                <p class="small muted">{[may, since, used].join(" · ")}</p>
            </div>
            <ActionForm action=form.action>
                <input type="hidden" name="app" value=app.id.to_string() />
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small label>"Remove"</Button>
            </ActionForm>
        </li>
    }
    .into_any()
}
