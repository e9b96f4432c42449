use super::{
    matching::find,
    pages::{PAGES, Page},
    route::OfficePages,
};
use crate::admin::nav;
use leptos_router::{MatchInterface, MatchNestedRoutes, MatchParams, PathSegment, params::ParamsMap};
use std::borrow::Cow;

/// The page that a path below `/admin` leads to, and what it is told under a name.
fn page_at(path: &str, name: &str) -> Option<(Page, Option<String>)> {
    let (place, params) = find(path)?;
    let params: ParamsMap = params.into_iter().collect();
    Some((PAGES.get(place)?.1, params.get(name)))
}

#[test]
fn a_path_leads_to_its_page_with_what_is_filled_in() {
    assert_eq!(page_at("/orders", "id"), Some((Page::AdminOrders, None)));
    assert_eq!(page_at("/orders/0198", "id"), Some((Page::AdminOrder, Some("0198".into()))));
    assert_eq!(page_at("/orders/0198/slip", "id"), Some((Page::AdminPackingSlip, Some("0198".into()))));
    assert_eq!(page_at("/invoices/R%2F7%20a", "number"), Some((Page::AdminInvoice, Some("R/7 a".into()))));
}

#[test]
fn what_a_page_is_called_wins_over_what_may_be_filled_in() {
    assert_eq!(page_at("/stock/low", "variant"), Some((Page::AdminLowStock, None)));
    assert_eq!(page_at("/gift-cards/new", "id"), Some((Page::AdminNewGiftCard, None)));
    assert_eq!(page_at("/customers/groups", "id"), Some((Page::AdminCustomerGroups, None)));
    assert_eq!(page_at("/orders/batches/7", "id"), Some((Page::AdminOrderBatch, Some("7".into()))));
}

#[test]
fn a_slash_at_the_end_changes_nothing() {
    assert_eq!(page_at("/orders/", "id"), page_at("/orders", "id"));
    assert_eq!(page_at("/orders/0198/", "id"), page_at("/orders/0198", "id"));
}

#[test]
fn nothing_else_leads_anywhere() {
    for path in [
        "",
        "/",
        "orders",
        "/nothing",
        "/ordersx",
        "/orders//",
        "//orders",
        "/orders/a/b",
        "/orders/a/slip/b",
    ] {
        assert_eq!(find(path), None, "{path}");
    }
}

#[test]
fn every_page_is_told_apart_from_every_other() {
    for (place, (pattern, _)) in PAGES.iter().enumerate() {
        assert_eq!(find(&format!("/{pattern}")).map(|(place, _)| place), Some(place), "{pattern}");
    }
}

#[test]
fn the_router_keeps_the_view_of_a_page_and_replaces_that_of_another() {
    let pages = OfficePages::new();
    let at = |path: &'static str| pages.match_nested(path).0.unwrap().1;
    assert_eq!(at("/orders/1").as_id(), at("/orders/2").as_id());
    assert_ne!(at("/orders/1").as_id(), at("/orders").as_id());
    assert_eq!(at("/orders/1").to_params(), vec![(Cow::Borrowed("id"), "1".to_owned())]);
    assert_eq!((pages.match_nested("/orders/1").1, pages.match_nested("/nothing").1), ("", "/nothing"));
}

#[test]
fn the_server_lists_every_page() {
    let written = |segments: &[PathSegment]| -> String {
        segments.iter().map(PathSegment::as_raw_str).collect::<Vec<_>>().join("/")
    };
    let pages = OfficePages::new();
    let listed: Vec<String> =
        pages.generate_routes().into_iter().map(|route| written(&route.segments)).collect();
    let wanted: Vec<String> = PAGES.iter().map(|(pattern, _)| pattern.replace(':', "")).collect();
    assert_eq!(listed, wanted);
}

#[test]
fn everything_that_navigation_and_palette_offer_is_there() {
    let offered = nav::PAGES.iter().map(|page| page.href).chain(nav::ACTIONS.iter().map(|action| action.1));
    for href in offered.filter(|href| *href != "/admin") {
        let path = href.split('#').next().unwrap_or(href);
        assert!(path.strip_prefix("/admin").and_then(find).is_some(), "{href}");
    }
}
