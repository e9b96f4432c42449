//! Files: the browser side, what lies in `public/`, the demo shop's wide pictures.

use crate::config::Config;
use axum::{Router, response::IntoResponse};
use http::{HeaderValue, header::CACHE_CONTROL};
use leptos::prelude::*;
use std::path::Path;
use tower::ServiceBuilder;
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

/// In the root of the site, besides the folders.
const ROOT_FILES: [&str; 8] = [
    "favicon.svg",
    "favicon.ico",
    "apple-touch-icon.png",
    "site.webmanifest",
    "icon-192.png",
    "icon-512.png",
    "wordmark.svg",
    "og.jpg",
];

/// The folders and root files. Names in `pkg` carry a hash of their content when `hash_files` is on.
pub fn router(options: &LeptosOptions, config: &Config) -> Router {
    let root = Path::new(options.site_root.as_ref());
    let pkg = root.join(options.site_pkg_dir.as_ref());
    let pkg_cache = if options.hash_files { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut router = Router::new()
        .nest_service(&format!("/{}", options.site_pkg_dir), folder(&pkg, pkg_cache))
        .nest_service("/fonts", folder(&root.join("fonts"), "public, max-age=31536000, immutable"))
        .nest_service("/demo", folder(&config.demo.join("_wide"), "public, max-age=86400"));
    for name in ROOT_FILES {
        router = router.route_service(&format!("/{name}"), ServeFile::new(root.join(name)));
    }
    router
}

/// Everything else leads to the designed 404 page.
pub fn not_found(
    options: &LeptosOptions,
    provide: impl Fn() + Clone + Send + Sync + 'static,
) -> axum::routing::MethodRouter {
    let shell_options = options.clone();
    let render =
        leptos_axum::render_app_async_with_context(provide, move || app::shell(shell_options.clone()));
    let handler = move |request: http::Request<axum::body::Body>| {
        let render = render.clone();
        async move {
            let mut response = render(request).await.into_response();
            *response.status_mut() = http::StatusCode::NOT_FOUND;
            response
        }
    };
    axum::routing::any(handler)
}

fn folder(path: &Path, cache: &'static str) -> axum::routing::MethodRouter {
    let files = ServeDir::new(path).precompressed_br().precompressed_gzip();
    let cached = SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, HeaderValue::from_static(cache));
    axum::routing::get_service(ServiceBuilder::new().layer(cached).service(files))
}
