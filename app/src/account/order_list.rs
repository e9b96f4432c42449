use super::{api::load_my_orders, frame::account_frame};
use crate::{
    components::{Badge, EmptyState, IconName, LinkButton, Pagination, ProductPicture, SkeletonText},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
    orders::words::{day, status},
};
use contracts::{Page, orders::OrderRow};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// All of one's orders.
pub struct MyOrdersPage;

lazy_page!(MyOrdersPage, account, my_orders_page);

fn my_orders_page() -> AnyView {
    let query = use_query_map();
    let number =
        move || query.with(|query| query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1));
    let orders = page_resource(number, load_my_orders);
    let list = loaded(orders, || view! { <SkeletonText lines=8 /> }.into_any(), list);
    let page = view! { <div class="stack stack-lg"><h1>"Your orders"</h1>{list}</div> };
    account_frame("Your orders", "/account/orders", page.into_any())
}

fn list(page: Page<OrderRow>) -> AnyView {
    let (number, pages) = (page.number, page.pages());
    view! {
        {order_rows(page.items)}
        <Pagination page=number pages=pages path="/account/orders" query="" />
    }
    .into_any()
}

/// Orders as rows with pictures, or the way to the first one.
pub(super) fn order_rows(orders: Vec<OrderRow>) -> AnyView {
    if orders.is_empty() {
        return view! {
            <EmptyState icon=IconName::Package title="No orders yet" text="What you order stands here, with its parcels.">
                <LinkButton href="/shop">"Look around"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let rows: Vec<_> = orders.into_iter().map(row).collect();
    view! { <ul role="list" class="border-t border-line">{rows}</ul> }.into_any()
}

fn row(order: OrderRow) -> AnyView {
    let href = ["/account/orders/", &order.number].concat();
    let (text, tone) = status(order.status);
    let units = if order.units == 1 { "1 piece".to_owned() } else { format!("{} pieces", order.units) };
    let pictures: Vec<_> = order
        .pictures
        .into_iter()
        .map(|src| view! { <span class="w-14"><ProductPicture src alt="" sizes="3.5rem" /></span> })
        .collect();
    view! {
        <li class="relative flex flex-wrap items-center gap-x-6 gap-y-3 py-4 border-b border-line">
            <div class="grow min-w-0 basis-48">
                <a class="font-medium no-underline hover:underline after:absolute after:inset-0 tnum" href=href>{order.number}</a>
                <p class="small muted tnum">{day(order.placed_at)}" · "{units}</p>
                <p class="mt-1"><Badge tone text /></p>
            </div>
            <div class="flex gap-2" aria-hidden="true">{pictures}</div>
            <p class="tnum ms-auto">{order.total.to_string()}</p>
        </li>
    }
    .into_any()
}
