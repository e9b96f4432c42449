use super::{
    api::RequestReset,
    frame::{door, refusal},
    work::{ticket, work_when_used},
};
use crate::{
    components::{Button, Notice, TextField, Tone},
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
    work::Door,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Asks for a link to set a new password.
pub struct ForgotPage;

lazy_page!(ForgotPage, account, forgot_page);

fn forgot_page() -> AnyView {
    let form = FormState::<RequestReset>::new();
    let query = use_query_map();
    let sent = move || query.with(|query| query.get("sent").is_some());
    let body = move || if sent() { told() } else { ask(form) };
    door("Set a new password", "", view! { {body} }.into_any())
}

fn ask(form: FormState<RequestReset>) -> AnyView {
    view! {
        <ActionForm action=form.action>
            <div class="stack" on:focusin=work_when_used(Door::Reset)>
                <p class="muted">"Tell us your e-mail address. If there is an account with it, we send a link."</p>
                {refusal(form.message())}
                <TextField name="email" label="E-mail" ty="email" autocomplete="username" inputmode="email" required=true value=form.value("email", "") error=form.error("email") />
                {ticket(Door::Reset)}
                <Button wide=true pending=form.pending()>"Send the link"</Button>
            </div>
        </ActionForm>
        <p><a class="link" href="/login">"Back to the log-in"</a></p>
    }
    .into_any()
}

fn told() -> AnyView {
    view! {
        <Notice tone=Tone::Positive title="Please look into your mail">
            <p>"If there is an account with this address, a link is on its way. It can be used once and for 30 minutes."</p>
        </Notice>
        <p class="muted">"Nothing there? Look into the spam folder, or "<a class="link" href="/forgot">"try another address"</a>"."</p>
    }
    .into_any()
}
