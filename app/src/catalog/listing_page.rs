//! One listing for everything, a category, a brand or collection, and a search.

use super::{
    api::{ListingView, load_listing},
    card::product_grid,
    facets::{facet_panel, hidden},
    filters::Filters,
};
use crate::{
    components::{
        Breadcrumbs, Button, ButtonKind, Dialog, DialogPlace, DialogTrigger, EmptyState, FilterChips, Icon,
        IconName, LinkButton, Pagination, SkeletonProducts,
    },
    layout::use_categories,
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
    seo,
};
use contracts::catalog::{Category, CategoryRef, Sort};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::{
    NavigateOptions,
    components::Form,
    hooks::{use_location, use_navigate, use_query_map},
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Everything,
    Category,
    /// A brand or a collection.
    Named,
    Search,
}

impl Place {
    fn is_at(self, path: &str) -> bool {
        match self {
            Self::Everything => path == "/shop",
            Self::Category => path.starts_with("/c/"),
            Self::Named => path.starts_with("/brands/") || path.starts_with("/collections/"),
            Self::Search => path == "/search",
        }
    }
}

/// All products.
pub struct AllProductsPage;

lazy_page!(AllProductsPage, listing, all_products_page);

fn all_products_page() -> AnyView {
    listing_page(Place::Everything)
}

/// The products of a category and below.
pub struct CategoryPage;

lazy_page!(CategoryPage, listing, category_page);

fn category_page() -> AnyView {
    listing_page(Place::Category)
}

/// The products of a brand, or of a collection.
pub struct NamedPage;

lazy_page!(NamedPage, listing, named_page);

fn named_page() -> AnyView {
    listing_page(Place::Named)
}

/// What was found.
pub struct SearchPage;

lazy_page!(SearchPage, listing, search_page);

fn search_page() -> AnyView {
    listing_page(Place::Search)
}

fn listing_page(place: Place) -> AnyView {
    let (path, query) = (use_location().pathname, use_query_map());
    // The address changes before its page is gone: what belongs to another page is none of ours.
    let asked = Memo::new(move |before: Option<&(String, Filters)>| {
        let (path, filters) = (path.get(), Filters::parse(query.get()));
        let category = match place {
            Place::Named => path.strip_prefix('/'),
            _ => path.strip_prefix("/c/"),
        };
        let category = category.unwrap_or_default().to_owned();
        before.filter(|_| !place.is_at(&path)).cloned().unwrap_or((category, filters))
    });
    let resource = page_resource(move || asked.get(), |(category, filters)| load_listing(category, filters));
    let skeleton = || view! { <div class="container section-tight"><SkeletonProducts /></div> }.into_any();
    loaded(resource, skeleton, move |view| {
        let (category, filters) = asked.get_untracked();
        page(place, &category, &filters, view)
    })
    .into_any()
}

fn page(place: Place, category: &str, filters: &Filters, view: ListingView) -> AnyView {
    let path = match place {
        Place::Everything => "/shop".to_owned(),
        Place::Category => ["/c/", category].concat(),
        Place::Named => ["/", category].concat(),
        Place::Search => "/search".to_owned(),
    };
    let title = title(place, filters, &view);
    let description = view.listing.description.clone();
    let about = if description.is_empty() {
        [title.as_str(), " at ", &crate::face::name()].concat()
    } else {
        description.clone()
    };
    let told = seo::listing(&path, filters, &view, &title, &about);
    view! {
        <Title text=title.clone() />
        <Meta name="description" content=about />
        <div class="container section-tight stack stack-lg">
            <header class="stack stack-sm">
                {crumbs(place, &view.listing.path)}
                <h1>{title}</h1>
                {(!description.is_empty()).then(|| view! { <p class="lead">{description}</p> })}
                {(place == Place::Search).then(|| search_form(filters))}
                {(place == Place::Category).then(|| children(category.to_owned()))}
            </header>
            {results(&path, filters, view)}
        </div>
        {told}
    }
    .into_any()
}

fn title(place: Place, filters: &Filters, view: &ListingView) -> String {
    match place {
        Place::Everything => "All products".to_owned(),
        Place::Category | Place::Named => view.listing.title.clone(),
        Place::Search if filters.search.is_empty() => "Search".to_owned(),
        Place::Search => ["Results for \u{201c}", &filters.search, "\u{201d}"].concat(),
    }
}

fn crumbs(place: Place, path: &[CategoryRef]) -> Option<AnyView> {
    if place != Place::Category {
        return None;
    }
    let home = [("Home".to_owned(), "/".to_owned())];
    let steps = path.iter().map(|step| (step.name.clone(), ["/c/", step.slug.as_str()].concat()));
    Some(view! { <Breadcrumbs items=home.into_iter().chain(steps).collect() /> }.into_any())
}

/// Links to the categories below this one.
fn children(slug: String) -> AnyView {
    let tree = use_categories();
    let links = move || {
        let slug = slug.clone();
        Suspend::new(async move {
            let tree = tree.await.unwrap_or_default();
            find(&tree, &slug).map(|category| category.children.iter().filter_map(child_link).collect_view())
        })
    };
    view! {
        <ul class="chips pt-2 empty:hidden" role="list" aria-label="Below this collection">
            <Transition>{links}</Transition>
        </ul>
    }
    .into_any()
}

