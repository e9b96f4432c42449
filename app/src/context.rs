//! The only reads of the request's context: who asks, the services, cookies. Server only.

use crate::error::AppError;
use contracts::{
    Actor, Error, Permission, Services,
    identity::{ClientInfo, Realm, Session, SignedIn},
    orders::CartKey,
};
use http::{HeaderValue, StatusCode, header::SET_COOKIE};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// What the gateway knows of a request; it provides one for each page and each server function.
#[derive(Clone)]
pub struct RequestInfo {
    /// Cookies by name.
    pub cookies: Arc<HashMap<String, String>>,
    /// Network address and browser.
    pub client: ClientInfo,
    /// Whether the shop is served over HTTPS: cookies are then `__Host-` and `Secure`.
    pub secure: bool,
    /// Where the shop is reached, without a trailing slash.
    pub base_url: Arc<str>,
    /// Sessions that were already looked up for this request.
    pub sessions: Arc<Mutex<HashMap<Cookie, Option<Session>>>>,
}

/// What the home page may tell, in order; the gateway provides it where there are pictures.
#[derive(Clone, Default)]
pub struct Stories(pub Arc<[crate::home::Story]>);

/// The cookies Tradewind sets. All are `HttpOnly`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cookie {
    /// A shopper's session.
    Shop,
    /// A member of staff's session.
    Staff,
    /// What lets a member of staff look at the shop as a customer.
    Look,
    /// A guest's cart.
    Cart,
    /// What was typed into a form that was sent back for correction.
    Form,
    /// The order a guest may look at: number and address, as `number|email`.
    Order,
    /// A log-in that waits for its code.
    LogIn,
    /// What tells a browser again that was sent to a provider to sign in.
    Federation,
    /// Recovery codes on their way from the form that made them to the page that shows them.
    RecoveryCodes,
    /// A gift card and its code, on their way from the form that issued it to the page that shows it.
    GiftCardCode,
    /// A webhook and its secret, on their way from the form that made it to the page that shows it.
    WebhookSecret,
}

impl Cookie {
    /// Its name: with the `__Host-` prefix (RFC 6265bis) where the shop has HTTPS.
    pub fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Shop, true) => "__Host-sid",
            (Self::Shop, false) => "sid",
            (Self::Staff, true) => "__Host-admin",
            (Self::Staff, false) => "admin",
            (Self::Look, true) => "__Host-look",
            (Self::Look, false) => "look",
            (Self::Cart, true) => "__Host-cart",
            (Self::Cart, false) => "cart",
            (Self::Form, true) => "__Host-form",
            (Self::Form, false) => "form",
            (Self::Order, true) => "__Host-order",
            (Self::Order, false) => "order",
            (Self::LogIn, true) => "__Host-login",
            (Self::LogIn, false) => "login",
            (Self::Federation, true) => "__Host-sso",
            (Self::Federation, false) => "sso",
            (Self::RecoveryCodes, true) => "__Host-codes",
            (Self::RecoveryCodes, false) => "codes",
            (Self::GiftCardCode, true) => "__Host-gift-code",
            (Self::GiftCardCode, false) => "gift-code",
            (Self::WebhookSecret, true) => "__Host-hook-secret",
            (Self::WebhookSecret, false) => "hook-secret",
        }
    }

    fn same_site(self) -> &'static str {
        match self {
            Self::Staff
            | Self::Look
            | Self::LogIn
            | Self::RecoveryCodes
            | Self::GiftCardCode
            | Self::WebhookSecret => "Strict",
            // A provider's site sends the browser back.
            Self::Shop | Self::Cart | Self::Form | Self::Order | Self::Federation => "Lax",
        }
    }
}

/// All services.
///
/// # Errors
/// `Internal` outside a request.
pub fn services() -> Result<Services, AppError> {
    use_context::<Services>().ok_or_else(|| Error::internal().into())
}

/// What the gateway knows of this request.
///
/// # Errors
/// `Internal` outside a request.
pub fn request() -> Result<RequestInfo, AppError> {
    use_context::<RequestInfo>().ok_or_else(|| Error::internal().into())
}

