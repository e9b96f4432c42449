use super::{nav::category_links, shop::Categories, theme::ThemeSwitch};
use crate::components::Wordmark;
use leptos::prelude::*;

/// Useful links, and the theme.
pub(super) fn site_footer(categories: Categories) -> AnyView {
    view! {
        <footer class="site-footer no-print">
            <div class="container stack stack-xl">
                <div class="footer-columns">
                    <div class="stack stack-sm items-start">
                        <Wordmark />
                        <p class="muted max-w-60">"Steady goods that travel well."</p>
                    </div>
                    <nav aria-labelledby="footer-shop">
                        <h2 id="footer-shop">"Shop"</h2>
                        <div class="flex flex-col items-start">
                            <a href="/shop">"All products"</a>
                            {category_links(categories, "")}
                        </div>
                    </nav>
                    <nav aria-labelledby="footer-help">
                        <h2 id="footer-help">"Help"</h2>
                        <div class="flex flex-col items-start">
                            <a href="/orders/find">"Find an order"</a>
                            <a href="/account/orders">"Your orders"</a>
                            <a href="/account">"Your account"</a>
                            <a href="/cart">"Your cart"</a>
                            <a href="/search">"Search"</a>
                            <a href="/contact">"Contact"</a>
                        </div>
                    </nav>
                </div>
                <div class="between flex-wrap border-t border-line pt-4">
                    <p class="muted wrap-anywhere">{crate::face::lines().replace('\n', " · ")}</p>
                    <ThemeSwitch />
                </div>
            </div>
        </footer>
    }
    .into_any()
}