fn child_link(child: &Category) -> Option<AnyView> {
    let href = ["/c/", child.slug.as_str()].concat();
    (child.product_count > 0)
        .then(|| view! { <li><a class="chip" href=href>{child.name.clone()}</a></li> }.into_any())
}

fn find<'a>(tree: &'a [Category], slug: &str) -> Option<&'a Category> {
    tree.iter().find_map(
        |node| {
            if node.slug.as_str() == slug { Some(node) } else { find(&node.children, slug) }
        },
    )
}

fn search_form(filters: &Filters) -> AnyView {
    let words = filters.search.clone();
    view! {
        <Form method="GET" action="/search" attr:role="search" attr:class="flex gap-2 max-w-xl pt-2">
            <label class="sr-only" for="search-words">"Search words"</label>
            <input class="input" id="search-words" type="search" name="q" value=words placeholder="Vase, oak, linen" />
            <Button icon=IconName::Search>"Search"</Button>
        </Form>
    }
    .into_any()
}

fn results(path: &str, filters: &Filters, view: ListingView) -> AnyView {
    let (total, pages) = (view.listing.products.total, view.listing.products.pages());
    let chips = filters.chips(path);
    if total == 0 && chips.is_empty() {
        return nothing(filters, view);
    }
    let panel = |place| facet_panel(&view.listing.facets, filters, path, view.currency, place);
    let count = if total == 1 { "1 product".to_owned() } else { [&total.to_string(), " products"].concat() };
    let show = ["Show ", &count].concat();
    let cleared = filters.cleared().href(path);
    let (side, sheet, sort) = (panel("side"), panel("sheet"), sort_menu(filters, path));
    let query = filters.query();
    let products =
        if total == 0 { nothing(filters, view) } else { product_grid(view.listing.products.items, 4) };
    view! {
        <div class="with-filters">
            <aside class="only-wide sticky-column" aria-label="Filters">{side}</aside>
            <div class="stack">
                <div class="between flex-wrap">
                    <p class="muted tnum" role="status">{count}</p>
                    <div class="cluster">
                        <div class="only-narrow"><FilterTrigger chosen=chips.len() /></div>
                        {sort}
                    </div>
                </div>
                <FilterChips items=chips clear=cleared />
                <h2 class="sr-only">"Products"</h2>
                {products}
                <Pagination page=filters.page pages path=path.to_owned() query />
            </div>
        </div>
        <Dialog id="filters" title="Filter" place=DialogPlace::Sheet footer=ViewFn::from(move || close_button(show.clone()))>
            {sheet}
        </Dialog>
    }
    .into_any()
}

#[component]
fn FilterTrigger(chosen: usize) -> impl IntoView {
    view! {
        <DialogTrigger dialog="filters">
            <Icon name=IconName::Filter />
            "Filter"
            {(chosen > 0).then(|| view! { <span class="count">{chosen}</span> })}
        </DialogTrigger>
    }
}

fn close_button(text: String) -> AnyView {
    view! { <button type="button" class="btn btn-primary btn-wide" commandfor="filters" command="close">{text}</button> }
        .into_any()
}

fn sort_menu(filters: &Filters, path: &str) -> AnyView {
    let navigate = use_navigate();
    let (shown, chosen, searching) = (filters.sort, filters.clone(), !filters.search.is_empty());
    let to = path.to_owned();
    let kept = hidden(&filters.sorted(Sort::default()));
    let go = move |event| {
        let sorted = chosen.sorted(Sort::from_text(&event_target_value(&event)));
        navigate(&sorted.href(&to), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    let options = Sort::ALL.map(|sort| {
        view! { <option value=sort.as_str() selected=sort == shown>{sort_name(sort, searching)}</option> }
    });
    view! {
        <Form method="GET" action=path.to_owned() attr:class="cluster cluster-sm">
            {kept}
            <label class="small muted max-sm:sr-only" for="sort">"Sort by"</label>
            <select class="input select w-auto" id="sort" name="sort" prop:value=shown.as_str() on:change=go>{options.into_iter().collect_view()}</select>
            <button class="btn btn-secondary hidden noscript:inline-flex">"Sort"</button>
        </Form>
    }
    .into_any()
}

fn sort_name(sort: Sort, searching: bool) -> &'static str {
    match sort {
        Sort::Featured if searching => "Best match",
        Sort::Featured => "Featured",
        Sort::Newest => "Newest",
        Sort::PriceAsc => "Price, low to high",
        Sort::PriceDesc => "Price, high to low",
        Sort::Name => "Name",
    }
}

fn nothing(filters: &Filters, view: ListingView) -> AnyView {
    let narrowed = *filters != filters.cleared();
    let text = if narrowed {
        "Take a filter away to see more."
    } else if filters.search.is_empty() {
        "There is nothing in this collection at the moment."
    } else {
        "Try a shorter or more general word, or look around."
    };
    let popular = (!view.popular.is_empty()).then(|| {
        view! { <section><div class="section-head"><h2>"What others like"</h2></div>{product_grid(view.popular, 0)}</section> }
    });
    view! {
        <EmptyState icon=IconName::Search title="Nothing found" text=text>
            <LinkButton href="/shop" kind=ButtonKind::Secondary>"See all products"</LinkButton>
        </EmptyState>
        {popular}
    }
    .into_any()
}
