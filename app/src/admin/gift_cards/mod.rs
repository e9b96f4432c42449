//! Gift cards: the list, a new one with its code, and one with its movements.

mod adjust;
mod api;
mod block;
mod card;
mod code;
mod form;
mod list;
mod movements;
#[cfg(feature = "ssr")]
mod once;
#[cfg(feature = "ssr")]
mod parse;
mod words;

pub(super) use card::AdminGiftCard;
pub(super) use code::AdminGiftCardCode;
pub(super) use form::AdminNewGiftCard;
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
pub(super) use list::AdminGiftCards;

const PATH: &str = "/admin/gift-cards";

/// The addresses of gift cards.
#[component(transparent)]
pub fn GiftCardAdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("gift-cards") view=AdminGiftCards::lazy() ssr=SsrMode::Async />
        <Route path=path!("gift-cards/new") view=AdminNewGiftCard::lazy() ssr=SsrMode::Async />
        <Route path=path!("gift-cards/:id") view=AdminGiftCard::lazy() ssr=SsrMode::Async />
        <Route path=path!("gift-cards/:id/code") view=AdminGiftCardCode::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
