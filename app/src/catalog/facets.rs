//! What a listing can be narrowed by: links and one small form, so that it works without WASM.

use super::filters::Filters;
use crate::components::{Button, ButtonKind, ButtonSize, Disclosure, Icon, IconName, TextField};
use contracts::{
    Currency, Money,
    catalog::{FacetValue, Facets, OptionFacet, RangeFacet},
};
use leptos::prelude::*;
use leptos_router::components::Form;

/// Values of a facet shown before the others are asked for.
const FIRST: usize = 8;

/// The filters of a listing. `place` keeps the ids of its two copies apart: side column and sheet.
pub fn facet_panel(
    facets: &Facets,
    filters: &Filters,
    path: &str,
    currency: Currency,
    place: &'static str,
) -> AnyView {
    // A category has them as links above; a brand or a collection would be left by them.
    let listed_above = path.matches('/').count() > 1;
    let categories =
        (!listed_above && !facets.categories.is_empty()).then(|| categories(&facets.categories, filters));
    let brands = (facets.brands.len() > 1 || !filters.brands.is_empty()).then(|| {
        let links =
            facets.brands.iter().map(|value| (value.clone(), filters.toggled_brand(&value.value).href(path)));
        group("Brand", links.collect())
    });
    let options: Vec<_> = facets.options.iter().map(|facet| option(facet, filters, path)).collect();
    let ranges = facets.ranges.iter().enumerate();
    let ranges: Vec<_> = ranges.map(|(at, facet)| range(facet, filters, path, place, at)).collect();
    view! {
        <div>
            {categories}
            {options}
            {ranges}
            {brands}
            {prices(facets, filters, path, currency, place)}
            {stock(facets, filters, path)}
        </div>
    }
    .into_any()
}

fn categories(values: &[FacetValue], filters: &Filters) -> AnyView {
    let links: Vec<_> = values
        .iter()
        .map(|value| {
            let href = filters.cleared().href(&["/c/", &value.value].concat());
            view! {
                <li>
                    <a class="between py-1.5 no-underline hover:underline" href=href>
                        {value.label.clone()}
                        <span class="small muted tnum">{value.count}</span>
                    </a>
                </li>
            }
        })
        .collect();
    section("Category", view! { <ul role="list">{links}</ul> }.into_any())
}

fn option(facet: &OptionFacet, filters: &Filters, path: &str) -> AnyView {
    let links = facet
        .values
        .iter()
        .map(|value| (value.clone(), filters.toggled_option(&facet.name, &value.value).href(path)));
    group(&facet.name, links.collect())
}

fn stock(facets: &Facets, filters: &Filters, path: &str) -> AnyView {
    let value = FacetValue {
        value: "true".to_owned(),
        label: "In stock".to_owned(),
        count: facets.in_stock,
        selected: filters.in_stock,
        swatch: None,
    };
    group("Availability", vec![(value, filters.toggled_stock().href(path))])
}

fn group(title: &str, links: Vec<(FacetValue, String)>) -> AnyView {
    let (first, rest): (Vec<_>, Vec<_>) =
        links.into_iter().enumerate().partition(|(at, (value, _))| *at < FIRST || value.selected);
    let list = |links: Vec<(usize, (FacetValue, String))>| {
        links.into_iter().map(|(_, (value, href))| view! { <li>{link(value, href)}</li> }).collect_view()
    };
    let more = (!rest.is_empty()).then(|| {
        let text = [&rest.len().to_string(), " more"].concat();
        view! {
            <details>
                <summary class="link small py-2">{text}</summary>
                <ul role="list">{list(rest)}</ul>
            </details>
        }
    });
    section(title, view! { <ul role="list">{list(first)}</ul> {more} }.into_any())
}

fn section(title: &str, content: AnyView) -> AnyView {
    view! { <Disclosure title=title.to_owned() open=true>{content}</Disclosure> }.into_any()
}

