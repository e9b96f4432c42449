//! On the server: what each kind of page says of itself.

use super::linked_data::{self, Step};
use crate::{
    catalog::{ListingView, ProductView, filters::Filters, first_sentences},
    context::RequestInfo,
};
use contracts::catalog::{ProductStatus, category_path, product_path};
use leptos::prelude::*;
use leptos_meta::{Link, Meta};
use serde_json::Value;

const LISTED: &str = "max-image-preview:large";
/// Narrowed and searched lists repeat others; their links are followed.
const UNLISTED: &str = "noindex,follow";
const SECRET: &str = "noindex,nofollow";
/// The shop's own picture, for pages that have none.
const PICTURE: &str = "/og.jpg";

/// What is told of a page; addresses are paths of the shop.
struct Facts {
    title: String,
    description: String,
    path: String,
    picture: String,
    /// Open Graph's word.
    kind: &'static str,
    robots: &'static str,
    data: Vec<Value>,
}

/// A product. One that is not on sale is seen by a link that is nobody else's business.
pub(crate) fn product(view: &ProductView) -> AnyView {
    let (product, base) = (&view.product, base_url());
    let is_on_sale = product.status == ProductStatus::Active;
    let path = product_path(&product.slug);
    let steps = product.categories.iter().map(|step| Step::new(&step.name, category_path(&step.slug)));
    let steps: Vec<_> = steps.chain([Step::new(&product.name, path.clone())]).collect();
    let data = vec![linked_data::product(view, &base), linked_data::crumbs(&steps, &base)];
    let picture = product.media.first().map(|media| media.at(1200));
    let facts = Facts {
        title: product.name.clone(),
        description: first_sentences(&product.description),
        path,
        picture: picture.unwrap_or_else(|| PICTURE.to_owned()),
        kind: "product",
        robots: if is_on_sale { LISTED } else { SECRET },
        data: if is_on_sale { data } else { Vec::new() },
    };
    element(facts, &base)
}

/// A list at `path`. Each of its pages is canonical, since each has other products; a narrowed one is not listed.
pub(crate) fn listing(
    path: &str,
    filters: &Filters,
    view: &ListingView,
    title: &str,
    about: &str,
) -> AnyView {
    let (base, page) = (base_url(), Filters { page: filters.page, ..Filters::default() });
    let is_narrowed = path == "/search" || *filters != page;
    let categories = &view.listing.path;
    let steps: Vec<_> = if categories.is_empty() {
        vec![Step::new(title, path.to_owned())]
    } else {
        categories.iter().map(|step| Step::new(&step.name, category_path(&step.slug))).collect()
    };
    let first = view.listing.products.items.first().and_then(|card| card.pictures.first());
    let facts = Facts {
        title: title.to_owned(),
        description: about.to_owned(),
        path: filters.href(path),
        picture: first.map_or_else(|| PICTURE.to_owned(), |media| media.at(1200)),
        kind: "website",
        robots: if is_narrowed { UNLISTED } else { LISTED },
        data: vec![linked_data::crumbs(&steps, &base)],
    };
    element(facts, &base)
}

/// The home page, which speaks for the shop.
pub(crate) fn home(description: &str) -> AnyView {
    let (base, shop) = (base_url(), crate::face::name());
    let facts = Facts {
        data: linked_data::shop(&shop, &base),
        title: shop,
        description: description.to_owned(),
        path: "/".to_owned(),
        picture: PICTURE.to_owned(),
        kind: "website",
        robots: LISTED,
    };
    element(facts, &base)
}

/// Where the shop is reached, without a closing slash.
fn base_url() -> String {
    use_context::<RequestInfo>().map(|request| request.base_url.to_string()).unwrap_or_default()
}

fn element(facts: Facts, base: &str) -> AnyView {
    let Facts { title, description, path, picture, kind, robots, data } = facts;
    let (address, picture) = ([base, &path].concat(), [base, &picture].concat());
    let data = linked_data::text(data);
    view! {
        <div class="hidden">
            <Link rel="canonical" href=address.clone() />
            <Meta name="robots" content=robots />
            <Meta property="og:type" content=kind />
            <Meta property="og:title" content=title.clone() />
            <Meta property="og:description" content=description.clone() />
            <Meta property="og:url" content=address />
            <Meta property="og:image" content=picture.clone() />
            <Meta name="twitter:card" content="summary_large_image" />
            <Meta name="twitter:title" content=title />
            <Meta name="twitter:description" content=description />
            <Meta name="twitter:image" content=picture />
            <script type="application/ld+json" inner_html=data></script>
        </div>
    }
    .into_any()
}
