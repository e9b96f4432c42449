use leptos::{nonce::use_nonce, prelude::*};

/// Sets the chosen theme before anything is painted. Where the browser goes on to another page, the canonical address is no
/// longer this one's: what shares a page would share the one before.
const THEME: &str = "try{var t=localStorage.getItem('theme');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch(e){}var p=history.pushState;history.pushState=function(){var l=document.querySelector('link[rel=canonical]');l&&l.remove();return p.apply(history,arguments)}";

/// Icons, fonts and the theme, before anything is painted.
#[component]
pub fn HeadLinks() -> impl IntoView {
    view! {
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
        <link rel="manifest" href="/site.webmanifest" />
        <link rel="preload" href="/fonts/figtree-latin.woff2" r#as="font" type="font/woff2" crossorigin="anonymous" />
        <link rel="preload" href="/fonts/hedvig-latin.woff2" r#as="font" type="font/woff2" crossorigin="anonymous" />
        <meta name="color-scheme" content="light dark" />
        {theme_color("(prefers-color-scheme: light)", "#fcfaf6")}
        {theme_color("(prefers-color-scheme: dark)", "#171411")}
        {property("og:site_name", crate::face::name())}
        {leptos::html::meta().name("shop").content(crate::face::lines())}
        <script nonce=use_nonce()>{THEME}</script>
    }
}

/// The background's colour for the browser's own bars; tokens do not reach there.
fn theme_color(media: &'static str, color: &'static str) -> impl IntoView {
    leptos::html::meta().name("theme-color").content(color).attr("media", media)
}

/// A fact for those who show a link to the shop elsewhere (Open Graph).
fn property(name: &'static str, content: String) -> impl IntoView {
    leptos::html::meta().content(content).attr("property", name)
}
