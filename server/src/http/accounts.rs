//! Whose a request is, as far as its tokens were verified lately. Whoever verifies one notes it here, and
//! the next requests with it are counted for the account without asking identity once more.

use super::pages::cookie_pairs;
use app::context::Cookie;
use axum::extract::Request;
use contracts::{ApiKeyId, OauthClientId, UserId, identity::Session};
use http::{HeaderValue, header};
use moka::sync::Cache;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

const KNOWN_FOR: Duration = Duration::from_mins(10);
const MOST_TOKENS: u64 = 100_000;

/// A person, or the key of a machine.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Account(String);

impl Account {
    /// A shopper or a member of staff, whatever session they use.
    pub fn user(id: UserId) -> Self {
        Self(format!("user {id}"))
    }

    /// A machine client.
    pub fn key(id: ApiKeyId) -> Self {
        Self(format!("key {id}"))
    }

    /// A machine that got its token for itself.
    pub fn client(id: OauthClientId) -> Self {
        Self(format!("client {id}"))
    }

    /// Its name, unlike that of any other.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The tokens that a request presents: its bearer token, its cookies.
pub struct Tokens {
    bearer: Option<String>,
    cookies: Vec<(Cookie, String)>,
}

impl Tokens {
    /// What a request presents.
    pub fn of(request: &Request, secure: bool) -> Self {
        let text = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let bearer = text(header::AUTHORIZATION).and_then(|value| value.split_once(' '));
        let bearer = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let doors = [Cookie::Shop, Cookie::Staff];
        let cookies = cookie_pairs(request.headers()).filter_map(|(name, value)| {
            let door = doors.into_iter().find(|door| door.name(secure) == name)?;
            Some((door, value.to_owned()))
        });
        Self { bearer: bearer.map(|(_, token)| token.trim().to_owned()), cookies: cookies.collect() }
    }
}

/// What was verified while a request was worked on; travels in its extensions.
#[derive(Clone, Default)]
pub struct Verified {
    /// The sessions behind the cookies, as the pages looked them up.
    pub sessions: Arc<Mutex<HashMap<Cookie, Option<Session>>>>,
    bearer: Arc<OnceLock<Account>>,
}

impl Verified {
    /// Notes whose the bearer token is.
    pub fn note_bearer(&self, account: Account) {
        // A request is verified once; a second time could say nothing else.
        let _ = self.bearer.set(account);
    }

    fn of_cookie(&self, cookie: Cookie) -> Option<Session> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).get(&cookie).cloned().flatten()
    }
}

/// The accounts of tokens by the tokens' hashes.
pub struct Accounts(Cache<String, Account>);

impl Default for Accounts {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MOST_TOKENS).time_to_live(KNOWN_FOR).build())
    }
}

impl Accounts {
    /// The accounts that are known for these tokens, each once.
    pub fn of(&self, tokens: &Tokens) -> Vec<Account> {
        let presented = tokens.bearer.iter().chain(tokens.cookies.iter().map(|(_, token)| token));
        let mut known = Vec::new();
        for account in presented.filter_map(|token| self.0.get(&platform::ids::hash_token(token))) {
            if !known.contains(&account) {
                known.push(account);
            }
        }
        known
    }

    /// Remembers what was verified, also for the token that replaces a presented one.
    pub fn learn(&self, tokens: &Tokens, verified: &Verified) {
        if let (Some(token), Some(account)) = (&tokens.bearer, verified.bearer.get()) {
            self.0.insert(platform::ids::hash_token(token), account.clone());
        }
        for (cookie, token) in &tokens.cookies {
            let Some(session) = verified.of_cookie(*cookie) else { continue };
            for token in [Some(token), session.rotated.as_ref()].into_iter().flatten() {
                self.0.insert(platform::ids::hash_token(token), Account::user(session.user));
            }
        }
    }
}
