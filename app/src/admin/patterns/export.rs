use super::ListState;
use leptos::prelude::*;

/// A link to a list as a file, with the filter that is in the address now. The gateway answers it, no page.
#[component]
pub fn ExportLink(
    /// `audit`, `orders`, `order-batch`, `invoices`, `customers`, `stock`, `reservations`, `transfers` or `products`.
    list: &'static str,
    #[prop(into)] state: Signal<ListState>,
) -> impl IntoView {
    let path = format!("/admin/export/{list}.csv");
    let href = move || state.with(|state| state.link(&path, |_| ()));
    view! { <a class="btn btn-secondary" href=href rel="external" download>"Export CSV"</a> }.into_any()
}