fn link(value: FacetValue, href: String) -> AnyView {
    let class = "flex items-center gap-2.5 py-1.5 pointer-coarse:min-h-11 no-underline hover:underline";
    let state = if value.selected { "Remove filter: " } else { "Show only: " };
    view! {
        <a class=class href=href rel="nofollow" data-noscroll="">
            <span class="grid place-items-center size-4.5 shrink-0 border border-line-strong rounded-sm" class:bg-text=value.selected class:text-bg=value.selected aria-hidden="true">
                {value.selected.then(|| view! { <Icon name=IconName::Check /> })}
            </span>
            {value.swatch.map(disc)}
            <span class="sr-only">{state}</span>
            <span class="min-w-0 wrap-anywhere">{value.label}</span>
            <span class="small muted tnum push">{value.count}</span>
        </a>
    }
    .into_any()
}

/// A colour as a drawing: the content security policy forbids style attributes.
pub fn disc(hex: String) -> AnyView {
    view! {
        <svg class="size-4 shrink-0" viewBox="0 0 16 16" aria-hidden="true">
            <circle class="stroke-line-strong" cx="8" cy="8" r="7.5" fill=hex />
        </svg>
    }
    .into_any()
}

fn prices(
    facets: &Facets,
    filters: &Filters,
    path: &str,
    currency: Currency,
    place: &str,
) -> Option<AnyView> {
    if facets.price_max <= facets.price_min && filters.price_min.is_empty() && filters.price_max.is_empty() {
        return None;
    }
    let bound = |minor: i64| Money::new(minor, currency).decimal();
    let bounds = [
        ("price_min".to_owned(), filters.price_min.clone(), bound(facets.price_min)),
        ("price_max".to_owned(), filters.price_max.clone(), bound(facets.price_max)),
    ];
    let title = ["Price, ", currency.code()].concat();
    Some(between(&title, bounds, &filters.any_price(), path, &[place, "-price"].concat()))
}

fn range(facet: &RangeFacet, filters: &Filters, path: &str, place: &str, at: usize) -> AnyView {
    let [min, max] = [".min", ".max"].map(|end| [facet.name.as_str(), end].concat());
    let typed = |name: &str| {
        let option = filters.options.iter().find(|option| option.name == name);
        option.map(|option| option.value.clone()).unwrap_or_default()
    };
    let bounds = [
        (["opt.", &min].concat(), typed(&min), facet.min.clone()),
        (["opt.", &max].concat(), typed(&max), facet.max.clone()),
    ];
    let title = if facet.unit.is_empty() {
        facet.name.clone()
    } else {
        [facet.name.as_str(), ", ", &facet.unit].concat()
    };
    let others = filters.without_options(&[&min, &max]);
    between(&title, bounds, &others, path, &[place, "-range-", &at.to_string()].concat())
}

/// A form for a lowest and a highest value, each with its parameter, what was typed, and the bound there is.
fn between(
    title: &str,
    bounds: [(String, String, String); 2],
    others: &Filters,
    path: &str,
    id: &str,
) -> AnyView {
    let [low, high] = bounds;
    let field = |(name, value, placeholder): (String, String, String), label: &'static str| {
        let id = [id, "-", label].concat();
        view! { <TextField name label value placeholder inputmode="decimal" id /> }.into_any()
    };
    let (kept, low, high) = (hidden(others), field(low, "From"), field(high, "To"));
    let form = view! {
        <Form method="GET" action=path.to_owned() noscroll=true>
            {kept}
            <div class="stack stack-sm">
                <div class="grid grid-cols-2 gap-2">{low}{high}</div>
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small>"Apply"</Button>
            </div>
        </Form>
    };
    section(title, form.into_any())
}

/// The list's parameters as hidden inputs of a form.
pub fn hidden(filters: &Filters) -> AnyView {
    let inputs = filters
        .pairs()
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    inputs.collect_view().into_any()
}
