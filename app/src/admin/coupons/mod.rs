//! Discount codes: the list, and one with its form.

mod api;
mod coupon;
mod form;
mod list;
#[cfg(feature = "ssr")]
mod parse;

pub(super) use coupon::AdminCoupon;
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
pub(super) use list::AdminCoupons;

/// The addresses of coupons.
#[component(transparent)]
pub fn CouponAdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("coupons") view=AdminCoupons::lazy() ssr=SsrMode::Async />
        <Route path=path!("coupons/:coupon") view=AdminCoupon::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
