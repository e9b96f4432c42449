use crate::error::AppError;
use contracts::Error;
use leptos::prelude::*;

/// The page for addresses that lead nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::set_status(404);
    view! { <ErrorView error=AppError(Error::not_found("page")) /> }
}

/// An error in place of a page or a part of it.
#[component]
pub fn ErrorView(
    /// What went wrong.
    error: AppError,
) -> impl IntoView {
    view! {
        <section>
            <h1>{error.0.message}</h1>
            <p><a href="/">"To the shop"</a></p>
        </section>
    }
}
