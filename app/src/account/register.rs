use super::{
    api::Register,
    frame::{door, next_page, refusal},
    work::{ticket, trap, work_when_used},
};
use crate::{
    components::{Button, TextField},
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
    visitor::use_visitor,
    work::Door,
};
use leptos::prelude::*;

/// The registration.
pub struct RegisterPage;

lazy_page!(RegisterPage, account, register_page);

fn register_page() -> AnyView {
    let (form, next) = (FormState::<Register>::new(), next_page());
    let visitor = use_visitor();
    Effect::new(move |_| {
        if form.answer().get().is_some() {
            visitor.refresh();
        }
    });
    let log_in = if next.is_empty() { "/login".to_owned() } else { ["/login?next=", &next].concat() };
    let form = view! {
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
    };
    door("Create an account", "Your orders, parcels and addresses in one place.", form.into_any())
}
