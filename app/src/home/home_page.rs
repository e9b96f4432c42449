use super::api::{Collection, HomeView, load_home};
use crate::{
    catalog::card::{picture_of, product_grid},
    components::{ButtonKind, ButtonSize, LinkButton, Picture, SkeletonProducts},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use contracts::catalog::ProductCard;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// The part of the shop that the editorial block is about, where the shop has it.
const EDITORIAL: &str = "lighting";

/// What the shop opens on: a picture, the collections, what is new, what is loved, one thought.
pub struct HomePage;

lazy_page!(HomePage, home, home_page);

fn home_page() -> AnyView {
    let resource = page_resource(|| (), |()| load_home());
    let skeleton = || view! { <div class="container section"><SkeletonProducts /></div> }.into_any();
    view! {
        <Title text="" />
        <Meta name="description" content="Ceramics, glass, light and linen: steady goods for the table, the desk and the quiet corner." />
        {hero()}
        {loaded(resource, skeleton, story)}
    }
    .into_any()
}

fn hero() -> AnyView {
    view! {
        <section class="hero">
            <Picture
                class="hero-picture"
                src="/demo/hero-ceramics.webp"
                alt="Breakfast table with a stoneware pitcher, mugs, jars and a bowl of lemons in morning light"
                width=1920
                height=1080
                priority=true
            />
            <div class="hero-text">
                <h1 class="display">"Good things, carried a long way"</h1>
                <p class="lead">"Stoneware, oak, linen and glass for every day. Made to be used, and to stay."</p>
                <LinkButton href="/shop" size=ButtonSize::Large>"See everything"</LinkButton>
            </div>
        </section>
    }
    .into_any()
}

fn story(home: HomeView) -> AnyView {
    let editorial = editorial(&home.collections);
    view! {
        {collections(home.collections)}
        {row("Just in", "/shop?sort=newest", "See what is new", home.newest)}
        {editorial}
        {row("Favourites", "/shop", "See everything", home.loved)}
    }
    .into_any()
}

fn collections(collections: Vec<Collection>) -> Option<AnyView> {
    if collections.is_empty() {
        return None;
    }
    let tiles: Vec<_> = collections
        .into_iter()
        .map(|one| {
            view! {
                <li>
                    <a class="tile" href=["/c/", &one.slug].concat()>
                        {picture_of(one.picture.as_ref(), &one.name, None, false)}
                        <span class="tile-name">{one.name}</span>
                    </a>
                </li>
            }
        })
        .collect();
    Some(
        view! {
            <section class="container section" aria-labelledby="collections">
                <div class="section-head"><h2 id="collections">"Collections"</h2></div>
                <ul class="grid-products grid-products-4" role="list">{tiles}</ul>
            </section>
        }
        .into_any(),
    )
}

fn row(
    title: &'static str,
    href: &'static str,
    more: &'static str,
    cards: Vec<ProductCard>,
) -> Option<AnyView> {
    if cards.is_empty() {
        return None;
    }
    Some(
        view! {
            <section class="container section nth-[3]:pt-0">
                <div class="section-head"><h2>{title}</h2><a class="link" href=href>{more}</a></div>
                {product_grid(cards, 0)}
            </section>
        }
        .into_any(),
    )
}

fn editorial(collections: &[Collection]) -> AnyView {
    let to = collections.iter().find(|one| one.slug == EDITORIAL).or(collections.first());
    let (href, text) = to.map_or_else(
        || ("/shop".to_owned(), "See everything".to_owned()),
        |one| (["/c/", &one.slug].concat(), ["See ", &one.name.to_lowercase()].concat()),
    );
    view! {
        <section class="section-tinted">
            <div class="container section grid gap-8 lg:grid-cols-12 items-center">
                <Picture
                    class="w-full lg:col-span-7"
                    src="/demo/hero-evening.webp"
                    alt="A lit table lamp, a moon vase, books and candles on a walnut sideboard in the evening"
                    width=1920
                    height=1080
                />
                <div class="stack lg:col-span-5 items-start">
                    <h2 class="text-3xl">"When the day slows down"</h2>
                    <p class="lead">
                        "A lamp in the corner, a candle, a vase that asks for one branch only. Evenings need few things, but the right ones."
                    </p>
                    <LinkButton href kind=ButtonKind::Secondary>{text}</LinkButton>
                </div>
            </div>
        </section>
    }
    .into_any()
}
