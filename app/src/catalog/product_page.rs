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
    seo,
};
use contracts::{
    ProductId,
    catalog::{
        Attribute, OptionChoice, OptionValue, Product, ProductCard, ProductOption, ProductStatus, Variant,
    },
};
use leptos::{ev::MouseEvent, prelude::*, task::spawn_local, wasm_bindgen::JsCast, web_sys};
use leptos_meta::{Meta, Title};
use leptos_router::hooks::{use_location, use_query_map};

/// A product with its choices; `?v=` names the chosen variant by SKU, `?o=` by one choice, `?preview=` shows one that is
/// not on sale to whoever has such a link.
pub struct ProductPage;

lazy_page!(ProductPage, product, product_page);

fn product_page() -> AnyView {
    let (path, query) = (use_location().pathname, use_query_map());
    // The address changes before its page is gone: what belongs to another page is none of ours.
    let asked = Memo::new(move |before: Option<&(String, String)>| {
        let here = path.with(|path| path.strip_prefix("/p/").map(str::to_owned));
        let preview = query.with(|query| query.get("preview")).unwrap_or_default();
        here.map(|slug| (slug, preview)).or_else(|| before.cloned()).unwrap_or_default()
    });
    let resource = page_resource(move || asked.get(), |(slug, preview)| load_product(slug, preview));
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
    /// What links of a preview keep of its address.
    kept: StoredValue<String>,
}

impl Shown {
    fn new(view: ProductView) -> Self {
        let is_on_sale = view.product.status == ProductStatus::Active;
        let view = StoredValue::new(view);
        let query = use_query_map();
        let token = query.with_untracked(|query| query.get("preview")).filter(|_| !is_on_sale);
        let kept = StoredValue::new(token.map_or_else(String::new, |token| ["&preview=", &token].concat()));
        let variant = Memo::new(move |_| {
            let (sku, option) = query.with(|query| (query.get("v"), query.get("o")));
            let (sku, option) = (sku.unwrap_or_default(), option.unwrap_or_default());
            view.with_value(|view| choice::chosen(&view.product, &sku, &option).cloned())
        });
        Self { view, variant, kept }
    }

    fn product<T>(self, read: impl FnOnce(&Product) -> T) -> T {
        self.view.with_value(|view| read(&view.product))
    }

    fn is_on_sale(self) -> bool {
        self.product(|product| product.status == ProductStatus::Active)
    }

    fn available(self, variant: &Variant) -> u32 {
        let row =
            |view: &ProductView| view.availability.iter().find(|row| row.variant == variant.id).copied();
        self.view.with_value(row).map_or(0, |row| row.available)
    }
}

fn page(view: ProductView) -> AnyView {
    let (goes_with, delivery, id) = (view.goes_with.clone(), view.delivery.clone(), view.product.id);
    let told = seo::product(&view);
    let shown = Shown::new(view);
    Effect::new(move |_| {
        if !shown.is_on_sale() {
            return;
        }
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
        {told}
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
    if !shown.is_on_sale() {
        return view! {
            <div class="stack">
                <Notice tone=Tone::Info title="Preview">"This is not on sale. Only who has this link sees it."</Notice>
                {options}
                <p role="status">{stock}</p>
            </div>
        }
        .into_any();
    }
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
    let href = move || {
        target.get().map(|variant| shown.kept.with_value(|kept| ["?v=", variant.sku.as_str(), kept].concat()))
    };
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
pub(crate) fn first_sentences(description: &str) -> String {
    if description.chars().count() <= 160 {
        return description.replace('\n', " ");
    }
    let cut: String = description.chars().take(157).collect();
    [cut.rsplit_once(' ').map_or(cut.as_str(), |(kept, _)| kept), "\u{2026}"].concat().replace('\n', " ")
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
