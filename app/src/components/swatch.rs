//! Colours as choices. Drawn as SVG: a strict content security policy forbids style attributes.
use leptos::prelude::*;

/// One colourway.
#[derive(Clone, Debug, Default)]
pub struct Swatch {
    /// What is posted, as the variant's id.
    pub value: String,
    /// The colour's name; always read aloud, shown on hover.
    pub name: String,
    /// As `#9aa58c`.
    pub hex: String,
    /// Where the product is shown in this colour; used by [`SwatchLinks`].
    pub href: String,
    /// Sold out: still to be seen, struck through.
    pub gone: bool,
}

fn disc(hex: String) -> AnyView {
    view! { <svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="15" fill=hex /></svg> }
        .into_any()
}

/// Colours to choose from inside a form.
#[component]
pub fn SwatchRadios(
    #[prop(into)] name: String,
    /// As "Colour".
    #[prop(into)]
    legend: String,
    swatches: Vec<Swatch>,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: String,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let items: Vec<_> = swatches
        .into_iter()
        .map(|swatch| {
            let checked = swatch.value == value;
            let told = swatch.value.clone();
            let tell = move |_| {
                if let Some(tell) = on_change {
                    tell.run(told.clone());
                }
            };
            let title = swatch.name.clone();
            view! {
                <label class="swatch" class:swatch-gone=swatch.gone title=title>
                    <input type="radio" name=name.clone() value=swatch.value checked=checked aria-label=swatch.name on:change=tell />
                    {disc(swatch.hex)}
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="field">
            <legend class="field-label">{legend}</legend>
            <div class="swatches">{items}</div>
        </fieldset>
    }
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
