//! Products in grids.

use super::filters::encoded;
use crate::components::{Price, ProductPicture, Swatch, SwatchLinks};
use contracts::catalog::{Media, ProductCard};
use leptos::prelude::*;

/// Swatches a card shows; more are counted.
const SWATCHES: usize = 5;

/// A grid of products; `priority` of them are loaded at once because they are above the fold.
pub fn product_grid(cards: Vec<ProductCard>, priority: usize) -> AnyView {
    let cards: Vec<_> = cards
        .into_iter()
        .enumerate()
        .map(|(at, card)| view! { <li class="min-w-0">{product_card(card, at < priority)}</li> })
        .collect();
    view! { <ul class="grid-products grid-products-4" role="list">{cards}</ul> }.into_any()
}

/// A product in a grid, below an `<h2>`.
pub fn product_card(card: ProductCard, priority: bool) -> AnyView {
    let href = ["/p/", card.slug.as_str()].concat();
    let swatches = swatches(&card, &href);
    let now = card.price_from.to_string();
    view! {
        <article class="product-card">
            {card_picture(&card, priority)}
            <h3 class="product-card-name"><a href=href>{card.name}</a></h3>
            {card.brand.map(|brand| view! { <p class="small muted">{brand}</p> })}
            <p>
                <Price now was=card.compare_at.map(|money| money.to_string()) from=card.price_varies />
            </p>
            {(!card.in_stock).then(|| view! { <p class="sold-out">"Sold out"</p> })}
            {swatches}
        </article>
    }
    .into_any()
}

fn card_picture(card: &ProductCard, priority: bool) -> AnyView {
    let second = card.pictures.get(1).map(|media| media.at(480));
    picture_of(card.pictures.first(), &card.name, second, priority)
}

/// A product's picture, or its name on the backdrop when there is none.
pub fn picture_of(media: Option<&Media>, name: &str, second: Option<String>, priority: bool) -> AnyView {
    let Some(media) = media else {
        return placeholder(name);
    };
    let alt = if media.alt_text.is_empty() { name } else { &media.alt_text };
    view! {
        <ProductPicture src=media.at(480) alt srcset=media.srcset() style=media.style() priority second />
    }
    .into_any()
}

fn placeholder(name: &str) -> AnyView {
    let initial: String = name.chars().take(1).collect();
    view! {
        <span class="product-picture" aria-hidden="true">
            <span class="absolute inset-0 grid place-items-center display muted">{initial}</span>
        </span>
    }
    .into_any()
}

fn swatches(card: &ProductCard, href: &str) -> Option<AnyView> {
    let coloured: Vec<_> =
        card.swatches.iter().filter_map(|choice| Some((choice, choice.swatch.clone()?))).collect();
    if coloured.len() < 2 {
        return None;
    }
    let more = coloured.len().saturating_sub(SWATCHES);
    let swatches = coloured.into_iter().take(SWATCHES).map(|(choice, hex)| Swatch {
        value: choice.value.clone(),
        name: choice.value.clone(),
        hex,
        href: [href, "?o=", &encoded(&choice.value)].concat(),
        gone: false,
    });
    let swatches: Vec<_> = swatches.collect();
    let more =
        (more > 0).then(|| view! { <span class="small muted">{["+", &more.to_string()].concat()}</span> });
    Some(view! { <div class="cluster cluster-sm"><SwatchLinks swatches small=true />{more}</div> }.into_any())
}
