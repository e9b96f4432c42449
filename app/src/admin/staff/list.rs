use super::{
    api::{ChangeRole, SetBlocked, StaffList, list_staff},
    invite::Invite,
    policies::RolePolicies,
    roles::{blocking, role_form},
};
use crate::{
    admin::{
        customers::status,
        patterns::{
            FormMessage, ListFrame, ListState, Listed, Pages, Refresh, When, act, how_many, named,
            skeleton_list, use_list_state,
        },
    },
    components::{ButtonKind, Column, DataTable, IconName, LinkButton, PageHeader},
    form::FormState,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
    second_factor::ProveAgain,
};
use contracts::{
    Timestamp,
    identity::{Customer, Role},
};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/staff";

/// Everybody with a role.
pub struct AdminStaff;

office_page!(AdminStaff, admin_staff);

fn admin_staff() -> AnyView {
    let (refresh, state) = (Refresh::default(), use_list_state());
    let staff = page_resource(move || (state.get(), refresh.get()), |(state, _)| list_staff(state));

    let to_roles = || {
        view! { <LinkButton href="/admin/staff/roles" kind=ButtonKind::Secondary icon=IconName::Shield>"Roles"</LinkButton> }
    };
    provide_context(refresh);
    view! {
        <Title text="Staff" />
        <PageHeader title="Staff" subtitle="Who works in the back office, and what they may do." actions=to_roles />
        {loaded(staff, skeleton_list, move |staff| show(&state.get_untracked(), staff))}
    }
    .into_any()
}

fn show(state: &ListState, staff: StaffList) -> AnyView {
    let keeps_mail = staff.keeps_mail;
    let people = people(state, staff.list, &staff.roles);
    view! {
        <div class="with-aside with-aside-narrow">
            <div class="stack">{people}</div>
            <aside class="stack"><div id="new"><Invite roles=staff.roles keeps_mail /></div><RolePolicies policies=staff.policies /></aside>
        </div>
    }
    .into_any()
}

fn people(state: &ListState, list: Listed<Customer>, known: &[Role]) -> AnyView {
    let (roles, blocks) =
        (act::<ChangeRole>("Role changed."), act::<SetBlocked>("Changed: it counts from now on."));
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    let columns = vec![
        Column::text("Name"),
        Column::text("Role"),
        Column::text("Status"),
        Column::text("Last seen"),
        Column::unseen("Access"),
    ];
    let rows: Vec<_> =
        list.page.items.into_iter().map(|person| row(&person, known, list.now, roles, blocks)).collect();
    let heads = named(&columns);
    view! {
        <FormMessage message=roles.message() />
        <ProveAgain wanted=roles.error("one_time_code") />
        <FormMessage message=blocks.message() />
        <ListFrame columns=heads state=state.clone() path=PATH search="Name or e-mail" count=how_many(total, "person", "people") empty pages>
            <DataTable caption="Staff" columns>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn row(
    person: &Customer,
    known: &[Role],
    now: Timestamp,
    roles: FormState<ChangeRole>,
    blocks: FormState<SetBlocked>,
) -> AnyView {
    let seen = person.last_seen_at.map(|at| view! { <When at now /> });
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/admin/customers/{}", person.id)>{person.name.clone()}</a>
                <span class="block muted small font-normal">{person.email.to_string()}</span>
            </th>
            <td>{role_form(person, known, roles)}</td>
            <td>{status(&person.status)}</td>
            <td class="muted">{seen}</td>
            <td>{blocking(person, blocks)}</td>
        </tr>
    }
    .into_any()
}
