//! Gift cards: the list, and one with its movements.

mod api;
mod card;
mod list;
mod movements;
mod words;

use card::AdminGiftCard;
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
use list::AdminGiftCards;

const PATH: &str = "/admin/gift-cards";

/// The addresses of gift cards.
#[component(transparent)]
pub fn GiftCardAdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("gift-cards") view=AdminGiftCards::lazy() ssr=SsrMode::Async />
        <Route path=path!("gift-cards/:id") view=AdminGiftCard::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
