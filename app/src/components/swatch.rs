//! Colours as choices. Drawn as SVG: a strict content security policy forbids style attributes.
use leptos::prelude::*;

/// One colourway.
#[derive(Clone, Debug, Default)]
pub struct Swatch {
    /// The choice it stands for.
    pub value: String,
    /// The colour's name; always read aloud, shown on hover.
    pub name: String,
    /// As `#9aa58c`.
    pub hex: String,
    /// Where the product is shown in this colour.
    pub href: String,
    /// Sold out: still to be seen, struck through.
    pub gone: bool,
}

fn disc(hex: String) -> AnyView {
    view! { <svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="15" fill=hex /></svg> }
        .into_any()
}

/// Colours as links: to the product in that colour. `small` for cards.
#[component]
pub fn SwatchLinks(
    swatches: Vec<Swatch>,
    /// The value shown at present.
    #[prop(optional, into)]
    value: String,
    #[prop(optional)] small: bool,
) -> impl IntoView {
    let items: Vec<_> = swatches
        .into_iter()
        .map(|swatch| {
            let current = (swatch.value == value).then_some("true");
            let title = swatch.name.clone();
            view! {
                <a class="swatch" class:swatch-gone=swatch.gone href=swatch.href title=title aria-label=swatch.name aria-current=current>
                    {disc(swatch.hex)}
                </a>
            }
        })
        .collect();
    view! { <div class="swatches" class:swatches-sm=small>{items}</div> }
}
