//! What becomes of who comes back.

use super::bridge::{bridge, keep};
use crate::http::{Settings, accounts::Verified, pages};
use app::{
    context::{Cookie, cookie_text, session_cookie},
    second_factor,
};
use axum::response::Response;
use contracts::{
    Error, Result,
    identity::{LogInOutcome, Realm, Session, SignedIn},
};
use http::request::Parts;
use std::sync::PoisonError;

/// A log-in waits so long for its code, seconds; identity ends it then.
const CHALLENGE_KEPT: i64 = 300;

/// Opens the shop or the back office as the log-in's form does, or leads to the second step.
pub async fn enter(
    settings: &Settings,
    request: &Parts,
    realm: Realm,
    outcome: LogInOutcome,
    return_to: &str,
) -> Response {
    match outcome {
        LogInOutcome::SignedIn(signed_in) => signed_in_with(settings, request, &signed_in, return_to).await,
        LogInOutcome::CodeNeeded(challenge) => {
            let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || "/-_.?=".contains(*letter);
            let next: String = return_to.chars().filter(is_plain).collect();
            let step = bridge(&settings.shop, &format!("{}/code?next={next}", second_factor::door(realm)));
            keep(step, &cookie_text(Cookie::LogIn, &challenge.token, CHALLENGE_KEPT, settings.secure))
        }
    }
}

/// The session, instead of the one that the browser had, and the guest's cart.
async fn signed_in_with(
    settings: &Settings,
    request: &Parts,
    signed_in: &SignedIn,
    return_to: &str,
) -> Response {
    let (mut cookies, secure) = (pages::cookies(&request.headers), settings.secure);
    let door = door_of(signed_in.session.realm);
    if let Some(former) = cookies.remove(door.name(secure))
        && let Err(error) = settings.services.identity.log_out(former).await
    {
        tracing::warn!(%error, "a former session could not be ended");
    }
    let response = keep(bridge(&settings.shop, return_to), &session_cookie(door, &signed_in.token, secure));
    let response = keep(response, &cookie_text(Cookie::Federation, "", 0, secure));
    let cart = cookies.remove(Cookie::Cart.name(secure)).filter(|_| door == Cookie::Shop);
    let Some(token) = cart else { return response };
    // The log-in does not fail because of a cart; its cookie stays and the next log-in merges it.
    match settings.services.orders.merge_carts(signed_in.session.user, token).await {
        Ok(()) => keep(response, &cookie_text(Cookie::Cart, "", 0, secure)),
        Err(error) => {
            tracing::warn!(%error, "a guest's cart could not be merged");
            response
        }
    }
}

fn door_of(realm: Realm) -> Cookie {
    match realm {
        Realm::Shop => Cookie::Shop,
        Realm::Staff => Cookie::Staff,
    }
}

/// Who asks, at their door.
pub struct Asker {
    /// Their session.
    pub session: Session,
}

impl Asker {
    /// Of the request's cookie.
    ///
    /// # Errors
    /// `Unauthenticated` without a valid session; otherwise as identity answers.
    pub async fn of(settings: &Settings, request: &Parts, realm: Realm) -> Result<Self> {
        let nobody = || Error::unauthenticated("Please log in first.");
        let door = door_of(realm);
        let token = pages::cookies(&request.headers).remove(door.name(settings.secure)).ok_or_else(nobody)?;
        let session = settings.services.identity.session(realm, token).await?;
        if let Some(verified) = request.extensions.get::<Verified>() {
            let mut known = verified.sessions.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert(door, session.clone());
        }
        session.ok_or_else(nobody).map(|session| Self { session })
    }

    /// The answer with the token that took the place of the session's, if one did.
    pub fn keep_rotated(&self, response: Response, secure: bool) -> Response {
        match &self.session.rotated {
            Some(token) => keep(response, &session_cookie(door_of(self.session.realm), token, secure)),
            None => response,
        }
    }
}
