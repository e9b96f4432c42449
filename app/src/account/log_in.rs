use super::{
    api::LogIn,
    frame::{door, next_page, refusal},
    work::work_when_used,
};
use crate::{
    components::{Button, Notice, TextField, Tone},
    federation::{providers_at, refused_at},
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
    passkeys::passkey_log_in,
    visitor::use_visitor,
    work::Door,
};
use contracts::identity::Realm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The log-in of shoppers.
pub struct LogInPage;

lazy_page!(LogInPage, account, log_in_page);

fn log_in_page() -> AnyView {
    let (form, next) = (FormState::<LogIn>::new(), next_page());
    let query = use_query_map();
    let has = move |name: &str| query.with(|query| query.get(name).is_some());
    let visitor = use_visitor();
    Effect::new(move |_| {
        if form.answer().get().is_some() {
            visitor.refresh();
        }
    });
    let register = if next.is_empty() { "/register".to_owned() } else { ["/register?next=", &next].concat() };
    let guest = next == "/checkout";
    let passkey = passkey_log_in(Realm::Shop, next.clone());
    let providers = providers_at(Realm::Shop, &next);
    let form = view! {
        {move || has("reset").then(|| view! { <Notice tone=Tone::Positive>"Your new password is set. Please log in with it."</Notice> })}
        {refused_at()}
        <ActionForm action=form.action>
            <div class="stack" on:focusin=work_when_used(Door::LogIn)>
                {refusal(form.message())}
                <input type="hidden" name="next" value=next />
                <TextField name="email" label="E-mail" ty="email" autocomplete="username" inputmode="email" required=true value=form.value("email", "") error=form.error("email") />
                <TextField name="password" label="Password" ty="password" autocomplete="current-password" required=true error=form.error("password") />
                <Button wide=true pending=form.pending()>"Log in"</Button>
            </div>
        </ActionForm>
        {passkey}
        {providers}
        <div class="stack stack-sm">
            <p><a class="link" href="/forgot">"Forgot your password?"</a></p>
            <p>"New here? "<a class="link" href=register>"Create an account"</a></p>
            {guest.then(|| view! { <p>"No account needed: "<a class="link" href="/checkout">"go on as a guest"</a></p> })}
            {(!guest).then(|| view! { <p>"Ordered as a guest? "<a class="link" href="/orders/find">"Find your order"</a></p> })}
        </div>
    };
    door("Log in", "", form.into_any())
}
