use super::{
    api::{ChangePassword, EndSession, Sessions, load_sessions},
    apps::apps_section,
    frame::{account_frame, refusal},
    second_factor::second_factor_section,
};
use crate::{
    components::{Badge, Button, ButtonKind, ButtonSize, Notice, SkeletonText, TextField, Tone},
    federation::linked_panel,
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
    passkeys::passkey_panel,
};
use contracts::{
    SessionId,
    identity::{Look, Realm, SessionInfo},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Password, passkeys and devices.
pub struct SecurityPage;

lazy_page!(SecurityPage, account, security_page);

fn security_page() -> AnyView {
    let form = FormState::<ChangePassword>::new();
    let end = FormState::<EndSession>::new();
    let query = use_query_map();
    let changed = move || query.with(|query| query.get("changed").is_some());
    let version = move || (end.action.version().get(), form.action.version().get());
    let sessions = page_resource(version, |_| load_sessions());
    let list = loaded(
        sessions,
        || view! { <SkeletonText lines=4 /> }.into_any(),
        move |sessions| devices(sessions, end),
    );
    let page = view! {
        <div class="stack stack-lg max-w-xl w-full">
            <h1>"Security"</h1>
            {move || changed().then(|| view! { <Notice tone=Tone::Positive>"Your password is changed. Other devices were logged out."</Notice> })}
            {password(form)}
            <section class="stack">
                <h2>"Passkeys"</h2>
                {passkey_panel(Realm::Shop)}
            </section>
            {second_factor_section()}
            <section class="stack">
                <h2>"Other ways to log in"</h2>
                {linked_panel(Realm::Shop)}
            </section>
            {apps_section()}
            <section class="stack">
                <h2>"Where you are logged in"</h2>
                {list}
            </section>
        </div>
    };
    account_frame("Security", "/account/security", page.into_any())
}

fn password(form: FormState<ChangePassword>) -> AnyView {
    view! {
        <section class="stack">
            <h2>"Password"</h2>
            <ActionForm action=form.action>
                <div class="stack">
                    {refusal(form.message())}
                    <TextField name="current" label="Present password" ty="password" autocomplete="current-password" required=true error=form.error("current") />
                    <TextField name="new" label="New password" ty="password" autocomplete="new-password" hint="At least 8 characters" required=true error=form.error("new") />
                    <div><Button pending=form.pending()>"Change the password"</Button></div>
                </div>
            </ActionForm>
        </section>
    }
    .into_any()
}

fn devices(sessions: Sessions, end: FormState<EndSession>) -> AnyView {
    let current = sessions.current;
    let rows: Vec<_> = sessions.all.into_iter().map(|session| device(session, current, end)).collect();
    let looks = looks(sessions.looks);
    view! { <ul role="list" class="border-t border-line">{rows}</ul>{looks} }.into_any()
}

/// When somebody of the shop looked at it as the account's owner: to help them, and never in secret.
fn looks(looks: Vec<Look>) -> Option<AnyView> {
    let row = |look: Look| {
        let from = look.began_at.format("%-d %B %Y, %H:%M").to_string();
        let until = look.until.format(" to %H:%M UTC").to_string();
        view! { <li class="py-2 small">{[from, until].concat()}</li> }
    };
    if looks.is_empty() {
        return None;
    }
    let rows: Vec<_> = looks.into_iter().map(row).collect();
    let list = view! {
        <div class="stack stack-sm">
            <h3>"Support looked at your account"</h3>
            <p class="small muted">"They saw the shop as you do, and could change nothing."</p>
            <ul role="list">{rows}</ul>
        </div>
    };
    Some(list.into_any())
}

fn device(session: SessionInfo, current: SessionId, end: FormState<EndSession>) -> AnyView {
    let name = session.client.device();
    let place = session.client.address.unwrap_or_default();
    let used = session.last_used_at.format("last used %-d %B %Y").to_string();
    let label = ["Log out ", &name, ", ", &used].concat();
    let action = if session.id == current {
        view! { <Badge tone=Tone::Positive text="This browser" /> }.into_any()
    } else {
        view! {
            <ActionForm action=end.action>
                <input type="hidden" name="session" value=session.id.to_string() />
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small label>"Log out"</Button>
            </ActionForm>
        }
        .into_any()
    };
    view! {
        <li class="between py-4 border-b border-line">
            <div class="min-w-0 wrap-anywhere">
                <p class="font-medium">{name}</p>
                <p class="small muted">{[place, used].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")}</p>
            </div>
            {action}
        </li>
    }
    .into_any()
}
