use super::{
    api::{PricedCart, PricedLine, load_any_cart},
    list::{state_badge, title},
};
use crate::{
    admin::patterns::{DetailFrame, When, exact, skeleton_detail},
    components::{Card, Column, DataTable, EmptyState, Fact, Facts, IconName, PageHeader, Stat},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::Timestamp;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// A cart: what is in it, and whose it is.
pub struct AdminCart;

office_page!(AdminCart, admin_cart);

fn admin_cart() -> AnyView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let cart = page_resource(id, load_any_cart);
    loaded(cart, skeleton_detail, |(cart, now)| show(cart, now)).into_any()
}

fn show(priced: PricedCart, now: Timestamp) -> AnyView {
    let heading = format!("Cart of {}", title(&priced));
    let crumbs = vec![("Carts".to_owned(), "/admin/carts".to_owned()), (heading.clone(), String::new())];
    let is_abandoned = priced.cart.is_abandoned;
    let value = priced.value.map_or_else(|| "–".to_owned(), |value| value.to_string());
    let lines = cart_lines(priced.lines.clone());
    view! {
        <Title text=heading.clone() />
        <PageHeader title=heading crumbs status=move || state_badge(is_abandoned) />
        <DetailFrame side=move || facts(priced, now)>
            <Stat label="Value at the prices of now" value />
            <Card title="Lines" flush=true>{lines}</Card>
        </DetailFrame>
    }
    .into_any()
}

fn facts(priced: PricedCart, now: Timestamp) -> AnyView {
    let who = match priced.cart.user {
        Some(user) => {
            let href = format!("/admin/customers/{user}");
            view! { <a class="link" href=href>{title(&priced)}</a> }.into_any()
        }
        None => view! { {title(&priced)}<span class="muted">" · guest"</span> }.into_any(),
    };
    let email = if priced.email.is_empty() {
        view! { <span class="muted">"Not known"</span> }.into_any()
    } else {
        let href = format!("mailto:{}", priced.email);
        view! { <a class="link" href=href>{priced.email}</a> }.into_any()
    };
    let coupon = priced.cart.coupon.map(|code| view! { <Fact term="Code">{code}</Fact> });
    view! {
        <Card title="Whose">
            <Facts>
                <Fact term="Name">{who}</Fact>
                <Fact term="E-mail">{email}</Fact>
            </Facts>
        </Card>
        <Card title="Cart">
            <Facts>
                {coupon}
                <Fact term="Begun">{exact(priced.cart.created_at)}</Fact>
                <Fact term="Last change"><When at=priced.cart.changed_at now /></Fact>
            </Facts>
        </Card>
    }
    .into_any()
}

/// The lines of a cart as a table.
pub fn cart_lines(lines: Vec<PricedLine>) -> AnyView {
    if lines.is_empty() {
        return view! { <EmptyState icon=IconName::Cart title="Nothing is in it any more" /> }.into_any();
    }
    let columns =
        vec![Column::text("Product"), Column::number("Units"), Column::number("Each"), Column::number("Sum")];
    let rows: Vec<_> = lines.into_iter().map(line).collect();
    view! { <DataTable caption="Lines of the cart" columns stacked=true>{rows}</DataTable> }.into_any()
}

fn line(line: PricedLine) -> AnyView {
    let name = match line.product {
        Some(product) => {
            let href = format!("/admin/products/{product}");
            view! { <a href=href>{line.name}</a> }.into_any()
        }
        None => line.name.into_any(),
    };
    let each = line.price.map_or_else(|| "Not on sale".to_owned(), |price| price.to_string());
    view! {
        <tr>
            <th scope="row">{name}<span class="block muted small font-normal">{line.detail}</span></th>
            <td data-label="Units" class="num">{line.quantity}</td>
            <td data-label="Each" class="num">{each}</td>
            <td data-label="Sum" class="num">{line.sum.map(|sum| sum.to_string())}</td>
        </tr>
    }
    .into_any()
}
