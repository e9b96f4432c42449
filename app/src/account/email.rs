use super::{
    email_api::{CancelEmailChange, ChangeEmail, EmailStanding, load_email},
    frame::{account_frame, refusal},
};
use crate::{
    components::{Button, ButtonKind, ButtonSize, Notice, SkeletonText, TextField, Tone},
    federation::own_password,
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
    second_factor::OneTimeCode,
};
use contracts::identity::{LinkedIdentities, PendingEmail, Profile, Realm};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Another address for one's account.
pub struct EmailPage;

lazy_page!(EmailPage, account, email_page);

fn email_page() -> AnyView {
    let form = FormState::<ChangeEmail>::new();
    let cancel = FormState::<CancelEmailChange>::new();
    let query = use_query_map();
    let sent = move || query.with(|query| query.get("sent").is_some());
    // What was typed stays where it was refused.
    let version = move || (form.answer().get().is_some(), cancel.action.version().get());
    let standing = page_resource(version, |_| load_email());
    let show = move |standing: EmailStanding| match standing.pending {
        Some(pending) => waiting(pending, cancel),
        None => ask(form, &standing.profile, &standing.linked),
    };
    let page = view! {
        <div class="stack stack-lg max-w-xl w-full">
            <h1>"E-mail address"</h1>
            {move || sent().then(|| view! { <Notice tone=Tone::Positive title="Please look into your mail">"If the address can be used, a link is on its way to it."</Notice> })}
            {loaded(standing, || view! { <SkeletonText lines=4 /> }.into_any(), show)}
        </div>
    };
    account_frame("E-mail address", "/account/profile", page.into_any())
}

fn ask(form: FormState<ChangeEmail>, profile: &Profile, linked: &LinkedIdentities) -> AnyView {
    let consequence = if profile.email_verified {
        "We send a link to both addresses. Once both have confirmed, you log in with the new one, and other devices are logged out."
    } else {
        "We send a link to the new address. Once it has confirmed, you log in with it, and other devices are logged out."
    };
    let proof = own_password(linked, "/account/email", "", form.error("password"));
    view! {
        <p class="wrap-anywhere">"Your address is "<strong>{profile.email.to_string()}</strong>"."</p>
        <ActionForm action=form.action>
            <div class="stack">
                {refusal(form.message())}
                <TextField name="email" label="New e-mail address" ty="email" autocomplete="email" inputmode="email" required=true maxlength=254 hint=consequence value=form.value("email", "") error=form.error("email") />
                {proof}
                <OneTimeCode error=form.error("one_time_code") id="email-code" realm=Realm::Shop />
                <div><Button pending=form.pending()>"Change the address"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

fn waiting(pending: PendingEmail, cancel: FormState<CancelEmailChange>) -> AnyView {
    let mark = |waits| if waits { "not yet" } else { "confirmed" };
    let until = pending.expires_at.format("%-d %B %Y, %H:%M UTC").to_string();
    view! {
        <div class="stack">
            <p class="wrap-anywhere">"Your account waits for the address "<strong>{pending.wanted.to_string()}</strong>"."</p>
            <ul role="list" class="border-t border-line">
                <li class="between py-4 border-b border-line"><span>"Your present address"</span><span class="muted">{mark(pending.waits_for_former)}</span></li>
                <li class="between py-4 border-b border-line"><span>"The new address"</span><span class="muted">{mark(pending.waits_for_wanted)}</span></li>
            </ul>
            <p class="small muted">"The links in our mails work until "{until}". Nothing there? Look into the spam folder."</p>
            <ActionForm action=cancel.action>
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small pending=cancel.pending()>"Give the change up"</Button>
            </ActionForm>
        </div>
    }
    .into_any()
}
