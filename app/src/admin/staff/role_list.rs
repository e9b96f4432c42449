use super::{
    permissions::{GROUPS, of_group, permission_words},
    role_editor::{RoleForm, RoleRemoval},
    roles_api::list_roles,
};
use crate::{
    admin::patterns::{Refresh, plural, skeleton_list, words},
    components::{Badge, Card, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Permission, identity::Role};
use leptos::prelude::*;
use leptos_meta::Title;

/// What each role allows, to be changed in place.
pub struct AdminRoles;

office_page!(AdminRoles, admin_roles);

fn admin_roles() -> AnyView {
    let refresh = Refresh::default();
    let roles = page_resource(move || refresh.get(), |_| list_roles());
    let crumbs = vec![("Staff".to_owned(), "/admin/staff".to_owned()), ("Roles".to_owned(), String::new())];

    provide_context(refresh);
    view! {
        <Title text="Roles" />
        <PageHeader title="Roles" subtitle="What people may do who have one. A change counts from their next click on." crumbs />
        {loaded(roles, skeleton_list, show)}
    }
    .into_any()
}

fn show(roles: Vec<Role>) -> AnyView {
    let cards: Vec<_> = roles.into_iter().map(card).collect();
    view! {
        <div class="with-aside">
            <div class="stack">{cards}</div>
            <aside id="new"><Card title="New role"><RoleForm role=None /></Card></aside>
        </div>
    }
    .into_any()
}

fn card(role: Role) -> AnyView {
    let (members, is_built_in) = (plural(role.members, "person", "people"), role.is_built_in);
    let status = move || {
        let badge = is_built_in.then(|| view! { <Badge text="Built in" /> });
        view! { <span class="cluster cluster-sm"><span class="muted small">{members.clone()}</span>{badge}</span> }
    };
    let (title, allowed) = (words(&role.name), allowed(&role.permissions));
    let acts = if role.is_fixed() {
        view! { <p class="small muted">"Somebody has to be able to do everything: this role stays as it is."</p> }
            .into_any()
    } else {
        acts(&role)
    };
    view! {
        <Card title actions=status>
            <div class="stack">
                <p class="wrap-anywhere">{role.description}</p>
                {allowed}
                {acts}
            </div>
        </Card>
    }
    .into_any()
}

fn acts(role: &Role) -> AnyView {
    let (changed, name, members) = (role.clone(), role.name.clone(), role.members);
    let removal = (!role.is_built_in).then(|| view! { <RoleRemoval name members /> });
    view! {
        <div>
            <RoleForm role=Some(changed) />
            {removal}
        </div>
    }
    .into_any()
}

/// What is allowed, a line for each group of it.
fn allowed(permissions: &[Permission]) -> AnyView {
    let line = |group: &'static str| {
        let here = of_group(group).filter(|permission| permissions.contains(permission));
        let told: Vec<_> = here.map(|permission| permission_words(permission).1).collect();
        (!told.is_empty()).then(|| {
            view! { <li><span class="font-medium">{group}</span>": "<span class="muted">{told.join("; ")}</span></li> }
        })
    };
    let lines: Vec<_> = GROUPS.into_iter().filter_map(line).collect();
    view! { <ul class="stack stack-sm small">{lines}</ul> }.into_any()
}
