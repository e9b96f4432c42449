use super::{
    frame::{door, refusal},
    verification_api::{RegisterByLink, SendVerification, VerifyEmail, load_registration},
    work::work_when_used,
};
use crate::{
    components::{Button, ButtonKind, ButtonSize, LinkButton, Notice, SkeletonText, TextField, Tone},
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
    visitor::use_visitor,
    work::Door,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Where the link of the mail leads that asks whose address it is: of an account, or of one that it makes.
pub struct VerifyPage;

lazy_page!(VerifyPage, account, verify_page);

fn verify_page() -> AnyView {
    let (verify, finish) = (FormState::<VerifyEmail>::new(), FormState::<RegisterByLink>::new());
    let visitor = use_visitor();
    Effect::new(move |_| {
        if finish.answer().get().is_some() {
            visitor.refresh();
        }
    });
    let query = use_query_map();
    let done = move || query.with(|query| query.get("done").is_some());
    let token = query.with_untracked(|query| query.get("token").unwrap_or_default());
    let body = move || match (done(), token.clone()) {
        (true, _) => told(),
        (false, token) if token.is_empty() => incomplete(),
        (false, token) => asked(verify, finish, token),
    };
    door("Confirm your address", "", view! { {body} }.into_any())
}

fn asked(verify: FormState<VerifyEmail>, finish: FormState<RegisterByLink>, token: String) -> AnyView {
    let link = {
        let token = token.clone();
        page_resource(move || token.clone(), load_registration)
    };
    let show = move |email: Option<String>| match email {
        Some(email) => ask_to_finish(finish, email, token.clone()),
        None => ask(verify, token.clone()),
    };
    loaded(link, || view! { <SkeletonText lines=4 /> }.into_any(), show).into_any()
}

/// The password shows that whoever reads the mail is who asked for the account.
fn ask_to_finish(form: FormState<RegisterByLink>, email: String, token: String) -> AnyView {
    view! {
        <ActionForm action=form.action>
            <div class="stack" on:focusin=work_when_used(Door::Register)>
                <p class="muted">"Enter the password that you chose. With that your account is made, and you are logged in."</p>
                {refusal(form.message())}
                <input type="hidden" name="token" value=token />
                <TextField name="email" label="E-mail" ty="email" autocomplete="username" readonly=true value=email />
                <TextField name="password" label="Password" ty="password" autocomplete="current-password" required=true error=form.error("password") />
                <Button wide=true pending=form.pending()>"Confirm and log in"</Button>
            </div>
        </ActionForm>
        <p>"You did not ask for an account? Then there is nothing to do. Forgot the password? "<a class="link" href="/register">"Create the account once more"</a></p>
    }
    .into_any()
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
