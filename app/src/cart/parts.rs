//! Pieces that the cart's page and the drawer share.

use super::{CartView, use_cart};
use crate::{
    catalog::card::picture_of,
    components::{Button, ButtonKind, ButtonSize, LinkButton, Meter, Price},
    form::ActionForm,
};
use contracts::catalog::ProductCard;
use leptos::prelude::*;

/// How near the cart is to free delivery; nothing where delivery is never free.
pub fn free_delivery(cart: &CartView) -> Option<AnyView> {
    let delivery = cart.delivery.as_ref()?;
    let (words, free_from) = (delivery.progress(cart.subtotal)?, delivery.free_from?);
    let value = cart.subtotal.minor.clamp(0, free_from.minor);
    Some(
        view! {
            <div class="stack stack-sm">
                <p class="small">{words}</p>
                <Meter label="Free delivery" value max=free_from.minor />
            </div>
        }
        .into_any(),
    )
}

/// Whether there is something in the cart and all of it can be bought.
pub fn is_buyable(cart: &CartView) -> bool {
    !cart.lines.is_empty()
        && cart.gone.is_empty()
        && cart.lines.iter().all(|line| line.available >= line.quantity)
}

/// Things that go with the cart, each with the shortest way in.
pub fn suggestions(cards: &[ProductCard]) -> Option<AnyView> {
    let items: Vec<_> = cards.iter().map(suggestion).collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="stack stack-sm">
                <h3 class="font-sans text-base font-semibold">"Goes well with it"</h3>
                <ul role="list">{items}</ul>
            </section>
        }
        .into_any()
    })
}

fn suggestion(card: &ProductCard) -> AnyView {
    let href = ["/p/", card.slug.as_str()].concat();
    let now = card.price_from.to_string();
    let way = if let Some(variant) = card.single_variant.filter(|_| card.in_stock) {
        let (variant, label) = (variant.to_string(), ["Add ", &card.name].concat());
        view! {
            <ActionForm action=use_cart().add.action>
                <input type="hidden" name="variant" value=variant />
                <input type="hidden" name="quantity" value="1" />
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small label>"Add"</Button>
            </ActionForm>
        }
        .into_any()
    } else {
        let (href, label) = (href.clone(), ["Choose ", &card.name].concat());
        view! { <LinkButton href kind=ButtonKind::Secondary size=ButtonSize::Small label>"Choose"</LinkButton> }.into_any()
    };
    view! {
        <li class="line-item line-item-sm items-center">
            {picture_of(card.pictures.first(), &card.name, None, false)}
            <div>
                <a class="line-item-name no-underline hover:underline" href=href>{card.name.clone()}</a>
                <p class="small"><Price now was=card.compare_at.map(|money| money.to_string()) from=card.price_varies /></p>
            </div>
            {way}
        </li>
    }
    .into_any()
}
