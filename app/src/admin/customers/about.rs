//! The side column: who they are, how they are treated, where they are logged in.

use super::{api::CustomerPage, consents::consents_card, marks::Marks, sessions::Sessions};
use crate::{
    admin::{
        orders::address_lines,
        patterns::{FormMessage, When, act, exact, words},
        staff::{api::SetBlocked, blocking, lost_factor},
    },
    components::{Badge, Card, Fact, Facts, Tone},
};
use contracts::{
    Permission, Timestamp,
    identity::{Customer, SavedAddress},
};
use leptos::prelude::*;

/// Account, tags and groups, access, devices, addresses.
pub fn about(page: CustomerPage) -> AnyView {
    let (customer, now) = (page.file.customer.clone(), page.now);
    let is_erased = customer.status == "deleted";
    let may_edit = page.may(Permission::EditCustomers) && !is_erased;
    let access =
        (page.may(Permission::ManageStaff) && !is_erased).then(|| access(&customer, page.may_reset_factor));
    let addresses = addresses(page.addresses);
    let marks = (customer.tags.clone(), page.file.groups, page.groups);
    view! {
        {account(&customer, page.file.second_factor_since, now)}
        <Marks user=customer.id marks may_edit />
        {access}
        <Sessions user=customer.id sessions=page.file.sessions looks=page.file.looks may_edit now />
        {consents_card(&page.consents, now)}
        {addresses}
    }
    .into_any()
}

fn account(customer: &Customer, factor: Option<Timestamp>, now: Timestamp) -> AnyView {
    let roles = customer.roles.iter().map(|role| words(role)).collect::<Vec<_>>().join(", ");
    let seen = customer.last_seen_at.map(|at| view! { <When at now /> });
    let email = customer.email.to_string();
    let (is_verified, since) = (customer.email_verified, customer.created_at);
    let factor = factor.map_or_else(|| "None".to_owned(), |since| format!("Since {}", exact(since)));
    view! {
        <Card title="Account">
            <Facts>
                <Fact term="E-mail"><a class="link" href=format!("mailto:{email}")>{email.clone()}</a></Fact>
                <Fact term="Address">{verified(is_verified)}</Fact>
                <Fact term="Second factor">{factor}</Fact>
                <Fact term="Since"><When at=since now /></Fact>
                <Fact term="Last seen">{seen}</Fact>
                <Fact term="Roles">{if roles.is_empty() { "Customer".to_owned() } else { roles }}</Fact>
            </Facts>
        </Card>
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

fn addresses(addresses: Vec<SavedAddress>) -> AnyView {
    let none = addresses.is_empty().then(|| view! { <p class="muted small">"None saved."</p> });
    let addresses: Vec<_> = addresses.into_iter().map(address).collect();
    view! { <Card title="Addresses">{none}<div class="stack small">{addresses}</div></Card> }.into_any()
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
