use super::{
    frame::{door, refusal},
    verification_api::{SendVerification, VerifyEmail},
};
use crate::{
    components::{Button, ButtonKind, ButtonSize, LinkButton, Notice, Tone},
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Where the link of the mail leads that asks whose address it is.
pub struct VerifyPage;

lazy_page!(VerifyPage, account, verify_page);

fn verify_page() -> AnyView {
    let form = FormState::<VerifyEmail>::new();
    let query = use_query_map();
    let done = move || query.with(|query| query.get("done").is_some());
    let token = query.with_untracked(|query| query.get("token").unwrap_or_default());
    let body = move || match (done(), token.clone()) {
        (true, _) => told(),
        (false, token) if token.is_empty() => incomplete(),
        (false, token) => ask(form, token),
    };
    door("Confirm your address", "", view! { {body} }.into_any())
}

fn told() -> AnyView {
    view! {
        <Notice tone=Tone::Positive title="Your address is confirmed">"Thank you. There is nothing else to do."</Notice>
        <div><LinkButton href="/account">"To your account"</LinkButton></div>
    }
    .into_any()
}

fn incomplete() -> AnyView {
    view! {
        <Notice tone=Tone::Warning title="This link is not complete">"Please open it from the mail again, or ask for another one in your account."</Notice>
        <div><LinkButton href="/account">"To your account"</LinkButton></div>
    }
    .into_any()
}

fn ask(form: FormState<VerifyEmail>, token: String) -> AnyView {
    view! {
        <ActionForm action=form.action>
            <div class="stack">
                <p class="muted">"Did you make an account with us? Then confirm that this address is yours."</p>
                {refusal(form.message())}
                <input type="hidden" name="token" value=token />
                <Button wide=true pending=form.pending()>"Confirm the address"</Button>
            </div>
        </ActionForm>
        <p><a class="link" href="/account">"To your account"</a></p>
    }
    .into_any()
}

/// Says that an address is still to be confirmed, and sends another link.
pub(super) fn unconfirmed(email: String) -> AnyView {
    let form = FormState::<SendVerification>::new();
    let query = use_query_map();
    let sent = move || query.with(|query| query.get("sent").is_some());
    let text = move || if sent() { SENT } else { ASKED };
    view! {
        <div class="stack stack-sm">
            {refusal(form.message())}
            <Notice tone=Tone::Info title="Please confirm your e-mail address">
                <p class="wrap-anywhere">{text}" "<strong>{email}</strong>"."</p>
                <ActionForm action=form.action>
                    <Button kind=ButtonKind::Secondary size=ButtonSize::Small pending=form.pending()>"Send the link again"</Button>
                </ActionForm>
            </Notice>
        </div>
    }
    .into_any()
}

const ASKED: &str =
    "You can shop as before. To confirm that it is yours, open the link in the mail that we sent to";
const SENT: &str = "Another link is on its way. Look into the spam folder too. We sent it to";
