//! The REST API under `/api/v1`: all that a shopper can do, for clients without a browser. It reads no
//! cookies, so no other site's page can act through it; pages of apps come with tokens ([`cors`]).

mod account;
mod addresses;
mod body;
mod cached;
mod caller;
mod cart;
mod checkout;
mod devices;
mod document;
mod idempotency;
mod orders;
mod passwords;
mod path;
mod payment;
mod problem;
mod product_query;
mod products;
mod scopes;
mod seal;
mod sessions;
mod text;

use super::{Settings, oauth::cors};
use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use caller::Access;
use http::{StatusCode, header::CONTENT_TYPE};
use problem::Refused;
use scopes::Scopes;
use std::sync::Arc;
use utoipa_axum::{router::OpenApiRouter, routes};

type Shop = axum::extract::State<Arc<Settings>>;
type Answer<T> = Result<T, Refused>;

const BASE: &str = "/api/v1";

/// Everything under `/api/v1`, with its description at `/api/v1/openapi.json`.
pub fn router(settings: &Arc<Settings>) -> Router {
    let (api, described) = operations().split_for_parts();
    let document = document::complete(&described);
    let scopes = Arc::new(Scopes::described(&document, BASE));
    let access = Access { shop: Arc::clone(settings), scopes };
    let document = document.to_string();
    let describe = move || async move { ([(CONTENT_TYPE, "application/json")], document) };
    let api = api
        .route("/openapi.json", get(describe))
        .fallback(|| async { Refused::new(StatusCode::NOT_FOUND, "There is nothing at this address.") })
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(Arc::clone(settings), idempotency::replay))
        .layer(from_fn_with_state(access, caller::authenticate))
        .layer(from_fn(path::check))
        .layer(from_fn_with_state(Arc::clone(settings), cors::share))
        .with_state(Arc::clone(settings));
    Router::new().nest(BASE, api)
}

async fn wrong_method() -> Response {
    Refused::new(StatusCode::METHOD_NOT_ALLOWED, "This cannot be done here; see the Allow header.")
        .into_response()
}

fn operations() -> OpenApiRouter<Arc<Settings>> {
    OpenApiRouter::with_openapi(document::frame())
        .merge(catalogue().layer(from_fn(cached::tag)))
        .merge(buying())
        .merge(account())
}

/// Reads that are the same for everybody.
fn catalogue() -> OpenApiRouter<Arc<Settings>> {
    OpenApiRouter::new()
        .routes(routes!(products::list))
        .routes(routes!(products::show))
        .routes(routes!(products::availability))
        .routes(routes!(products::related))
        .routes(routes!(products::categories))
        .routes(routes!(products::suggest))
        .routes(routes!(checkout::countries))
        .routes(routes!(payment::gateway))
}

fn buying() -> OpenApiRouter<Arc<Settings>> {
    OpenApiRouter::new()
        .routes(routes!(products::record_view))
        .routes(routes!(cart::create))
        .routes(routes!(cart::show))
        .routes(routes!(cart::add_line))
        .routes(routes!(cart::set_line, cart::remove_line))
        .routes(routes!(cart::set_coupon, cart::remove_coupon))
        .routes(routes!(cart::set_gift_card, cart::remove_gift_card))
        .routes(routes!(checkout::save_draft))
        .routes(routes!(checkout::quote))
        .routes(routes!(checkout::submit))
        .routes(routes!(checkout::show))
        .routes(routes!(checkout::resume))
        .routes(routes!(payment::answer_challenge))
        .routes(routes!(orders::find))
}

fn account() -> OpenApiRouter<Arc<Settings>> {
    OpenApiRouter::new()
        .routes(routes!(orders::list))
        .routes(routes!(orders::show))
        .routes(routes!(sessions::register))
        .routes(routes!(sessions::confirm))
        .routes(routes!(sessions::log_in))
        .routes(routes!(sessions::log_out))
        .routes(routes!(passwords::request_reset))
        .routes(routes!(passwords::reset))
        .routes(routes!(passwords::change))
        .routes(routes!(account::show, account::change))
        .routes(routes!(devices::list))
        .routes(routes!(devices::end))
        .routes(routes!(addresses::list, addresses::add))
        .routes(routes!(addresses::change, addresses::remove))
}
