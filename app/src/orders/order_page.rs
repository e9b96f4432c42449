use super::{api::load_order, order_skeleton, order_view};
use crate::lazy_page::lazy_page;
use crate::loaded::{loaded, page_resource};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;

/// An order that was looked up or placed in this browser.
pub struct GuestOrderPage;

lazy_page!(GuestOrderPage, account, guest_order_page);

fn guest_order_page() -> AnyView {
    let params = use_params_map();
    let number = move || params.with(|params| params.get("number").unwrap_or_default());
    let order = page_resource(number, load_order);
    view! {
        <Title text=move || ["Order ", &number()].concat() />
        <Meta name="robots" content="noindex" />
        <div class="container section-tight">{loaded(order, order_skeleton, |order| order_view(&order))}</div>
    }
    .into_any()
}
