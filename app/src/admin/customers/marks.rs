//! Tags and groups of a customer.

use super::acts_api::{SetGroupMember, SetTags, set_group_member, set_tags};
use crate::{
    admin::patterns::{FormMessage, Undo, act_undoable},
    components::{Badge, Button, ButtonKind, ButtonSize, Card, SelectField, TextField, Tone},
    form::{ActionForm, FormState},
};
use contracts::{CustomerGroupId, UserId, identity::CustomerGroup};
use leptos::prelude::*;

/// Tags and groups, to be changed in place by who may.
#[component]
pub fn Marks(
    user: UserId,
    /// The tags; the groups they are in; all groups.
    marks: (Vec<String>, Vec<CustomerGroupId>, Vec<CustomerGroup>),
    may_edit: bool,
) -> impl IntoView {
    let (tags, mine, groups) = marks;
    let tags = if may_edit { tag_form(user, &tags) } else { chips(tags) };
    let groups = group_forms(user, &mine, groups, may_edit);
    view! {
        <Card title="Tags">{tags}</Card>
        <Card title="Groups">{groups}</Card>
    }
    .into_any()
}

fn chips(texts: Vec<String>) -> AnyView {
    if texts.is_empty() {
        return view! { <p class="muted small">"None."</p> }.into_any();
    }
    let chips: Vec<_> = texts.into_iter().map(|text| view! { <Badge text /> }).collect();
    view! { <div class="cluster cluster-sm">{chips}</div> }.into_any()
}

fn tag_form(user: UserId, tags: &[String]) -> AnyView {
    let before = tags.join(", ");
    let value = before.clone();
    let form = act_undoable("Tags saved.", move |sent: SetTags| {
        let before = before.clone();
        Some(Undo::new("The tags are as they were.", move || set_tags(sent.user.clone(), before.clone())))
    });
    let value = form.value("tags", &value);
    let shown = chips(tags.to_vec());
    view! {
        <div class="stack stack-sm">
            {shown}
            <ActionForm action=form.action>
                <div class="stack stack-sm">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="user" value=user.to_string() />
                    <TextField name="tags" label="Tags" hint="Separated by commas, at most 20." value error=form.error("tags") />
                    <div><Button kind=ButtonKind::Secondary size=ButtonSize::Small pending=form.pending()>"Save tags"</Button></div>
                </div>
            </ActionForm>
        </div>
    }
    .into_any()
}

fn group_forms(
    user: UserId,
    mine: &[CustomerGroupId],
    groups: Vec<CustomerGroup>,
    may_edit: bool,
) -> AnyView {
    let (inside, outside): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| mine.contains(&group.id));
    if !may_edit {
        return chips(inside.into_iter().map(|group| group.name).collect());
    }
    let form = act_undoable("Groups saved.", |sent: SetGroupMember| Some(undo_member(sent)));
    let none = inside.is_empty().then(|| view! { <p class="muted small">"In no group."</p> });
    let leave: Vec<_> = inside.into_iter().map(|group| member(user, group, form)).collect();
    let join = join(user, outside, form);
    view! {
        <div class="stack stack-sm">
            <FormMessage message=form.message() />
            {none}
            <ul role="list" class="stack stack-sm">{leave}</ul>
            {join}
            <p class="small"><a class="link" href="/admin/customers/groups">"All groups"</a></p>
        </div>
    }
    .into_any()
}

fn undo_member(sent: SetGroupMember) -> Undo {
    let SetGroupMember { user, group, is_member } = sent;
    let told = if is_member { "Taken out of the group again." } else { "Put back into the group." };
    Undo::new(told, move || set_group_member(user.clone(), group.clone(), !is_member))
}

fn member(user: UserId, group: CustomerGroup, form: FormState<SetGroupMember>) -> AnyView {
    let label = format!("Take out of {}", group.name);
    view! {
        <li class="between">
            <Badge tone=Tone::Info text=group.name />
            <ActionForm action=form.action>
                <input type="hidden" name="user" value=user.to_string() />
                <input type="hidden" name="group" value=group.id.to_string() />
                <input type="hidden" name="is_member" value="false" />
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small pending=form.pending() label>"Take out"</Button>
            </ActionForm>
        </li>
    }
    .into_any()
}

/// Nothing when they are in all groups.
fn join(user: UserId, groups: Vec<CustomerGroup>, form: FormState<SetGroupMember>) -> Option<AnyView> {
    if groups.is_empty() {
        return None;
    }
    let options: Vec<_> = groups.into_iter().map(|group| (group.id.to_string(), group.name)).collect();
    let view = view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <input type="hidden" name="user" value=user.to_string() />
                <input type="hidden" name="is_member" value="true" />
                <SelectField name="group" label="Group" options value=form.value("group", "") error=form.error("group") />
                <div><Button kind=ButtonKind::Secondary size=ButtonSize::Small pending=form.pending()>"Put into the group"</Button></div>
            </div>
        </ActionForm>
    };
    Some(view.into_any())
}
