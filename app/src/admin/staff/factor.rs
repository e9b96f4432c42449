use super::api::ResetSecondFactor;
use crate::{
    admin::patterns::{Confirm, FormMessage, act},
    components::{Button, ButtonKind, IconName},
    form::ActionForm,
    second_factor::OneTimeCode,
};
use contracts::identity::Customer;
use leptos::prelude::*;

/// Takes a second factor away that somebody has lost, after asking once.
pub fn lost_factor(person: &Customer) -> AnyView {
    let form = act::<ResetSecondFactor>("The second factor is gone; they were told.");
    let user = person.id.to_string();
    let warning = format!(
        "{} is logged out everywhere, and the password alone opens the account until there is another one. Make sure first that it is them who ask.",
        person.name
    );
    view! {
        <Confirm title="Second factor lost" icon=IconName::Lock open=form.message().get_untracked().is_some()>
            <p class="small">{warning}</p>
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="user" value=user />
                    <OneTimeCode id="reset-factor-code" error=form.error("one_time_code") />
                    <div><Button kind=ButtonKind::Danger pending=form.pending()>"Remove the second factor"</Button></div>
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}
