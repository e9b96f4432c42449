use super::{
    contact_api::SendMessage,
    frame::{door, refusal},
    work::{ticket, trap, work_when_used},
};
use crate::{
    components::{Button, LinkButton, Notice, TextArea, TextField, Tone},
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
    work::Door,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Writing to the shop.
pub struct ContactPage;

lazy_page!(ContactPage, account, contact_page);

fn contact_page() -> AnyView {
    let form = FormState::<SendMessage>::new();
    let query = use_query_map();
    let sent = move || query.with(|query| query.get("sent").is_some());
    let body = move || if sent() { told() } else { ask(form) };
    door("Write to us", "", view! { {body} }.into_any())
}

fn told() -> AnyView {
    view! {
        <Notice tone=Tone::Positive title="Thank you">"Your message is on its way to us. We answer by mail."</Notice>
        <div><LinkButton href="/">"To the shop"</LinkButton></div>
    }
    .into_any()
}

fn ask(form: FormState<SendMessage>) -> AnyView {
    view! {
        {reached()}
        <ActionForm action=form.action>
            <div class="stack" on:focusin=work_when_used(Door::Contact)>
                <p class="muted">"About an order? Its number helps us to answer sooner."</p>
                {refusal(form.message())}
                <TextField name="name" label="Name" autocomplete="name" required=true maxlength=100 value=form.value("name", "") error=form.error("name") />
                <TextField name="email" label="E-mail" ty="email" autocomplete="email" inputmode="email" required=true value=form.value("email", "") error=form.error("email") />
                <TextArea name="text" label="Message" rows=6 required=true maxlength=5000 value=form.value("text", "") error=form.error("text") />
                {trap()}
                {ticket(Door::Contact)}
                <Button wide=true pending=form.pending()>"Send the message"</Button>
            </div>
        </ActionForm>
        <p><a class="link" href="/orders/find">"Find an order"</a></p>
    }
    .into_any()
}

/// How the shop is reached besides, if it says so.
fn reached() -> Option<AnyView> {
    let lines = crate::face::lines();
    let ways: Vec<_> = lines.lines().skip(1).map(reach).collect();
    let is_told = !ways.is_empty();
    is_told.then(|| view! { <p class="cluster">{ways}</p> }.into_any())
}

fn reach(way: &str) -> AnyView {
    let scheme = if way.contains('@') { "mailto:" } else { "tel:" };
    let href: String = [scheme, way].concat().chars().filter(|sign| *sign != ' ').collect();
    view! { <a class="link wrap-anywhere" href=href rel="external">{way.to_owned()}</a> }.into_any()
}
