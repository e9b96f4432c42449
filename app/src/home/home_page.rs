use super::api::{Collection, HomeView, Story, load_home};
use crate::{
    catalog::card::{picture_of, product_grid},
    components::{ButtonKind, ButtonSize, LinkButton, Picture, SkeletonProducts},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
    seo,
};
use contracts::catalog::ProductCard;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// What the shop opens on: a picture, the collections, what is new, what is loved, one thought.
pub struct HomePage;

lazy_page!(HomePage, home, home_page);

fn home_page() -> AnyView {
    let resource = page_resource(|| (), |()| load_home());
    let skeleton = || view! { <div class="container section"><SkeletonProducts /></div> }.into_any();
    view! {
        <Title text="" />
        {loaded(resource, skeleton, page)}
    }
    .into_any()
}

fn page(home: HomeView) -> AnyView {
    let (shop, names) = (crate::face::name(), names(&home.collections));
    let description = [shop.as_str(), ": ", &names, ". Made to be used, and to stay."].concat();
    let editorial = home.editorial.map(editorial);
    let told = seo::home(&description);
    view! {
        <Meta name="description" content=description />
        {hero(home.opening)}
        {collections(home.collections)}
        {row("Just in", "/shop?sort=newest", "See what is new", home.newest)}
        {editorial}
        {row("Favourites", "/shop", "See everything", home.loved)}
        {told}
    }
    .into_any()
}

/// What the shop has, for those who look for it elsewhere.
fn names(collections: &[Collection]) -> String {
    let names: Vec<_> = collections.iter().map(|one| one.name.as_str()).collect();
    if names.is_empty() { "good things".to_owned() } else { names.join(", ") }
}

/// A picture and its words; words that fit every shop where there is none.
fn hero(story: Option<Story>) -> AnyView {
    let words = |title: String, text: String| {
        view! {
            <div class="hero-text">
                <h1 class="display">{title}</h1>
                <p class="lead">{text}</p>
                <LinkButton href="/shop" size=ButtonSize::Large>"See everything"</LinkButton>
            </div>
        }
    };
    let Some(story) = story else {
        let words = words("Good things, carried a long way".into(), "Made to be used, and to stay.".into());
        return view! { <section class="hero hero-plain">{words}</section> }.into_any();
    };
    let words = words(story.title, story.text);
    let (src, alt, width, height) = (story.src, story.alt, story.width, story.height);
    view! {
        <section class="hero">
            <Picture class="hero-picture" src alt width height priority=true />
            {words}
        </section>
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

fn editorial(story: Story) -> AnyView {
    let href = ["/c/", &story.collection].concat();
    let (src, alt, width, height) = (story.src, story.alt, story.width, story.height);
    view! {
        <section class="section-tinted">
            <div class="container section grid gap-8 lg:grid-cols-12 items-center">
                <Picture class="w-full lg:col-span-7" src alt width height />
                <div class="stack lg:col-span-5 items-start">
                    <h2 class="text-3xl">{story.title}</h2>
                    <p class="lead">{story.text}</p>
                    <LinkButton href kind=ButtonKind::Secondary>"See the collection"</LinkButton>
                </div>
            </div>
        </section>
    }
    .into_any()
}
