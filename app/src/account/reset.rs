use super::{
    api::ResetPassword,
    frame::{door, refusal},
};
use crate::{
    components::{Button, LinkButton, Notice, TextField, Tone},
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Where the link of the password mail leads.
pub struct ResetPage;

lazy_page!(ResetPage, account, reset_page);

fn reset_page() -> AnyView {
    let form = FormState::<ResetPassword>::new();
    let query = use_query_map();
    let (token, staff) =
        query.with_untracked(|query| (query.get("token").unwrap_or_default(), query.get("staff").is_some()));
    let body = if token.is_empty() { incomplete() } else { ask(form, token, staff) };
    door("Choose a new password", "", body)
}

fn ask(form: FormState<ResetPassword>, token: String, staff: bool) -> AnyView {
    let staff = staff.then(|| view! { <input type="hidden" name="staff" value="1" /> });
    view! {
        <ActionForm action=form.action>
            <div class="stack">
                <p class="muted">"You will be logged out everywhere else."</p>
                {refusal(form.message())}
                <input type="hidden" name="token" value=token />
                {staff}
                <TextField name="new" label="New password" ty="password" autocomplete="new-password" hint="At least 8 characters" required=true error=form.error("new") />
                <Button wide=true pending=form.pending()>"Set the password"</Button>
            </div>
        </ActionForm>
        <p><a class="link" href="/forgot">"Ask for another link"</a></p>
    }
    .into_any()
}

fn incomplete() -> AnyView {
    view! {
        <Notice tone=Tone::Warning title="This link is not complete">"Please open it from the mail again, or ask for another one."</Notice>
        <div><LinkButton href="/forgot">"Ask for another link"</LinkButton></div>
    }
    .into_any()
}
