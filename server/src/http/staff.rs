//! The member of staff who asks for something that is no page.

use super::{Settings, accounts::Verified, pages, refusal::refusal};
use app::{
    context::{Cookie, session_cookie},
    error::AppError,
};
use axum::response::Response;
use contracts::{
    Error, Result,
    identity::{Realm, Session},
};
use http::{HeaderValue, StatusCode, header::SET_COOKIE, request::Parts};
use std::sync::PoisonError;

/// The session of the back office behind the request's cookie.
///
/// # Errors
/// `Unauthenticated` without a valid one; otherwise as identity answers.
pub async fn session(settings: &Settings, request: &Parts) -> Result<Session> {
    let session = settings.services.identity.session(Realm::Staff, token(settings, request)?).await?;
    noted(request, session)
}

/// The same with its token, for what is no use of the session: it ends no later for it.
///
/// # Errors
/// As [`session`].
pub async fn glance(settings: &Settings, request: &Parts) -> Result<(String, Session)> {
    let token = token(settings, request)?;
    let session = settings.services.identity.peek_session(Realm::Staff, token.clone()).await?;
    Ok((token, noted(request, session)?))
}

fn token(settings: &Settings, request: &Parts) -> Result<String> {
    let name = Cookie::Staff.name(settings.secure);
    pages::cookies(&request.headers).remove(name).ok_or_else(nobody)
}

fn noted(request: &Parts, session: Option<Session>) -> Result<Session> {
    if let Some(verified) = request.extensions.get::<Verified>() {
        let mut known = verified.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(Cookie::Staff, session.clone());
    }
    session.ok_or_else(nobody)
}

fn nobody() -> Error {
    Error::unauthenticated("Please log in first.")
}

/// The answer with the token that took the place of the session's, if one did.
pub fn with_cookie(mut response: Response, session: &Session, secure: bool) -> Response {
    let cookie = session.rotated.as_deref().map(|token| session_cookie(Cookie::Staff, token, secure));
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::try_from(cookie).ok()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// What staff are told who may not, or of a service that cannot.
pub fn refused(error: Error) -> Response {
    let error = AppError(error);
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    refusal(status, &error.0.message)
}