/// The shopper's session, if somebody is logged in. Who looks as a customer is nobody who could change anything: what
/// is there for them, too, asks for the [`viewer`].
///
/// # Errors
/// `Forbidden` to staff who look as a customer; otherwise as identity answers.
pub async fn shopper() -> Result<Option<Session>, AppError> {
    if looker().await?.is_some() {
        let text = "You are looking as a customer: you see the shop as they do, and change nothing.";
        return Err(Error { message: text.to_owned(), ..Error::forbidden() }.into());
    }
    session(Cookie::Shop, Realm::Shop).await
}

/// Whom the page is for: the customer somebody looks as, else the shopper who is logged in. Only for what reads.
///
/// # Errors
/// As identity answers.
pub async fn viewer() -> Result<Option<Session>, AppError> {
    match looker().await? {
        Some(session) => Ok(Some(session)),
        None => session(Cookie::Shop, Realm::Shop).await,
    }
}

/// What lets a member of staff look as a customer, while it is valid.
///
/// # Errors
/// As identity answers.
pub async fn looker() -> Result<Option<Session>, AppError> {
    let Some(token) = cookie(Cookie::Look)? else { return Ok(None) };
    if let Some(known) = known(Cookie::Look)? {
        return Ok(known);
    }
    let session = services()?.identity.look(token).await?;
    note(Cookie::Look, session.clone())?;
    Ok(session)
}

/// The shopper who is logged in.
///
/// # Errors
/// `Unauthenticated` when nobody is.
pub async fn logged_in_shopper() -> Result<Session, AppError> {
    required(shopper().await?)
}

/// A session that there has to be.
///
/// # Errors
/// `Unauthenticated` when there is none.
pub fn required(session: Option<Session>) -> Result<Session, AppError> {
    session.ok_or_else(|| Error::unauthenticated("Please log in first.").into())
}

/// The shopper or guest as the actor of a call.
///
/// # Errors
/// As identity answers.
pub async fn shopper_actor() -> Result<Actor, AppError> {
    Ok(shopper().await?.map_or(Actor::Guest, |session| session.actor()))
}

/// The member of staff's session, if one is logged in.
///
/// # Errors
/// As identity answers.
pub async fn staff_session() -> Result<Option<Session>, AppError> {
    session(Cookie::Staff, Realm::Staff).await
}

/// The member of staff as the actor of a call, if the roles allow this.
///
/// # Errors
/// `Unauthenticated` when nobody is logged in, `Forbidden` without the permission.
pub async fn require(permission: Permission) -> Result<Actor, AppError> {
    let actor = staff_session().await?.map_or(Actor::Guest, |session| session.actor());
    actor.require(permission)?;
    Ok(actor)
}

/// Whose cart this request is about.
///
/// # Errors
/// As identity answers.
pub async fn cart_key() -> Result<CartKey, AppError> {
    let token = cookie(Cookie::Cart)?;
    let user = shopper().await?.map(|session| session.user);
    Ok(CartKey { user, token })
}

/// Whose cart is shown; as [`viewer`].
///
/// # Errors
/// As identity answers.
pub async fn shown_cart_key() -> Result<CartKey, AppError> {
    let token = cookie(Cookie::Cart)?;
    let user = viewer().await?.map(|session| session.user);
    Ok(CartKey { user, token })
}

/// The value of a cookie of this request.
///
/// # Errors
/// `Internal` outside a request.
pub fn cookie(cookie: Cookie) -> Result<Option<String>, AppError> {
    let request = request()?;
    Ok(request.cookies.get(cookie.name(request.secure)).cloned())
}

/// Sets a cookie for so many seconds; zero removes it.
///
/// # Errors
/// `Internal` outside a request.
pub fn set_cookie(cookie: Cookie, value: &str, max_age: i64) -> Result<(), AppError> {
    let text = cookie_text(cookie, value, max_age, request()?.secure);
    let value = HeaderValue::from_str(&text).map_err(|_| AppError(Error::internal()))?;
    if let Some(response) = use_context::<ResponseOptions>() {
        response.append_header(SET_COOKIE, value);
    }
    Ok(())
}

