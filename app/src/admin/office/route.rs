//! All pages of the table as one route.
//!
//! The router tells routes apart by their ids, so each page has one: another page gets another view, with params and an
//! address of its own, and the same page for another order keeps its view.

use super::{
    matching::{Params, find},
    pages::{PAGES, Page},
};
use crate::lazy_page::LazyPage;
use leptos::prelude::*;
use leptos_router::{
    ChooseView, GeneratedRouteData, MatchInterface, MatchNestedRoutes, MatchParams, Method, PathSegment,
    RouteMatchId, SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
};
use std::sync::Arc;

/// The addresses of the pages.
#[component(transparent)]
pub fn OfficeRoutes() -> AnyNestedRoute {
    OfficePages::new().into_any_nested_route()
}

/// The route; it has an id for each of [`PAGES`].
#[derive(Clone)]
pub(super) struct OfficePages(Arc<[RouteMatchId]>);

impl OfficePages {
    pub(super) fn new() -> Self {
        Self(PAGES.iter().map(|_| RouteMatchId::new_from_route_id()).collect())
    }

    fn matched(&self, path: &str) -> Option<OfficeMatch> {
        let (place, params) = find(path)?;
        let (id, (_, page)) = (*self.0.get(place)?, *PAGES.get(place)?);
        Some(OfficeMatch { id, page, path: path.to_owned(), params })
    }
}

impl MatchNestedRoutes for OfficePages {
    type Data = ();
    type Match = OfficeMatch;

    fn match_nested<'a>(&'a self, path: &'a str) -> (Option<(RouteMatchId, Self::Match)>, &'a str) {
        match self.matched(path) {
            Some(matched) => (Some((matched.id, matched)), ""),
            None => (None, path),
        }
    }

    fn generate_routes(&self) -> impl IntoIterator<Item = GeneratedRouteData> + '_ {
        // Only the server asks.
        let listed: &[(&str, Page)] = if cfg!(feature = "ssr") { PAGES } else { &[] };
        listed.iter().map(|(pattern, _)| GeneratedRouteData {
            segments: pattern.split('/').map(segment).collect(),
            ssr_mode: SsrMode::Async,
            methods: [Method::Get].into(),
            regenerate: Vec::new(),
        })
    }

    fn optional(&self) -> bool {
        false
    }
}

fn segment(part: &'static str) -> PathSegment {
    match part.strip_prefix(':') {
        Some(name) => PathSegment::Param(name.into()),
        None => PathSegment::Static(part.into()),
    }
}

/// A path that leads to a page.
pub(super) struct OfficeMatch {
    id: RouteMatchId,
    page: Page,
    path: String,
    params: Params,
}

impl MatchParams for OfficeMatch {
    fn to_params(&self) -> Params {
        self.params.clone()
    }
}

impl MatchInterface for OfficeMatch {
    type Child = ();

    fn as_id(&self) -> RouteMatchId {
        self.id
    }

    fn as_matched(&self) -> &str {
        &self.path
    }

    fn into_view_and_child(self) -> (impl ChooseView, Option<Self::Child>) {
        (LazyPage::Office(self.page), None)
    }
}
