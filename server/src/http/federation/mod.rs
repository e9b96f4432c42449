//! To a provider and back: `/account/sso/<provider>` and `/admin/sso/<provider>`. Plain addresses, since the browser
//! comes from elsewhere and goes elsewhere.
//!
//! What an answer leads on to is a page that leads on, not a redirect: the cookies of the back office are for requests
//! of our own pages only (`SameSite=Strict`), and a form may lead nowhere else (`form-action`).

pub mod answer;
pub mod bridge;

use super::{Settings, pages, refusal::refusal};
use answer::Asker;
use app::{
    context::{Cookie, cookie_text},
    error::AppError,
    federation::page,
    second_factor,
};
use axum::{
    Form, Router,
    extract::{Path, Query, State},
    response::Response,
    routing::{get, post},
};
use bridge::{bridge, keep, redirect};
use contracts::{
    Error, ErrorKind,
    identity::{
        ClientInfo, FederationAnswer, FederationCallback, FederationOutcome, FederationRefusal,
        FederationStart, Realm,
    },
};
use http::{StatusCode, request::Parts};
use std::{collections::BTreeMap, sync::Arc};

/// Seconds for which a browser that was sent away is known again; identity gives it as long.
const AWAY: i64 = 600;
/// Characters of a token of ours.
const TOKEN: usize = 43;

type Fields = BTreeMap<String, String>;

/// Both doors: there, back, and there to link.
pub fn router(settings: &Arc<Settings>) -> Router {
    let mut router = Router::new();
    for door in ["account", "admin"] {
        router = router
            .route(&format!("/{door}/sso/{{provider}}"), get(start))
            .route(&format!("/{door}/sso/{{provider}}/callback"), get(callback))
            .route(&format!("/{door}/sso/{{provider}}/link"), post(link));
    }
    router.with_state(Arc::clone(settings))
}

async fn start(
    State(settings): State<Arc<Settings>>,
    Path(provider): Path<String>,
    Query(mut query): Query<Fields>,
    request: Parts,
) -> Response {
    let return_to = query.remove("next").unwrap_or_default();
    let again = query.contains_key("again");
    let start = FederationStart { again, ..start_of(&settings, &request, provider, return_to) };
    let cookie = cookie_text(Cookie::Federation, &start.browser, AWAY, settings.secure);
    let realm = start.realm;
    match settings.services.identity.begin_federation(start).await {
        Ok(address) => keep(redirect(&address), &cookie),
        Err(error) => refused_at(&settings, second_factor::door(realm), error),
    }
}

async fn callback(
    State(settings): State<Arc<Settings>>,
    Path(provider): Path<String>,
    Query(mut query): Query<Fields>,
    request: Parts,
) -> Response {
    let realm = realm_of(&request);
    let answer = FederationAnswer {
        state: query.remove("state").unwrap_or_default(),
        code: query.remove("code"),
        issuer: query.remove("iss"),
        error: query.remove("error"),
    };
    let browser = secret_of(&settings, &request).unwrap_or_default();
    let callback = FederationCallback { realm, provider, browser, answer };
    let client = request.extensions.get::<ClientInfo>().cloned().unwrap_or_default();
    match settings.services.identity.finish_federation(callback, client).await {
        Ok(FederationOutcome::LoggedIn { outcome, return_to }) => {
            answer::enter(&settings, &request, realm, outcome, &return_to).await
        }
        Ok(FederationOutcome::Linked) => bridge(&settings.shop, &format!("{}?linked=1", page(realm))),
        Ok(FederationOutcome::Refused { why, linking }) => {
            told(&settings, if linking { page(realm) } else { second_factor::door(realm) }, why)
        }
        Err(error) => refused_at(&settings, second_factor::door(realm), error),
    }
}

/// A form of the page of one's security.
async fn link(
    State(settings): State<Arc<Settings>>,
    Path(provider): Path<String>,
    request: Parts,
    Form(mut fields): Form<Fields>,
) -> Response {
    let realm = realm_of(&request);
    let Ok(asker) = Asker::of(&settings, &request, realm).await else {
        return redirect(second_factor::door(realm));
    };
    let start = start_of(&settings, &request, provider, String::new());
    let cookie = cookie_text(Cookie::Federation, &start.browser, AWAY, settings.secure);
    let password = fields.remove("password").unwrap_or_default();
    let identity = &settings.services.identity;
    let begun = identity.begin_linking(asker.session.actor(), asker.session.id, start, password).await;
    let response = match begun {
        Ok(address) => keep(bridge(&settings.shop, &address), &cookie),
        Err(error) => refused_at(&settings, page(realm), error),
    };
    asker.keep_rotated(response, settings.secure)
}

fn realm_of(request: &Parts) -> Realm {
    if request.uri.path().starts_with("/admin/") { Realm::Staff } else { Realm::Shop }
}

/// A browser that was sent away before, in another tab perhaps, keeps its secret.
fn start_of(settings: &Settings, request: &Parts, provider: String, return_to: String) -> FederationStart {
    let browser = secret_of(settings, request).unwrap_or_else(platform::ids::token);
    FederationStart { realm: realm_of(request), provider, browser, return_to, again: false }
}

fn secret_of(settings: &Settings, request: &Parts) -> Option<String> {
    let is_plain = |sign: u8| sign.is_ascii_alphanumeric() || sign == b'-' || sign == b'_';
    let secret = pages::cookies(&request.headers).remove(Cookie::Federation.name(settings.secure))?;
    (secret.len() == TOKEN && secret.bytes().all(is_plain)).then_some(secret)
}

/// A refusal is told where the person came from; a provider that there is not has no such place.
fn refused_at(settings: &Settings, place: &str, error: Error) -> Response {
    match why(&error) {
        Some(why) => told(settings, place, why),
        None => {
            let error = AppError(error);
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            refusal(status, &error.0.message)
        }
    }
}

fn why(error: &Error) -> Option<FederationRefusal> {
    match error.kind {
        ErrorKind::Unavailable => Some(FederationRefusal::Unavailable),
        ErrorKind::TooMany => Some(FederationRefusal::TooMany),
        ErrorKind::Conflict => Some(FederationRefusal::LogInAgain),
        ErrorKind::Invalid if error.for_field("password").is_some() => Some(FederationRefusal::WrongPassword),
        ErrorKind::Invalid => Some(FederationRefusal::Failed),
        ErrorKind::NotFound | ErrorKind::Unauthenticated | ErrorKind::Forbidden | ErrorKind::Internal => None,
    }
}

fn told(settings: &Settings, place: &str, why: FederationRefusal) -> Response {
    bridge(&settings.shop, &format!("{place}?sso={}", why.code()))
}
