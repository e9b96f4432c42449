use super::{
    permissions::{GROUPS, of_group, permission_words},
    roles_api::{DeleteRole, SaveRole},
};
use crate::{
    admin::patterns::{Confirm, FormMessage, act, words},
    components::{Button, ButtonKind, Checkbox, Disclosure, IconName, TextField},
    form::{ActionForm, FormState},
    second_factor::OneTimeCode,
};
use contracts::{Permission, identity::Role};
use leptos::prelude::*;

/// One of the page's forms, all of the same server function.
#[derive(Clone, Copy)]
struct Own {
    form: FormState<SaveRole>,
    /// Whether what was refused without WASM, if anything was, was sent by this one.
    is_mine: bool,
    was_refused: bool,
}

impl Own {
    /// The form of the role of this name; of a new one when there is none.
    fn of(form: FormState<SaveRole>, name: Option<&str>) -> Self {
        let was_refused = form.message().get_untracked().is_some();
        let was_new = form.value("role[version]", "").is_empty();
        let is_same = name.map_or(was_new, |name| !was_new && form.value("role[name]", "") == name);
        Self { form, is_mine: is_same || !was_refused, was_refused }
    }

    fn value(self, name: &str, fallback: &str) -> String {
        if self.is_mine { self.form.value(name, fallback) } else { fallback.to_owned() }
    }

    /// A box that is not ticked is not sent: of a form that was refused, what is not there was not ticked.
    fn is_ticked(self, name: &str, present: bool) -> bool {
        if self.is_open() { !self.form.value(name, "").is_empty() } else { present }
    }

    fn is_open(self) -> bool {
        self.is_mine && self.was_refused
    }

    /// What is said of this form, and not of another one on the page.
    fn told(self, told: Signal<Option<String>>) -> Signal<Option<String>> {
        let Self { form, is_mine, .. } = self;
        Signal::derive(move || told.get().filter(|_| is_mine || form.was_answered()))
    }

    fn error(self, field: &str) -> Signal<Option<String>> {
        self.told(self.form.error(field))
    }
}

/// Makes a role, or changes what one is for and allows.
#[component]
pub fn RoleForm(
    /// The one to change; a new one when none.
    role: Option<Role>,
) -> impl IntoView {
    let form = act::<SaveRole>("Role saved: it counts from now on.");
    let own = Own::of(form, role.as_ref().map(|role| role.name.as_str()));
    let Some(role) = role else { return fields(own, None) };
    let title = format!("Change {}", words(&role.name));
    view! { <Disclosure title open=own.is_open()>{fields(own, Some(&role))}</Disclosure> }.into_any()
}

fn fields(own: Own, role: Option<&Role>) -> AnyView {
    let form = own.form;
    let verb = if role.is_some() { "Save role" } else { "Create role" };
    let version = role.map(|role| role.version.to_string()).unwrap_or_default();
    let key = role.map_or_else(|| "new".to_owned(), |role| format!("of-{}", role.name));
    let description = role.map(|role| role.description.clone()).unwrap_or_default();
    let boxes: Vec<_> = GROUPS.into_iter().map(|group| boxes(own, &key, group, role)).collect();
    let (name, error) = (name_field(own, role), own.error("role[permissions]"));
    view! {
        <ActionForm action=form.action>
            <div class="stack">
                <FormMessage message=own.told(form.message()) />
                <input type="hidden" name="role[version]" value=version />
                {name}
                <TextField id=format!("role-description-{key}") name="role[description]" label="What it is for" optional=true maxlength=200 value=own.value("role[description]", &description) error=own.error("role[description]") />
                {boxes}
                <p class="field-error" aria-live="polite">{move || error.get()}</p>
                <OneTimeCode id=format!("role-code-{key}") error=own.error("one_time_code") />
                <div><Button kind=ButtonKind::Secondary pending=form.pending()>{verb}</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// A role keeps its name: people and providers' groups are given it by that.
fn name_field(own: Own, role: Option<&Role>) -> AnyView {
    match role {
        Some(role) => view! { <input type="hidden" name="role[name]" value=role.name.clone() /> }.into_any(),
        None => view! { <TextField id="role-name-new" name="role[name]" label="Name" required=true maxlength=40 hint="Small letters, digits and spaces. It stays." value=own.value("role[name]", "") error=own.error("role[name]") /> }
        .into_any(),
    }
}

fn boxes(own: Own, key: &str, group: &'static str, role: Option<&Role>) -> AnyView {
    let tick = |permission: Permission| {
        let (stored, label) = (permission.name(), permission_words(permission).1);
        let (name, id) = (format!("role[may][{stored}]"), format!("may-{stored}-{key}"));
        let checked = own.is_ticked(&name, role.is_some_and(|role| role.permissions.contains(&permission)));
        view! { <Checkbox id name label checked /> }
    };
    let boxes: Vec<_> = of_group(group).map(tick).collect();
    view! {
        <fieldset class="stack stack-sm">
            <legend class="field-label">{group}</legend>
            {boxes}
        </fieldset>
    }
    .into_any()
}

/// Deletes a role that nobody has, after asking once.
#[component]
pub fn RoleRemoval(name: String, members: u64) -> impl IntoView {
    let form = act::<DeleteRole>("Role deleted.");
    let is_refused = form.message().get_untracked().is_some() && form.value("name", "") == name;
    let label = format!("Delete role {}", words(&name));
    let code = format!("delete-code-{name}");
    let body = if members == 0 {
        view! {
            <p class="small">"Nobody has this role. It is gone for good."</p>
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="name" value=name />
                    <OneTimeCode id=code error=form.error("one_time_code") />
                    <div><Button kind=ButtonKind::Danger pending=form.pending() label>"Delete role"</Button></div>
                </div>
            </ActionForm>
        }
        .into_any()
    } else {
        view! { <p class="small">"Somebody has this role. Give them another one first; then it can be deleted."</p> }
            .into_any()
    };
    view! { <Confirm title="Delete" icon=IconName::Trash open=is_refused>{body}</Confirm> }.into_any()
}
