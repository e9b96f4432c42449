use super::api::list_customers;
use crate::{
    admin::patterns::{
        ExportLink, ListFilter, ListFrame, ListState, Listed, When, how_many, named, skeleton_list,
        use_list_state, words,
    },
    components::{Badge, Column, DataTable, PageHeader, Tone},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, identity::Customer};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/customers";

/// The list of people with an account.
pub struct AdminCustomers;

lazy_page!(AdminCustomers, admin, admin_customers);

fn admin_customers() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), list_customers);
    view! {
        <Title text="Customers" />
        <PageHeader
            title="Customers"
            subtitle="People with an account; guests are found in the orders."
            actions=move || view! { <ExportLink list="customers" state /> }
        />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

fn table(state: &ListState, list: Listed<Customer>) -> AnyView {
    let (total, pages, empty) = (list.page.total, list.page.pages(), list.page.items.is_empty());
    let columns = vec![
        Column::text("Name"),
        Column::text("E-mail"),
        Column::text("Status"),
        Column::text("Roles"),
        Column::text("Since"),
        Column::text("Last seen"),
    ];
    let filters = vec![ListFilter::new("staff", "People", vec![("1".to_owned(), "Staff only".to_owned())])];
    let rows: Vec<_> = list.page.items.into_iter().map(|customer| row(customer, list.now)).collect();
    let heads = named(&columns);
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH search="Name or e-mail" filters count=how_many(total, "person", "people") empty pages>
            <DataTable caption="Customers" columns stacked=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn row(customer: Customer, now: Timestamp) -> AnyView {
    let roles = customer.roles.iter().map(|role| words(role)).collect::<Vec<_>>().join(", ");
    let seen = customer.last_seen_at.map(|at| view! { <When at now /> });
    view! {
        <tr>
            <th scope="row"><a href=format!("{PATH}/{}", customer.id)>{customer.name}</a></th>
            <td data-label="E-mail">{customer.email.to_string()}</td>
            <td data-label="Status">{status(&customer.status)}</td>
            <td data-label="Roles">{roles}</td>
            <td data-label="Since" class="muted"><When at=customer.created_at now /></td>
            <td data-label="Last seen" class="muted">{seen}</td>
        </tr>
    }
    .into_any()
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
