use super::groups_api::{DeleteGroup, GroupList, SaveGroup, list_groups};
use crate::{
    admin::patterns::{FormMessage, Refresh, act, how_many, skeleton_list},
    components::{
        Button, ButtonKind, ButtonSize, Card, EmptyState, Icon, IconName, LinkButton, PageHeader, TextField,
    },
    form::{ActionForm, FormState},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{CustomerGroupId, identity::CustomerGroup};
use leptos::prelude::*;
use leptos_meta::Title;

/// The groups of customers, each to be changed in place.
pub struct AdminCustomerGroups;

office_page!(AdminCustomerGroups, admin_customer_groups);

fn admin_customer_groups() -> AnyView {
    let refresh = Refresh::default();
    let list = page_resource(move || refresh.get(), |_| list_groups());
    let crumbs =
        vec![("Customers".to_owned(), "/admin/customers".to_owned()), ("Groups".to_owned(), String::new())];

    provide_context(refresh);
    view! {
        <Title text="Customer groups" />
        <PageHeader title="Customer groups" subtitle="Customers who are treated alike. They do not see which groups they are in." crumbs />
        {loaded(list, skeleton_list, show)}
    }
    .into_any()
}

fn show(list: GroupList) -> AnyView {
    let (may_edit, is_empty) = (list.may_edit, list.groups.is_empty());
    let deletion = act::<DeleteGroup>("Group deleted.");
    let groups: Vec<_> = list.groups.into_iter().map(|group| item(group, may_edit, deletion)).collect();
    let none = is_empty.then(|| {
        view! { <EmptyState icon=IconName::Users title="No groups yet" text="Put customers together whom you treat alike: wholesale, staff, press. The list of customers can be narrowed to a group." /> }
    });
    let new = may_edit.then(|| {
        view! { <aside id="new"><Card title="New group"><GroupForm id=list.next /></Card></aside> }
    });
    view! {
        <div class="with-aside">
            <Card title="Groups">
                <FormMessage message=deletion.message() />
                {none}
                {groups}
            </Card>
            {new}
        </div>
    }
    .into_any()
}

fn item(group: CustomerGroup, may_edit: bool, deletion: FormState<DeleteGroup>) -> AnyView {
    let members = format!("/admin/customers?group={}", group.id);
    let (id, name, count) = (group.id, group.name, how_many(group.members, "customer", "customers"));
    let forms = may_edit.then(|| forms(id, &name, &count, deletion));
    view! {
        <details class="disclosure">
            <summary>
                <span class="cluster cluster-sm"><Icon name=IconName::Users />{name.clone()}</span>
                <span class="muted small push">{count.clone()}</span>
                <Icon name=IconName::ChevronDown />
            </summary>
            <div class="disclosure-body stack">
                <div><LinkButton href=members kind=ButtonKind::Quiet size=ButtonSize::Small icon=IconName::Users>"Who is in it"</LinkButton></div>
                {forms}
            </div>
        </details>
    }
    .into_any()
}

fn forms(id: CustomerGroupId, name: &str, count: &str, deletion: FormState<DeleteGroup>) -> AnyView {
    let warning = format!("Deletes the group for good. Its {count} stay.");
    let label = format!("Delete group {name}");
    view! {
        <GroupForm id name=name.to_owned() />
        <ActionForm action=deletion.action>
            <div class="stack stack-sm">
                <p class="small muted">{warning}</p>
                <input type="hidden" name="id" value=id.to_string() />
                <div><Button kind=ButtonKind::Danger size=ButtonSize::Small pending=deletion.pending() label>"Delete group"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Makes a group, or renames it.
#[component]
fn GroupForm(
    id: CustomerGroupId,
    /// As it is called now; empty when it is yet to be made.
    #[prop(optional)]
    name: String,
) -> impl IntoView {
    let form = act::<SaveGroup>("Group saved.");
    // What was refused without WASM is one of many forms.
    let is_ours = form.value("id", &id.to_string()) == id.to_string() || name.is_empty();
    let label = if name.is_empty() { "Create group" } else { "Rename" };
    let value = if is_ours { form.value("name", &name) } else { name };
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <input type="hidden" name="id" value=id.to_string() />
                <TextField id=format!("group-{id}") name="name" label="Name" required=true maxlength=60 value error=form.error("name") />
                <div><Button kind=ButtonKind::Secondary size=ButtonSize::Small pending=form.pending()>{label}</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}
