//! Prices, already formatted by the server so that both renders match.
use leptos::prelude::*;

/// A price, struck through beside a lower one when `was` is given. Texts as `Money`'s formatted form.
#[component]
pub fn Price(
    #[prop(into)] now: String,
    /// The former price.
    #[prop(optional_no_strip, into)]
    was: Option<String>,
    /// "from", for products whose variants differ.
    #[prop(optional)]
    from: bool,
    /// Display size, for the product page.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let reduced = was.is_some();
    view! {
        <span class="price" class:price-lg=large>
            {from.then(|| view! { <span class="price-from">"from "</span> })}
            <span class="price-now" class:price-reduced=reduced>
                {reduced.then(|| view! { <span class="sr-only">"Reduced to "</span> })}
                {now}
            </span>
            {was.map(|was| view! { <s class="price-was"><span class="sr-only">"before "</span>{was}</s> })}
        </span>
    }
}
