//! Looking as a customer. Staff begin and end it here, by plain forms, so that the page that follows is rendered anew;
//! while it lasts, every page of the shop says so in a banner and is a line in the log. The banner is written into
//! the page here: who looks as nobody loads nothing for it. That nothing can be changed is decided where it is asked
//! who shops (`app::context::shopper`).

mod banner;

use super::{Settings, accounts::Verified, pages, refusal::refusal, security_headers::CspNonce, staff};
use app::context::{Cookie, forgotten_cookie, session_cookie};
use axum::{
    Form, Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use contracts::{
    Error, Result, UserId,
    identity::{ClientInfo, Session},
};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, SET_COOKIE},
    request::Parts,
};
use serde::Deserialize;
use std::sync::{Arc, PoisonError};

/// Larger pages are not sent to who looks.
const PAGE_LIMIT: usize = 4 * 1024 * 1024;

/// `POST /admin/look` and `POST /admin/look/stop`.
pub fn router(settings: &Arc<Settings>) -> Router {
    Router::new()
        .route("/admin/look", post(begin))
        .route("/admin/look/stop", post(stop))
        .with_state(Arc::clone(settings))
}

/// As whom to look.
#[derive(Deserialize)]
struct Wish {
    #[serde(default)]
    user: String,
}

async fn begin(State(settings): State<Arc<Settings>>, request: Parts, Form(wish): Form<Wish>) -> Response {
    opened(&settings, &request, &wish.user).await.unwrap_or_else(staff::refused)
}

async fn opened(settings: &Settings, request: &Parts, user: &str) -> Result<Response> {
    let desk = staff::session(settings, request).await?;
    let user: UserId = user.parse().map_err(|_| Error::not_found("customer"))?;
    let client = request.extensions.get::<ClientInfo>().cloned().unwrap_or_default();
    let identity = &settings.services.identity;
    let opened = identity.begin_look(desk.actor(), desk.id, user, client).await?;
    let mut response = Redirect::to("/account").into_response();
    set(&mut response, &session_cookie(Cookie::Look, &opened.token, settings.secure));
    Ok(staff::with_cookie(response, &desk, settings.secure))
}

async fn stop(State(settings): State<Arc<Settings>>, request: Parts) -> Response {
    match ended(&settings, &request.headers).await {
        Ok(user) => {
            let back = user.map_or_else(|| "/admin".to_owned(), |user| format!("/admin/customers/{user}"));
            let mut response = Redirect::to(&back).into_response();
            set(&mut response, &forgotten_cookie(Cookie::Look, settings.secure));
            response
        }
        Err(error) => staff::refused(error),
    }
}

async fn ended(settings: &Settings, headers: &HeaderMap) -> Result<Option<UserId>> {
    match token(headers, settings.secure) {
        Some(token) => settings.services.identity.end_look(token).await,
        None => Ok(None),
    }
}

/// Lets pages be rendered for whom somebody looks as, with the banner.
pub async fn show(State(settings): State<Arc<Settings>>, request: Request, next: Next) -> Response {
    let token = token(request.headers(), settings.secure);
    let Some(token) = token.filter(|_| !is_file(request.uri().path())) else {
        return next.run(request).await;
    };
    let session = match settings.services.identity.look(token).await {
        Ok(session) => session,
        Err(error) => return staff::refused(error),
    };
    if let Some(verified) = request.extensions().get::<Verified>() {
        let mut known = verified.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(Cookie::Look, session.clone());
    }
    let (path, nonce) = (request.uri().path().to_owned(), request.extensions().get::<CspNonce>().cloned());
    let mut response = next.run(request).await;
    let Some(session) = session else {
        set(&mut response, &forgotten_cookie(Cookie::Look, settings.secure));
        return response;
    };
    if path.starts_with("/admin") || !is_page(&response) {
        return response;
    }
    let staff = session.looker.as_deref().unwrap_or_default();
    tracing::info!(staff, user = %session.user, path, "somebody looks as a customer");
    with_banner(response, &session, nonce.as_ref().map_or("", |nonce| &nonce.0)).await
}

fn is_file(path: &str) -> bool {
    ["/pkg/", "/fonts/", "/media/", "/demo/"].iter().any(|prefix| path.starts_with(prefix))
}

/// Whether a request presents something to look as a customer with, be it valid or not.
pub fn is_presented(headers: &HeaderMap, secure: bool) -> bool {
    token(headers, secure).is_some()
}

fn token(headers: &HeaderMap, secure: bool) -> Option<String> {
    pages::cookies(headers).remove(Cookie::Look.name(secure)).filter(|token| !token.is_empty())
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

async fn with_banner(response: Response, session: &Session, nonce: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(html) = to_bytes(body, PAGE_LIMIT).await else {
        return refusal(StatusCode::INTERNAL_SERVER_ERROR, "This page is too long.");
    };
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.remove(ETAG);
    Response::from_parts(parts, Body::from(banner::written_into(&html, session, nonce)))
}

fn set(response: &mut Response, cookie: &str) {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}
