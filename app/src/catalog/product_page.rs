//! The page of a product.

use super::{
    api::{ProductView, load_product, record_click, record_view},
    card::product_grid,
    choice,
    gallery::gallery,
};
use crate::{
    cart::{HomeDelivery, use_cart},
    components::{
        Badge, Breadcrumbs, Button, ButtonSize, Disclosure, Notice, Price, QuantityStepper, SkeletonText,
        Tone,
    },
    form::ActionForm,
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Money, ProductId,
    catalog::{Attribute, OptionChoice, OptionValue, Product, ProductCard, ProductOption, Variant},
};
use leptos::{ev::MouseEvent, prelude::*, task::spawn_local, wasm_bindgen::JsCast, web_sys};
use leptos_meta::{Meta, Title};
use leptos_router::hooks::{use_location, use_query_map};

/// A product with its choices; `?v=` names the chosen variant by SKU, `?o=` by one choice.
pub struct ProductPage;

lazy_page!(ProductPage, product, product_page);

fn product_page() -> AnyView {
    let path = use_location().pathname;
    // The address changes before its page is gone: what belongs to another page is none of ours.
    let slug = Memo::new(move |before: Option<&String>| {
        let here = path.with(|path| path.strip_prefix("/p/").map(str::to_owned));
        here.or_else(|| before.cloned()).unwrap_or_default()
    });
    let resource = page_resource(move || slug.get(), load_product);
    loaded(resource, skeleton, page).into_any()
}

