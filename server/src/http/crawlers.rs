//! What search engines are told: which addresses there are (sitemaps.org), and which to leave alone (RFC 9309).

mod sitemap;

use super::Settings;
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::header;
use std::sync::Arc;

/// What is nobody's business but the visitor's, or costs much and tells nothing new. Pages that are only not to be
/// listed say so themselves: an address that must not be read cannot tell.
const LEFT_ALONE: [&str; 10] = [
    "/admin",
    "/account",
    "/api/",
    "/cart",
    "/checkout",
    "/forgot",
    "/login",
    "/oauth/",
    "/orders/",
    "/register",
];

/// `/robots.txt`, `/sitemap.xml` and the files that it names.
pub fn router(settings: &Arc<Settings>) -> Router {
    Router::new()
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemap/{file}", get(sitemap::file))
        .with_state(Arc::clone(settings))
}

async fn robots(State(settings): State<Arc<Settings>>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, rules(&settings.base_url, settings.no_index)).into_response()
}

fn rules(base_url: &str, no_index: bool) -> String {
    if no_index {
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    let left_alone: String = LEFT_ALONE.iter().map(|path| ["Disallow: ", path, "\n"].concat()).collect();
    ["User-agent: *\n", &left_alone, "\nSitemap: ", base_url, "/sitemap.xml\n"].concat()
}

#[cfg(test)]
mod tests {
    use super::rules;

    #[test]
    fn search_engines_find_the_sitemap_and_nothing_that_is_private() {
        let rules = rules("https://shop.example", false);
        for line in ["Disallow: /admin", "Disallow: /checkout", "Sitemap: https://shop.example/sitemap.xml"] {
            assert!(rules.lines().any(|told| told == line), "{rules}");
        }
        assert!(!rules.lines().any(|line| line == "Disallow: /"), "{rules}");
    }

    #[test]
    fn a_shop_that_is_tried_out_is_left_alone() {
        assert_eq!(rules("https://staging.example", true), "User-agent: *\nDisallow: /\n");
    }
}
