use super::api::{CustomerList, list_customers};
use crate::{
    admin::patterns::{
        ExportLink, ListFilter, ListFrame, ListState, Pages, When, how_many, named, skeleton_list,
        use_list_state, words,
    },
    components::{Badge, ButtonKind, Column, DataTable, LinkButton, PageHeader, Tone},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Timestamp,
    identity::{Customer, CustomerGroup},
};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/customers";

/// The list of people with an account.
pub struct AdminCustomers;

office_page!(AdminCustomers, admin_customers);

fn admin_customers() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), list_customers);
    let actions = move || {
        view! {
            <LinkButton href="/admin/customers/groups" kind=ButtonKind::Secondary>"Groups"</LinkButton>
            <ExportLink list="customers" state />
        }
    };
    view! {
        <Title text="Customers" />
        <PageHeader title="Customers" subtitle="People with an account; guests are found in the orders." actions />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

fn table(state: &ListState, people: CustomerList) -> AnyView {
    let (list, filters) = (people.list, filters(people.tags, people.groups));
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    let columns = vec![
        Column::text("Name"),
        Column::text("E-mail"),
        Column::text("Status"),
        Column::text("Tags and groups"),
        Column::text("Since"),
        Column::text("Last seen"),
    ];
    let rows: Vec<_> = list.page.items.into_iter().map(|customer| row(customer, list.now)).collect();
    let heads = named(&columns);
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH search="Name or e-mail" filters count=how_many(total, "person", "people") empty pages>
            <DataTable caption="Customers" columns stacked=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

/// Tags and groups are offered once there are some.
fn filters(tags: Vec<String>, groups: Vec<CustomerGroup>) -> Vec<ListFilter> {
    let tags: Vec<_> = tags.into_iter().map(|tag| (tag.clone(), tag)).collect();
    let groups: Vec<_> = groups.into_iter().map(|group| (group.id.to_string(), group.name)).collect();
    let staff = ListFilter::new("staff", "People", vec![("1".to_owned(), "Staff only".to_owned())]);
    let tags = (!tags.is_empty()).then(|| ListFilter::new("tag", "Tag", tags));
    let groups = (!groups.is_empty()).then(|| ListFilter::new("group", "Group", groups));
    let days = [ListFilter::day("from", "Since"), ListFilter::day("to", "Until")];
    [Some(staff), tags, groups].into_iter().flatten().chain(days).collect()
}

fn row(customer: Customer, now: Timestamp) -> AnyView {
    let roles: Vec<_> =
        customer.roles.iter().filter(|role| *role != "customer").map(|role| words(role)).collect();
    let roles = (!roles.is_empty())
        .then(|| view! { <span class="block muted small font-normal">{roles.join(", ")}</span> });
    let seen = customer.last_seen_at.map(|at| view! { <When at now /> });
    view! {
        <tr>
            <th scope="row"><a href=format!("{PATH}/{}", customer.id)>{customer.name}</a>{roles}</th>
            <td data-label="E-mail">{customer.email.to_string()}</td>
            <td data-label="Status">{status(&customer.status)}</td>
            <td data-label="Tags and groups">{marks(customer.groups, customer.tags)}</td>
            <td data-label="Since" class="muted"><When at=customer.created_at now /></td>
            <td data-label="Last seen" class="muted">{seen}</td>
        </tr>
    }
    .into_any()
}

/// Groups, then tags, as chips.
fn marks(groups: Vec<String>, tags: Vec<String>) -> AnyView {
    let groups = groups.into_iter().map(|group| view! { <Badge tone=Tone::Info text=group /> }.into_any());
    let tags = tags.into_iter().map(|tag| view! { <Badge text=tag /> }.into_any());
    let chips: Vec<_> = groups.chain(tags).collect();
    view! { <span class="cluster cluster-sm">{chips}</span> }.into_any()
}

/// `active`, `blocked` or `deleted`.
pub fn status(status: &str) -> AnyView {
    let tone = match status {
        "active" => Tone::Positive,
        "blocked" => Tone::Danger,
        _ => Tone::Neutral,
    };
    view! { <Badge tone text=words(status) /> }.into_any()
}
