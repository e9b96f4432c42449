//! Who calls: nobody in particular, a machine with a key or a token, a shopper with a session, an app that a shopper let
//! in.

use super::{Answer, Settings, problem::Refused, scopes::Scopes};
use crate::http::accounts::{Account, Verified};
use axum::{
    extract::{FromRequestParts, MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use contracts::{
    Actor, Error, UserId,
    identity::{ClientInfo, Realm, Scope, Session},
    orders::CartKey,
};
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, header::AUTHORIZATION, request::Parts};
use std::sync::Arc;

/// Opens a guest's cart.
pub const CART_TOKEN: HeaderName = HeaderName::from_static("cart-token");
/// Replaces the session's token: tokens rotate while they are used.
const SESSION_TOKEN: HeaderName = HeaderName::from_static("session-token");

/// Who calls, as the bearer token tells.
#[derive(Clone)]
enum Caller {
    Anyone,
    Machine(Account),
    App { user: UserId, scopes: Vec<Scope> },
    Shopper { session: Box<Session>, token: String },
}

impl Caller {
    fn account(&self) -> Option<Account> {
        match self {
            Self::Anyone => None,
            Self::Machine(account) => Some(account.clone()),
            Self::App { user, .. } => Some(Account::user(*user)),
            Self::Shopper { session, .. } => Some(Account::user(session.user)),
        }
    }
}

/// Whose the request is; nobody's for anonymous ones.
pub fn account(extensions: &Extensions) -> Option<Account> {
    extensions.get::<Caller>().and_then(Caller::account)
}

/// What [`authenticate`] needs: who knows the tokens, and what keys may do.
#[derive(Clone)]
pub struct Access {
    /// The services.
    pub shop: Arc<Settings>,
    /// The scopes of the operations.
    pub scopes: Arc<Scopes>,
}

/// Finds out who calls. A bad token is never taken for none.
pub async fn authenticate(State(access): State<Access>, mut request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let needed = access.scopes.of(request.method(), route);
    let bearer = request.headers().get(AUTHORIZATION).cloned();
    let address = request.extensions().get::<ClientInfo>().and_then(|client| client.address.clone());
    let caller = match caller(&access.shop, bearer, address, needed).await {
        Ok(caller) => caller,
        Err(refused) => return refused.into_response(),
    };
    if let (Some(verified), Some(account)) = (request.extensions().get::<Verified>(), caller.account()) {
        verified.note_bearer(account);
    }
    let rotated = match &caller {
        Caller::Shopper { session, .. } => session.rotated.clone(),
        Caller::Anyone | Caller::Machine(_) | Caller::App { .. } => None,
    };
    request.extensions_mut().insert(caller);
    let mut response = next.run(request).await;
    if let Some(token) = rotated.and_then(|token| HeaderValue::try_from(token).ok()) {
        response.headers_mut().insert(SESSION_TOKEN, token);
    }
    response
}

async fn caller(
    shop: &Settings,
    bearer: Option<HeaderValue>,
    address: Option<String>,
    needed: Option<Scope>,
) -> Answer<Caller> {
    let Some(value) = bearer else { return Ok(Caller::Anyone) };
    let token = value.to_str().ok().and_then(|value| value.split_once(' '));
    let token =
        token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
    let unknown = || Error::unauthenticated("This bearer token is unknown or has ended.");
    let token = token.ok_or_else(unknown)?.to_owned();
    if token.starts_with("tw_") {
        let identity = &shop.services.identity;
        let key = identity.authenticate_api_key(token, address).await?.ok_or_else(unknown)?;
        return limited(&key.scopes, needed).map(|()| Caller::Machine(Account::key(key.id)));
    }
    // A session's token has no full stop; a JWT has two.
    if token.contains('.') {
        let access = shop.services.identity.authenticate_access_token(token).await?.ok_or_else(unknown)?;
        limited(&access.scopes, needed)?;
        let machine = || Caller::Machine(Account::client(access.client));
        let app = |user| Caller::App { user, scopes: access.scopes.clone() };
        return Ok(access.user.map_or_else(machine, app));
    }
    let session = shop.services.identity.session(Realm::Shop, token.clone()).await?.ok_or_else(unknown)?;
    Ok(Caller::Shopper { session: Box::new(session), token })
}

/// What neither key nor token may do asks for a shopper by itself.
fn limited(scopes: &[Scope], needed: Option<Scope>) -> Answer<()> {
    let allowed = needed.is_none_or(|scope| scopes.contains(&scope));
    if allowed { Ok(()) } else { Err(Error::forbidden().into()) }
}

/// A shopper, by themselves or through an app that they let read.
pub struct Reader(UserId);

impl Reader {
    /// For calls on their behalf.
    pub fn actor(&self) -> Actor {
        Actor::Shopper { user: self.0 }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        if let Some(Caller::App { user, scopes }) = parts.extensions.get::<Caller>() {
            limited(scopes, Some(Scope::Read))?;
            return Ok(Self(*user));
        }
        Ok(Self(Shopper::from_request_parts(parts, state).await?.session.user))
    }
}

/// A shopper who is logged in. An app is none: it changes no password and ends no session.
pub struct Shopper {
    /// Their session.
    pub session: Session,
    /// Its token.
    pub token: String,
}

impl Shopper {
    /// For calls on their behalf.
    pub fn actor(&self) -> Actor {
        self.session.actor()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Shopper {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        match parts.extensions.get::<Caller>().cloned() {
            Some(Caller::Shopper { session, token }) => Ok(Self { session: *session, token }),
            Some(Caller::App { .. }) => Err(Error::forbidden().into()),
            _ => Err(Error::unauthenticated("Please log in at POST /sessions and send the session's token.")
                .into()),
        }
    }
}

/// The shopper who is logged in, if one is.
pub struct Anybody(pub Option<UserId>);

impl<S: Send + Sync> FromRequestParts<S> for Anybody {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(match parts.extensions.get::<Caller>() {
            Some(Caller::Shopper { session, .. }) => Some(session.user),
            Some(Caller::App { user, .. }) => Some(*user),
            Some(Caller::Machine(_) | Caller::Anyone) | None => None,
        }))
    }
}

