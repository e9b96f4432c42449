use super::{
    api::{CustomerPage, load_customer},
    list::status,
};
use crate::{
    admin::{
        orders::{address_lines, order_rows},
        patterns::{DetailFrame, FormMessage, Refresh, When, act, plural, skeleton_detail, words},
        staff::{api::SetBlocked, blocking, lost_factor},
    },
    components::{
        Badge, ButtonKind, ButtonSize, Card, Column, DataTable, EmptyState, Fact, Facts, IconName,
        LinkButton, PageHeader, Tone,
    },
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Timestamp,
    identity::{Customer, SavedAddress},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// A person: orders, addresses, account.
pub struct AdminCustomer;

lazy_page!(AdminCustomer, admin, admin_customer);

fn admin_customer() -> AnyView {
    let (refresh, params) = (Refresh::default(), use_params_map());
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let page = page_resource(move || (id(), refresh.get()), |(id, _)| load_customer(id));

    provide_context(refresh);
    loaded(page, skeleton_detail, show).into_any()
}

fn show(page: CustomerPage) -> AnyView {
    let customer = page.customer;
    let crumbs =
        vec![("Customers".to_owned(), "/admin/customers".to_owned()), (customer.name.clone(), String::new())];
    let (state, person, addresses, now) =
        (customer.status.clone(), customer.clone(), page.addresses, page.orders.now);
    let may = (page.may_block, page.may_reset_factor);
    let all = format!("/admin/orders?customer={}", customer.id);
    let more = move || view! { <LinkButton href=all.clone() kind=ButtonKind::Quiet size=ButtonSize::Small>"All in the list"</LinkButton> };
    let count = plural(page.orders.page.total, "order", "orders");
    view! {
        <Title text=customer.name.clone() />
        <PageHeader title=customer.name subtitle=customer.email.to_string() crumbs status=move || status(&state) />
        <DetailFrame side=move || side(person, addresses, now, may)>
            <Card title=count flush=true actions=more>{orders(page.orders.page.items, now)}</Card>
        </DetailFrame>
    }
    .into_any()
}

fn orders(items: Vec<contracts::orders::OrderRow>, now: Timestamp) -> AnyView {
    if items.is_empty() {
        return view! { <EmptyState icon=IconName::Orders title="No orders yet" /> }.into_any();
    }
    let columns = vec![
        Column::text("Order"),
        Column::text("Placed"),
        Column::text("Name and e-mail"),
        Column::text("Status"),
        Column::text("Payment"),
        Column::number("Units"),
        Column::number("Total"),
    ];
    view! { <DataTable caption="Orders" columns stacked=true>{order_rows(items, now)}</DataTable> }.into_any()
}

fn side(
    customer: Customer,
    addresses: Vec<SavedAddress>,
    now: Timestamp,
    (may_block, may_reset_factor): (bool, bool),
) -> AnyView {
    let access = may_block.then(|| access(&customer, may_reset_factor));
    let roles = customer.roles.iter().map(|role| words(role)).collect::<Vec<_>>().join(", ");
    let seen = customer.last_seen_at.map(|at| view! { <When at now /> });
    let none = addresses.is_empty().then(|| view! { <p class="muted small">"None saved."</p> });
    let addresses: Vec<_> = addresses.into_iter().map(address).collect();
    view! {
        <Card title="Account">
            <Facts>
                <Fact term="E-mail"><a class="link" href=format!("mailto:{}", customer.email)>{customer.email.to_string()}</a></Fact>
                <Fact term="Address">{verified(customer.email_verified)}</Fact>
                <Fact term="Second factor">{if customer.has_second_factor { "On" } else { "None" }}</Fact>
                <Fact term="Since"><When at=customer.created_at now /></Fact>
                <Fact term="Last seen">{seen}</Fact>
                <Fact term="Roles">{if roles.is_empty() { "Customer".to_owned() } else { roles }}</Fact>
            </Facts>
        </Card>
        {access}
        <Card title="Addresses">{none}<div class="stack small">{addresses}</div></Card>
    }
    .into_any()
}

/// Whether mail is known to reach them.
fn verified(is_verified: bool) -> AnyView {
    let (tone, text) =
        if is_verified { (Tone::Positive, "Confirmed") } else { (Tone::Neutral, "Not confirmed") };
    view! { <Badge tone text /> }.into_any()
}

/// Whether the person is let in, and by what.
fn access(customer: &Customer, may_reset_factor: bool) -> AnyView {
    let form = act::<SetBlocked>("Changed: it counts from now on.");
    let block = blocking(customer, form);
    let factor = may_reset_factor.then(|| lost_factor(customer));
    view! { <Card title="Access"><div class="stack stack-sm"><FormMessage message=form.message() />{block}{factor}</div></Card> }
        .into_any()
}

fn address(saved: SavedAddress) -> AnyView {
    view! {
        <address class="not-italic">
            {saved.is_default.then(|| view! { <Badge tone=Tone::Info text="Default" /><br /> })}
            {address_lines(saved.address)}
        </address>
    }
    .into_any()
}
