use super::shop::ShopFrame;
use crate::{
    components::{ButtonKind, Icon, IconName, LinkButton},
    error::AppError,
};
use contracts::{Error, ErrorKind};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page for addresses that lead nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::set_status(404);
    view! { <ShopFrame><ErrorView error=AppError(Error::not_found("page")) /></ShopFrame> }
}

/// An error in place of a page or a part of it.
#[component]
pub fn ErrorView(
    /// What went wrong.
    error: AppError,
) -> impl IntoView {
    let (title, advice, icon) = words(error.0.kind);
    view! {
        <Title text=title />
        <section class="empty" role="alert">
            <Icon name=icon class="icon-xl" />
            <h1>{title}</h1>
            <p class="muted">{error.0.message}" "{advice}</p>
            <div class="cluster justify-center">{ways(error.0.kind)}</div>
        </section>
    }
}

/// Title, what to do, and the sign for it.
fn words(kind: ErrorKind) -> (&'static str, &'static str, IconName) {
    match kind {
        ErrorKind::NotFound => {
            ("Off the map", "The address may be old, or a letter is missing.", IconName::Globe)
        }
        ErrorKind::Unauthenticated => ("Please log in", "", IconName::Lock),
        ErrorKind::Forbidden => {
            ("Not for this account", "Somebody with more rights can help.", IconName::Lock)
        }
        ErrorKind::TooMany => ("A little slower, please", "Wait a minute, then try again.", IconName::Clock),
        ErrorKind::Unavailable => (
            "Back in a moment",
            "Nothing you entered is lost. Please load the page again.",
            IconName::Refresh,
        ),
        ErrorKind::Internal => ("That went wrong", "It has been noted.", IconName::Warning),
        ErrorKind::Invalid | ErrorKind::Conflict => ("That did not work", "", IconName::Info),
    }
}

fn ways(kind: ErrorKind) -> AnyView {
    if kind == ErrorKind::Unauthenticated {
        return view! { <LinkButton href="/login">"Log in"</LinkButton> }.into_any();
    }
    view! {
        <LinkButton href="/">"To the shop"</LinkButton>
        <LinkButton href="/search" kind=ButtonKind::Secondary>"Search"</LinkButton>
    }
    .into_any()
}