/// Whoever may have a cart: a shopper has one, a machine has those whose tokens it keeps.
pub struct Buyer {
    user: Option<UserId>,
    token: Option<String>,
}

impl Buyer {
    /// The shopper, if one is logged in.
    pub fn user(&self) -> Option<UserId> {
        self.user
    }

    /// The key to one's own checkouts; whether there is such a cart does not matter.
    pub fn run_key(&self) -> CartKey {
        CartKey { user: self.user, token: self.token.clone() }
    }

    /// The key to the cart. A token that opens nothing is not told from none.
    ///
    /// # Errors
    /// `NotFound` when there is no such cart.
    pub async fn cart_key(&self, shop: &Settings) -> Answer<CartKey> {
        if self.user.is_some() {
            return Ok(CartKey { user: self.user, token: None });
        }
        let key = CartKey { user: None, token: self.token.clone() };
        let cart = shop.services.orders.cart(key.clone()).await?;
        if cart.id.is_some() { Ok(key) } else { Err(Error::not_found("cart").into()) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Buyer {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let user = match parts.extensions.get::<Caller>() {
            Some(Caller::Shopper { session, .. }) => Some(session.user),
            Some(Caller::App { user, .. }) => Some(*user),
            Some(Caller::Machine(_)) => None,
            Some(Caller::Anyone) | None => {
                return Err(Error::unauthenticated("Please send an API key or a session's token.").into());
            }
        };
        Ok(Self { user, token: cart_token(&parts.headers)? })
    }
}

/// The guest's cart that a request names.
///
/// # Errors
/// `Invalid` for what can be no token.
pub fn cart_token(headers: &HeaderMap) -> Answer<Option<String>> {
    let Some(value) = headers.get(CART_TOKEN) else { return Ok(None) };
    let token = value.to_str().ok().filter(|token| token.len() == 43 && token.bytes().all(is_base64url));
    let token = token
        .ok_or_else(|| Refused::field("Cart-Token", "A cart's token has 43 letters, digits, - or _."))?;
    Ok(Some(token.to_owned()))
}

/// Whether a token may hold this character.
pub fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}