/// The header that has the browser forget a cookie.
pub fn forgotten_cookie(cookie: Cookie, secure: bool) -> String {
    cookie_text(cookie, "", 0, secure)
}

/// The header that lets the browser keep a session's token.
pub fn session_cookie(cookie: Cookie, token: &str, secure: bool) -> String {
    cookie_text(cookie, token, lifetime(cookie), secure)
}

/// The header that lets the browser keep a value for so many seconds; zero removes it.
pub fn cookie_text(cookie: Cookie, value: &str, max_age: i64, secure: bool) -> String {
    format!(
        "{}={value}; Path=/; HttpOnly; SameSite={}; Max-Age={max_age}{}",
        cookie.name(secure),
        cookie.same_site(),
        if secure { "; Secure" } else { "" },
    )
}

/// Lets the browser keep a fresh log-in, and ends the session that it kept until now: whoever had got hold of
/// that one is out.
///
/// # Errors
/// As identity answers.
pub async fn keep_session(signed_in: &SignedIn) -> Result<(), AppError> {
    let kept = match signed_in.session.realm {
        Realm::Shop => Cookie::Shop,
        Realm::Staff => Cookie::Staff,
    };
    if let Some(former) = cookie(kept)? {
        services()?.identity.log_out(former).await?;
    }
    set_cookie(kept, &signed_in.token, lifetime(kept))
}

/// Sets the cookie of a cart that was just made.
///
/// # Errors
/// `Internal` outside a request.
pub fn keep_cart(new_token: Option<&str>) -> Result<(), AppError> {
    new_token.map_or(Ok(()), |token| set_cookie(Cookie::Cart, token, 60 * 24 * 3600))
}

/// Sends the browser to a page of the shop. Anything but a local path leads home: no open redirects,
/// and no header that could break the response.
pub fn redirect(path: &str) {
    let local = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(['\\', '\r', '\n'])
        && path.bytes().all(|byte| byte.is_ascii_graphic());
    leptos_axum::redirect(if local { path } else { "/" });
}

/// Has the browser keep the answer as a file of this type (a media type) and name.
pub fn answer_as_file(content_type: &'static str, name: &str) {
    use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
    let Some(response) = use_context::<ResponseOptions>() else { return };
    response.insert_header(CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.insert_header(CONTENT_DISPOSITION, disposition);
    }
}

/// Sets the status of the response; the first failure wins over later ones.
pub fn set_status(status: u16) {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    if let Ok(status) = StatusCode::from_u16(status) {
        response.set_status(status);
    }
}

async fn session(cookie: Cookie, realm: Realm) -> Result<Option<Session>, AppError> {
    let Some(token) = self::cookie(cookie)? else { return Ok(None) };
    if let Some(session) = known(cookie)? {
        return Ok(session);
    }
    let session = services()?.identity.session(realm, token).await?;
    if let Some(rotated) = session.as_ref().and_then(|session| session.rotated.as_deref()) {
        set_cookie(cookie, rotated, lifetime(cookie))?;
    }
    note(cookie, session.clone())?;
    Ok(session)
}

/// What was looked up for this request already: `Some(None)` when nobody is behind the cookie.
fn known(cookie: Cookie) -> Result<Option<Option<Session>>, AppError> {
    let sessions = request()?.sessions;
    let known = sessions.lock().unwrap_or_else(PoisonError::into_inner).get(&cookie).cloned();
    Ok(known)
}

fn note(cookie: Cookie, session: Option<Session>) -> Result<(), AppError> {
    request()?.sessions.lock().unwrap_or_else(PoisonError::into_inner).insert(cookie, session);
    Ok(())
}

/// How long a session lasts at most, seconds; identity ends it earlier when it is idle.
fn lifetime(cookie: Cookie) -> i64 {
    match cookie {
        Cookie::Staff => 12 * 3600,
        Cookie::Look => 30 * 60,
        _ => 90 * 24 * 3600,
    }
}
