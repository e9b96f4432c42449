use super::api::SaveRolePolicies;
use crate::{
    admin::patterns::{FormMessage, act, plural, words},
    components::{Button, ButtonKind, Card, Checkbox},
    form::ActionForm,
    second_factor::OneTimeCode,
};
use contracts::identity::RolePolicy;
use leptos::prelude::*;

/// Which roles need a second factor.
#[component]
pub fn RolePolicies(policies: Vec<RolePolicy>) -> impl IntoView {
    let form = act::<SaveRolePolicies>("Saved: it counts from now on.");
    let boxes: Vec<_> = policies.into_iter().map(choice).collect();
    view! {
        <Card title="Second factor">
            <ActionForm action=form.action>
                <div class="stack">
                    <p class="small muted">"Members of the chosen roles can do nothing here before they have set one up."</p>
                    <FormMessage message=form.message() />
                    {boxes}
                    <OneTimeCode id="policies-code" error=form.error("one_time_code") />
                    <Button kind=ButtonKind::Secondary wide=true pending=form.pending()>"Save"</Button>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn choice(policy: RolePolicy) -> AnyView {
    let hint = plural(u64::from(policy.members_without), "member has none", "members have none");
    let (label, id) = (format!("{} need one", words(&policy.role)), format!("required-{}", policy.role));
    view! {
        <Checkbox id label name="required[]" value=policy.role hint checked=policy.needs_second_factor />
    }
    .into_any()
}
