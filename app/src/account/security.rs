use super::{
    api::{ChangePassword, EndSession, Sessions, load_sessions},
    frame::{account_frame, refusal},
    second_factor::second_factor_section,
};
use crate::{
    components::{Badge, Button, ButtonKind, ButtonSize, Notice, SkeletonText, TextField, Tone},
    form::FormState,
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use contracts::{SessionId, identity::SessionInfo};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Password and devices.
pub struct SecurityPage;

lazy_page!(SecurityPage, account, security_page);

fn security_page() -> AnyView {
    let form = FormState::<ChangePassword>::new();
    let end = ServerAction::<EndSession>::new();
    let query = use_query_map();
    let changed = move || query.with(|query| query.get("changed").is_some());
    let version = move || (end.version().get(), form.action.version().get());
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
            {second_factor_section()}
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

fn devices(sessions: Sessions, end: ServerAction<EndSession>) -> AnyView {
    let current = sessions.current;
    let rows: Vec<_> = sessions.all.into_iter().map(|session| device(session, current, end)).collect();
    view! { <ul role="list" class="border-t border-line">{rows}</ul> }.into_any()
}

fn device(session: SessionInfo, current: SessionId, end: ServerAction<EndSession>) -> AnyView {
    let name = device_name(session.client.user_agent.as_deref().unwrap_or_default());
    let place = session.client.address.unwrap_or_default();
    let used = session.last_used_at.format("last used %-d %B %Y").to_string();
    let label = ["Log out ", &name, ", ", &used].concat();
    let action = if session.id == current {
        view! { <Badge tone=Tone::Positive text="This browser" /> }.into_any()
    } else {
        view! {
            <ActionForm action=end>
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

/// A browser as its owner would call it, e.g. `Firefox on Windows`.
fn device_name(user_agent: &str) -> String {
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    // Order matters: browsers name those they imitate as well.
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => [browser, " on ", system].concat(),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "Unknown browser".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::device_name;

    #[test]
    fn browsers_are_called_as_their_owners_do() {
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1";
        assert_eq!(device_name(edge), "Edge on Windows");
        assert_eq!(device_name(phone), "Safari on iPhone");
        assert_eq!(device_name(""), "Unknown browser");
    }
}
