//! Pictures that keep their place while they load.
use leptos::prelude::*;

/// A responsive picture. `srcset` as HTML has it, empty when there is one size only.
#[component]
pub fn Picture(
    #[prop(into)] src: String,
    /// Empty for decoration.
    #[prop(into)]
    alt: String,
    #[prop(optional, into)] srcset: String,
    #[prop(default = "100vw")] sizes: &'static str,
    /// Natural size in pixels; the ratio keeps the place.
    #[prop(default = 1000)]
    width: u32,
    #[prop(default = 1250)] height: u32,
    /// The largest picture above the fold: loaded first. All others load when they come near.
    #[prop(optional)]
    priority: bool,
    #[prop(optional)] class: &'static str,
    /// As `Media::style` tells.
    #[prop(optional, into)]
    style: String,
) -> impl IntoView {
    let responsive = !srcset.is_empty();
    view! {
        <img
            class=class
            style=style
            src=src
            srcset=responsive.then_some(srcset)
            sizes=responsive.then_some(sizes)
            width=width.to_string()
            height=height.to_string()
            alt=alt
            loading=if priority { "eager" } else { "lazy" }
            fetchpriority=priority.then_some("high")
            decoding="async"
        />
    }
}

/// A product's picture, 4:5 on the backdrop's colour; a second one takes its place on hover.
#[component]
pub fn ProductPicture(
    #[prop(into)] src: String,
    #[prop(into)] alt: String,
    #[prop(optional, into)] srcset: String,
    #[prop(default = "(min-width: 64rem) 25vw, 50vw")] sizes: &'static str,
    #[prop(optional)] priority: bool,
    /// As `Media::style` tells.
    #[prop(optional, into)]
    style: String,
    /// Shown on hover, decorative.
    #[prop(optional_no_strip, into)]
    second: Option<String>,
) -> impl IntoView {
    view! {
        <span class="product-picture">
            <Picture src alt srcset sizes priority style />
            {second.map(|src| view! { <Picture src alt="" class="product-picture-second" /> })}
        </span>
    }
}
