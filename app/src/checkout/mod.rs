//! Buying: the checkout, the bank's question, the way back, the thanks.

mod address;
pub mod api;
mod challenge;
mod checkout_page;
mod contact;
mod delivery;
mod done;
mod layout;
mod pay_bar;
mod payment;
#[cfg(feature = "ssr")]
mod read;
mod return_page;
mod section;
mod state;
mod stripe;
#[cfg(feature = "ssr")]
mod submit;
mod summary;
mod words;

use challenge::ChallengePage;
use checkout_page::CheckoutPage;
use done::DonePage;
use layout::CheckoutLayout;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};
use return_page::ReturnPage;

/// The addresses of this feature.
#[component(transparent)]
pub fn CheckoutRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("checkout") view=CheckoutLayout::lazy()>
            <Route path=path!("") view=CheckoutPage::lazy() ssr=SsrMode::Async />
            <Route path=path!("challenge/:payment") view=ChallengePage::lazy() ssr=SsrMode::Async />
            <Route path=path!("return/:checkout") view=ReturnPage::lazy() ssr=SsrMode::Async />
            <Route path=path!("done/:number") view=DonePage::lazy() ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
