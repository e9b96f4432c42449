use leptos::prelude::*;

/// Icons, fonts and the theme, before anything is painted.
#[component]
pub fn HeadLinks() -> impl IntoView {
    view! {
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <meta name="color-scheme" content="light dark" />
    }
}
