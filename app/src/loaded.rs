//! What a page shows while its data come, when they came, and when they did not.

use crate::{error::AppError, layout::ErrorView};
use leptos::prelude::*;

/// Shows `view` with the resource's value, `skeleton` until it is there, or the error in words.
/// While a new value is on its way the old one stays.
pub fn loaded<T, S, V>(resource: Resource<Result<T, AppError>>, skeleton: S, view: V) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    S: Fn() -> AnyView + Send + Sync + 'static,
    V: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    let show = move || {
        let view = view.clone();
        Suspend::new(async move {
            match resource.await {
                Ok(value) => view(value),
                Err(error) => view! { <ErrorView error /> }.into_any(),
            }
        })
    };
    view! { <Transition fallback=skeleton>{show}</Transition> }
}
