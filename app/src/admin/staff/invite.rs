use super::api::InviteColleague;
use crate::{
    admin::patterns::{FormMessage, act, words},
    components::{Button, Card, SelectField, TextField},
    form::ActionForm,
    second_factor::OneTimeCode,
};
use contracts::identity::Role;
use leptos::prelude::*;

/// Makes somebody a colleague, by e-mail.
#[component]
pub fn Invite(
    /// What they may become.
    roles: Vec<Role>,
    /// Whether the mail stays in the mailbox.
    keeps_mail: bool,
) -> impl IntoView {
    let form = act::<InviteColleague>("Invitation sent.");
    let roles: Vec<_> = roles.into_iter().map(choice).collect();
    let mailbox = keeps_mail.then(|| {
        view! {
            <p class="small muted">
                "This shop sends no mail: hand over the link from the "<a class="link" href="/admin/mailbox">"mailbox"</a>"."
            </p>
        }
    });
    view! {
        <Card title="Invite a colleague">
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <TextField name="name" label="Name" required=true maxlength=100 value=form.value("name", "") error=form.error("name") />
                    <TextField name="email" label="E-mail" ty="email" required=true hint="A link to choose a password is mailed there; it works for three days." value=form.value("email", "") error=form.error("email") />
                    <SelectField name="role" label="Role" options=roles value=form.value("role", "support") error=form.error("role") />
                    <OneTimeCode id="invite-code" error=form.error("one_time_code") />
                    <Button wide=true pending=form.pending()>"Send invitation"</Button>
                    {mailbox}
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

/// A role as stored, and what it is for.
fn choice(role: Role) -> (String, String) {
    let label = words(&role.name);
    let told = if role.description.is_empty() { label } else { format!("{label} – {}", role.description) };
    (role.name, told)
}
