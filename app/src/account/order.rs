use super::{api::load_my_order, frame::account_frame};
use crate::{
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
    orders::{order_skeleton, order_view},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// One of one's orders.
pub struct MyOrderPage;

lazy_page!(MyOrderPage, account, my_order_page);

fn my_order_page() -> AnyView {
    let params = use_params_map();
    let number = move || params.with(|params| params.get("number").unwrap_or_default());
    let order = page_resource(number, load_my_order);
    account_frame(
        "Your order",
        "/account/orders",
        loaded(order, order_skeleton, |order| order_view(&order)).into_any(),
    )
}
