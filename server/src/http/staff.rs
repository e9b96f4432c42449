//! The member of staff who asks for something that is no page.

use super::{Settings, accounts::Verified, pages};
use app::context::{Cookie, session_cookie};
use axum::response::Response;
use contracts::{
    Error, Result,
    identity::{Realm, Session},
};
use http::{HeaderValue, header::SET_COOKIE, request::Parts};
use std::sync::PoisonError;

/// The session of the back office behind the request's cookie.
///
/// # Errors
/// `Unauthenticated` without a valid one; otherwise as identity answers.
pub async fn session(settings: &Settings, request: &Parts) -> Result<Session> {
    let nobody = || Error::unauthenticated("Please log in first.");
    let name = Cookie::Staff.name(settings.secure);
    let token = pages::cookies(&request.headers).remove(name).ok_or_else(nobody)?;
    let session = settings.services.identity.session(Realm::Staff, token).await?;
    if let Some(verified) = request.extensions.get::<Verified>() {
        let mut known = verified.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(Cookie::Staff, session.clone());
    }
    session.ok_or_else(nobody)
}

/// The answer with the token that took the place of the session's, if one did.
pub fn with_cookie(mut response: Response, session: &Session, secure: bool) -> Response {
    let cookie = session.rotated.as_deref().map(|token| session_cookie(Cookie::Staff, token, secure));
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::try_from(cookie).ok()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
