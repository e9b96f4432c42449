use super::api::{ChangeRole, SetBlocked};
use crate::{
    admin::patterns::{Confirm, words},
    components::{Button, ButtonKind, ButtonSize, IconName},
    form::{ActionForm, FormState},
};
use contracts::identity::{Customer, Role};
use leptos::prelude::*;

/// What somebody may do, to be changed in place.
pub fn role_form(person: &Customer, roles: &[Role], form: FormState<ChangeRole>) -> AnyView {
    let user = person.id.to_string();
    let present = person.roles.iter().rev().find(|name| roles.iter().any(|role| role.name == **name));
    let present = present.cloned().unwrap_or_default();
    // What was chosen for this person and refused.
    let present = if form.value("user", "") == user { form.value("role", &present) } else { present };
    let options: Vec<_> = roles
        .iter()
        .map(|role| {
            let selected = present == role.name;
            view! { <option value=role.name.clone() selected=selected>{words(&role.name)}</option> }
        })
        .collect();
    let label = format!("Role of {}", person.name);
    view! {
        <ActionForm action=form.action>
            <div class="cluster cluster-sm">
                <input type="hidden" name="user" value=user />
                <select class="input select w-auto" name="role" aria-label=label>
                    {options}
                    <option value="">"None: a customer"</option>
                </select>
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small pending=form.pending()>"Change"</Button>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Locks somebody out after asking once, or lets them in again.
pub fn blocking(person: &Customer, form: FormState<SetBlocked>) -> AnyView {
    let blocked = person.status == "blocked";
    let user = person.id.to_string();
    let (value, kind, text) = if blocked {
        ("false", ButtonKind::Secondary, "Let in again")
    } else {
        ("true", ButtonKind::Danger, "Block")
    };
    let label = format!("{text}: {}", person.name);
    let button = view! {
        <ActionForm action=form.action>
            <input type="hidden" name="user" value=user />
            <input type="hidden" name="blocked" value=value />
            <Button kind size=ButtonSize::Small pending=form.pending() label>{text}</Button>
        </ActionForm>
    };
    if blocked {
        return button.into_any();
    }
    let warning = format!("{} is logged out everywhere at once and cannot log in any more.", person.name);
    view! { <Confirm title="Block" icon=IconName::Lock><p class="small">{warning}</p>{button}</Confirm> }
        .into_any()
}
