//! The door of the back office.

mod code;

use crate::{
    admin::{api::LogInStaff, patterns::FormMessage},
    components::{Button, Notice, TextField, Tone, Wordmark},
    federation::{providers_at, refused_at},
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
    passkeys::passkey_log_in,
};
pub use code::AdminLogInCode;
use contracts::identity::Realm;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_query_map;

/// The log-in of the back office.
pub struct AdminLogin;

lazy_page!(AdminLogin, admin, admin_login);

fn admin_login() -> AnyView {
    let query = use_query_map();
    let (next, reset) =
        query.with_untracked(|query| (query.get("next").unwrap_or_default(), query.get("reset").is_some()));
    let told = reset
        .then(|| view! { <Notice tone=Tone::Positive>"Your new password is set. Please log in."</Notice> });
    let form = FormState::<LogInStaff>::new();
    let passkey = passkey_log_in(Realm::Staff, next.clone());
    let providers = providers_at(Realm::Staff, &next);
    view! {
        <Title text="Log in to the back office" />
        <Meta name="robots" content="noindex" />
        <main id="main" class="office office-door">
            <div class="stack stack-lg w-full max-w-sm">
                <a href="/" rel="external" aria-label="To the shop"><Wordmark /></a>
                <h1>"Back office"</h1>
                {told}
                {refused_at()}
                <ActionForm action=form.action>
                    <div class="stack">
                        <FormMessage message=form.message() />
                        <input type="hidden" name="next" value=next />
                        <TextField name="email" label="E-mail" ty="email" autocomplete="username" required=true value=form.value("email", "") error=form.error("email") />
                        <TextField name="password" label="Password" ty="password" autocomplete="current-password" required=true error=form.error("password") />
                        <Button wide=true pending=form.pending()>"Log in"</Button>
                    </div>
                </ActionForm>
                {passkey}
                {providers}
            </div>
        </main>
    }
    .into_any()
}