fn skeleton() -> AnyView {
    view! {
        <div class="container section-tight">
            <div class="product"><div class="skeleton skeleton-picture"></div><SkeletonText lines=6 /></div>
        </div>
    }
    .into_any()
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Shown {
    view: StoredValue<ProductView>,
    variant: Memo<Option<Variant>>,
}

impl Shown {
    fn new(view: ProductView) -> Self {
        let view = StoredValue::new(view);
        let query = use_query_map();
        let variant = Memo::new(move |_| {
            let (sku, option) = query.with(|query| (query.get("v"), query.get("o")));
            let (sku, option) = (sku.unwrap_or_default(), option.unwrap_or_default());
            view.with_value(|view| choice::chosen(&view.product, &sku, &option).cloned())
        });
        Self { view, variant }
    }

    fn product<T>(self, read: impl FnOnce(&Product) -> T) -> T {
        self.view.with_value(|view| read(&view.product))
    }

    fn available(self, variant: &Variant) -> u32 {
        let row =
            |view: &ProductView| view.availability.iter().find(|row| row.variant == variant.id).copied();
        self.view.with_value(row).map_or(0, |row| row.available)
    }
}

fn page(view: ProductView) -> AnyView {
    let (goes_with, delivery, id) = (view.goes_with.clone(), view.delivery.clone(), view.product.id);
    let shown = Shown::new(view);
    Effect::new(move |_| {
        spawn_local(async move {
            // Counting is not worth a word to the shopper when it fails.
            let _ = record_view(id).await;
        });
    });
    let pictures =
        Memo::new(move |_| shown.product(|product| choice::pictures(product, shown.variant.get().as_ref())));
    let (name, description) = shown.product(|product| (product.name.clone(), product.description.clone()));
    let follow = counting_follows(&goes_with);
    view! {
        <Title text=name.clone() />
        <Meta name="description" content=first_sentences(&description) />
        <div class="container section-tight stack stack-lg">
            {crumbs(shown)}
            <div class="product">
                <div>{gallery(pictures, &name)}</div>
                <div class="product-buy stack stack-lg">
                    {head(shown)}
                    {buy_form(shown, &name)}
                    {details(shown, delivery)}
                </div>
            </div>
        </div>
        {(!goes_with.is_empty()).then(|| view! {
            <section class="container section" on:click=follow>
                <div class="section-head"><h2>"Goes well with"</h2></div>
                {product_grid(goes_with, 0)}
            </section>
        })}
        {structured_data(shown)}
    }
    .into_any()
}

/// Counts when a link of one of the cards is followed.
fn counting_follows(cards: &[ProductCard]) -> impl Fn(MouseEvent) + use<> {
    let pages: Vec<(String, ProductId)> =
        cards.iter().map(|card| (["/p/", card.slug.as_str()].concat(), card.id)).collect();
    move |event| {
        let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = element.and_then(|element| element.closest("a[href]").ok().flatten());
        let href = link.and_then(|link| link.get_attribute("href")).unwrap_or_default();
        let page = href.split('?').next().unwrap_or_default();
        if let Some((_, id)) = pages.iter().find(|(known, _)| known == page).cloned() {
            spawn_local(async move {
                let _ = record_click(id).await;
            });
        }
    }
}

fn crumbs(shown: Shown) -> AnyView {
    let items = shown.product(|product| {
        let home = [("Home".to_owned(), "/".to_owned())];
        let steps =
            product.categories.iter().map(|step| (step.name.clone(), ["/c/", step.slug.as_str()].concat()));
        home.into_iter().chain(steps).chain([(product.name.clone(), String::new())]).collect()
    });
    view! { <Breadcrumbs items /> }.into_any()
}

fn head(shown: Shown) -> AnyView {
    let (name, brand) = shown.product(|product| (product.name.clone(), product.brand.clone()));
    let price = move || {
        shown.variant.get().map(|variant| {
            let was = variant.compare_at.map(|money| money.to_string());
            view! { <Price now=variant.price.to_string() was large=true /> }
        })
    };
    view! {
        <header class="stack stack-sm">
            {brand.map(|brand| view! { <p class="eyebrow">{brand}</p> })}
            <h1 class="wrap-anywhere">{name}</h1>
            <p aria-live="polite">{price}</p>
            <p class="small muted">"Tax included, delivery is added in the cart."</p>
        </header>
    }
    .into_any()
}

fn buy_form(shown: Shown, name: &str) -> AnyView {
    let cart = use_cart();
    let options = shown.product(|product| product.options.clone());
    let options: Vec<_> = options.into_iter().map(|option| choices(shown, option)).collect();
    let available = move || shown.variant.get().map_or(0, |variant| shown.available(&variant));
    let stock = move || {
        let (tone, text) = choice::stock_words(available());
        view! { <Badge tone text /> }
    };
    let id = move || shown.variant.get().map(|variant| variant.id.to_string());
    let gone = Signal::derive(move || available() == 0);
    let text = move || if gone.get() { "Sold out" } else { "Add to cart" };
    let label = ["Quantity of ", name].concat();
    let refused =
        move || cart.add.message().get().map(|text| view! { <Notice tone=Tone::Danger>{text}</Notice> });
    view! {
        <div class="stack">
            {options}
            <p role="status">{stock}</p>
            <ActionForm action=cart.add.action attr:class="stack">
                <input type="hidden" name="variant" value=id />
                <div class="flex gap-3">
                    <QuantityStepper name="quantity" label />
                    <Button size=ButtonSize::Large wide=true pending=cart.add.pending() disabled=gone>{text}</Button>
                </div>
                {refused}
            </ActionForm>
        </div>
    }
    .into_any()
}

/// One option: each choice is a link to the page with that choice, so that it works without WASM.
fn choices(shown: Shown, option: ProductOption) -> AnyView {
    let name = StoredValue::new(option.name.clone());
    let coloured = option.values.iter().all(|choice| choice.swatch.is_some());
    let current = move || {
        let value = |variant: &Variant| {
            variant
                .options
                .iter()
                .find(|one| name.with_value(|name| one.name == *name))
                .map(|one| one.value.clone())
        };
        shown.variant.with(|variant| variant.as_ref().and_then(value))
    };
    let links: Vec<_> =
        option.values.into_iter().map(|choice| choice_link(shown, name, choice, current)).collect();
    let title = option.name.clone();
    let class = if coloured { "swatches" } else { "choice-row" };
    view! {
        <div role="group" aria-label=title>
            <p class="field-label justify-start gap-2 mb-2">{option.name}<span class="muted font-normal">{current}</span></p>
            <div class=class>{links}</div>
        </div>
    }
    .into_any()
}

fn choice_link(
    shown: Shown,
    name: StoredValue<String>,
    choice: OptionChoice,
    current: impl Fn() -> Option<String> + Copy + Send + Sync + 'static,
) -> AnyView {
    let value = StoredValue::new(choice.value.clone());
    let target = Memo::new(move |_| {
        let wanted = OptionValue { name: name.get_value(), value: value.get_value() };
        let present = shown.variant.get()?;
        shown.product(|product| choice::with_choice(product, &present, &wanted).cloned())
    });
    let is_current = move || value.with_value(|value| current().as_ref() == Some(value));
    let gone = move || target.get().is_none_or(|variant| shown.available(&variant) == 0);
    let href = move || target.get().map(|variant| ["?v=", variant.sku.as_str()].concat());
    let label = move || [choice.value.as_str(), if gone() { ", sold out" } else { "" }].concat();
    let (class, face) = match choice.swatch {
        Some(hex) => ("swatch", swatch(hex)),
        None => ("choice no-underline", value.get_value().into_any()),
    };
    let plain = class != "swatch";
    view! {
        <a
            class=class
            class:swatch-gone=move || !plain && gone()
            class:line-through=move || plain && gone()
            class:border-text=move || plain && is_current()
            class:inset-ring=move || plain && is_current()
            class:inset-ring-text=move || plain && is_current()
            href=href
            rel="nofollow"
            data-noscroll=""
            prop:replace=true
            title=value.get_value()
            aria-label=label
            aria-current=move || is_current().then_some("true")
        >
            {face}
        </a>
    }
    .into_any()
}

fn swatch(hex: String) -> AnyView {
    view! { <svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="15" fill=hex /></svg> }
        .into_any()
}

fn details(shown: Shown, delivery: Option<HomeDelivery>) -> AnyView {
    let (description, attributes) =
        shown.product(|product| (product.description.clone(), product.attributes.clone()));
    let paragraphs: Vec<_> =
        description.split("\n\n").map(|text| view! { <p>{text.to_owned()}</p> }).collect();
    let sku = move || shown.variant.get().map(|variant| variant.sku.to_string());
    let delivery = delivery.map_or_else(
        || "Delivery cost and time are shown in the cart.".to_owned(),
        |delivery| delivery.words(),
    );
    view! {
        <div class="border-t border-line">
            <Disclosure title="About it" open=true><div class="prose">{paragraphs}</div></Disclosure>
            <Disclosure title="Details and care">
                <dl class="stack stack-sm">
                    {attributes.into_iter().map(attribute).collect::<Vec<_>>()}
                    <div><dt class="small muted">"Article number"</dt><dd class="tnum">{sku}</dd></div>
                </dl>
            </Disclosure>
            <Disclosure title="Delivery"><p>{delivery}</p></Disclosure>
        </div>
    }
    .into_any()
}

fn attribute(attribute: Attribute) -> AnyView {
    view! { <div><dt class="small muted">{attribute.name}</dt><dd>{attribute.value}</dd></div> }.into_any()
}

/// The beginning of a description, as a search engine shows it.
fn first_sentences(description: &str) -> String {
    if description.chars().count() <= 160 {
        return description.replace('\n', " ");
    }
    let cut: String = description.chars().take(157).collect();
    [cut.rsplit_once(' ').map_or(cut.as_str(), |(kept, _)| kept), "\u{2026}"].concat().replace('\n', " ")
}

/// The product in schema.org's words.
fn structured_data(shown: Shown) -> AnyView {
    let data = shown.view.with_value(|view| product_json(&view.product));
    view! { <script type="application/ld+json" inner_html=data></script> }.into_any()
}

/// `<` is escaped, so that no text can end the script.
fn product_json(product: &Product) -> String {
    let offer = |variant: &Variant| {
        let Money { currency, .. } = variant.price;
        let availability =
            if variant.in_stock { "https://schema.org/InStock" } else { "https://schema.org/OutOfStock" };
        serde_json::json!({
            "@type": "Offer", "sku": variant.sku, "price": variant.price.decimal(),
            "priceCurrency": currency.code(), "availability": availability,
        })
    };
    let data = serde_json::json!({
        "@context": "https://schema.org", "@type": "Product", "name": product.name,
        "description": product.description, "brand": product.brand,
        "image": product.media.iter().map(|media| media.at(1200)).collect::<Vec<_>>(),
        "offers": product.variants.iter().map(offer).collect::<Vec<_>>(),
    });
    data.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_description_is_cut_at_a_word() {
        let cut = first_sentences(&"word ".repeat(60));
        assert!(cut.ends_with("word\u{2026}") && cut.chars().count() <= 158, "{cut}");
        assert_eq!(first_sentences("A cup.\nWhite."), "A cup. White.");
    }
}
