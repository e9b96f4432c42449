use super::{
    CartView,
    api::load_cart,
    codes::{code_fields, provide_codes},
    coupon::offer_fact,
    gift_card::gift_card_facts,
    line::{cart_line, gone_line},
    parts::{free_delivery, is_buyable, suggestions},
    use_cart,
};
use crate::{
    components::{ButtonSize, EmptyState, Fact, Facts, IconName, LinkButton, Notice, SkeletonText, Tone},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The cart: lines, what it costs, the way to the checkout.
pub struct CartPage;

lazy_page!(CartPage, cart, cart_page);

fn cart_page() -> AnyView {
    let (cart, codes) = (use_cart(), provide_codes());
    let resource = page_resource(move || cart.version() + codes.version(), |_| load_cart());
    let skeleton = || view! { <SkeletonText lines=6 /> }.into_any();
    let refused = move || cart.change.outcome().and_then(Result::err).map(|error| error.0.message);
    view! {
        <Title text="Cart" />
        <div class="container section-tight stack stack-lg">
            <h1>"Cart"</h1>
            {move || refused().map(|text| view! { <Notice tone=Tone::Danger>{text}</Notice> })}
            {loaded(resource, skeleton, |cart| page(&cart))}
        </div>
    }
    .into_any()
}

fn page(cart: &CartView) -> AnyView {
    if cart.lines.is_empty() && cart.gone.is_empty() {
        return empty(cart);
    }
    let summary = summary(cart);
    let lines: Vec<_> = cart.lines.iter().map(cart_line).chain(cart.gone.iter().map(gone_line)).collect();
    view! {
        <div class="with-aside">
            <div class="stack stack-lg">
                <ul class="border-t border-line" role="list" aria-label="In your cart">{lines}</ul>
                {suggestions(&cart.suggestions)}
            </div>
            {summary}
        </div>
    }
    .into_any()
}

fn empty(cart: &CartView) -> AnyView {
    view! {
        <EmptyState icon=IconName::Cart title="Your cart is empty" text="Things you add wait here for you.">
            <LinkButton href="/shop">"Look around"</LinkButton>
        </EmptyState>
        <div class="max-w-xl mx-auto w-full">{suggestions(&cart.suggestions)}</div>
    }
    .into_any()
}

fn summary(cart: &CartView) -> AnyView {
    let shipping = cart.rate.as_ref().map_or_else(
        || "Shown in the checkout".to_owned(),
        |rate| {
            if rate.price.minor == 0 { "Free".to_owned() } else { rate.price.to_string() }
        },
    );
    let total = if cart.rate.is_some() { "Total" } else { "Total without delivery" };
    let (progress, subtotal, sum) = (free_delivery(cart), cart.subtotal.to_string(), cart.total.to_string());
    let coupon = cart.coupon.as_ref().map(offer_fact);
    let gift_card = gift_card_facts(cart.gift_card.as_ref(), cart.due);
    let codes = code_fields(cart.coupon.as_ref(), cart.gift_card.as_ref());
    let way = if is_buyable(cart) {
        view! { <LinkButton href="/checkout" size=ButtonSize::Large wide=true>"Check out"</LinkButton> }
            .into_any()
    } else {
        view! { <Notice tone=Tone::Warning title="Not everything can be bought">"Please change the marked lines, then check out."</Notice> }
            .into_any()
    };
    view! {
        <aside class="summary-panel stack lg:sticky lg:top-22" aria-label="Summary">
            <h2>"Summary"</h2>
            {progress}
            <Facts>
                <Fact term="Subtotal">{subtotal}</Fact>
                {coupon}
                <Fact term="Delivery">{shipping}</Fact>
                <Fact term=total total=true>{sum}</Fact>
                {gift_card}
            </Facts>
            <p class="small muted">"Prices include tax."</p>
            {codes}
            {way}
        </aside>
    }
    .into_any()
}
