use super::{
    api::Register,
    frame::{door, next_page, refusal},
    work::{ticket, trap, work_when_used},
};
use crate::{
    components::{Button, Notice, TextField, Tone},
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
    work::Door,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The registration.
pub struct RegisterPage;

lazy_page!(RegisterPage, account, register_page);

fn register_page() -> AnyView {
    let (form, next) = (FormState::<Register>::new(), next_page());
    // Known where scripts sent the form; otherwise it is not told again: it does not belong into the page's address.
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Some(sent) = form.action.input().get() {
            typed.set(sent.email);
        }
    });
    let query = use_query_map();
    let sent = move || query.with(|query| query.get("sent").is_some());
    let body = move || if sent() { told(typed) } else { ask(form, next.clone()) };
    door("Create an account", "Your orders, parcels and addresses in one place.", view! { {body} }.into_any())
}

fn ask(form: FormState<Register>, next: String) -> AnyView {
    let log_in = if next.is_empty() { "/login".to_owned() } else { ["/login?next=", &next].concat() };
    view! {
        <ActionForm action=form.action>
            <div class="stack" on:focusin=work_when_used(Door::Register)>
                {refusal(form.message())}
                <input type="hidden" name="next" value=next />
                <TextField name="name" label="Name" autocomplete="name" required=true maxlength=100 value=form.value("name", "") error=form.error("name") />
                <TextField name="email" label="E-mail" ty="email" autocomplete="username" inputmode="email" required=true value=form.value("email", "") error=form.error("email") />
                <TextField name="password" label="Password" ty="password" autocomplete="new-password" hint="At least 8 characters; a sentence is easy to remember." required=true error=form.error("password") />
                {trap()}
                {ticket(Door::Register)}
                <Button wide=true pending=form.pending()>"Create account"</Button>
            </div>
        </ActionForm>
        <p>"You have one? "<a class="link" href=log_in>"Log in"</a></p>
    }
    .into_any()
}

/// The same for every address: whoever reads its mail learns the rest.
fn told(typed: RwSignal<String>) -> AnyView {
    let address = move || {
        let typed = typed.get();
        if typed.is_empty() { "the address that you entered".to_owned() } else { typed }
    };
    view! {
        <Notice tone=Tone::Positive title="Please look into your mail">
            <p class="wrap-anywhere">"We sent a mail to "<strong>{address}</strong>". Follow its link within a day to finish. What is in your cart stays there."</p>
        </Notice>
        <p class="muted">"Nothing there? Look into the spam folder, or "<a class="link" href="/register">"try another address"</a>". You have an account already? "<a class="link" href="/login">"Log in"</a></p>
    }
    .into_any()
}
