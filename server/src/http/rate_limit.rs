//! Limits per client (its network) and per account (its session or bearer key): GCRA in memory, told in
//! `RateLimit` headers (draft-ietf-httpapi-ratelimit-headers-10), refused with 429.

use super::{Settings, refusal::refusal};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use contracts::identity::ClientInfo;
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DashMapStateStore,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::Arc,
};

type Limiter = RateLimiter<String, DashMapStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// Of log-ins, registrations and the like a client may do so much less.
const SENSITIVE_SHARE: u32 = 60;
const WINDOW_SECONDS: u32 = 60;

/// The counters.
pub struct Limits {
    general: Limiter,
    sensitive: Limiter,
    per_minute: u32,
}

impl Limits {
    /// So many requests per client or account and minute.
    pub fn new(per_minute: u32) -> Self {
        Self { general: limiter(per_minute), sensitive: limiter(per_minute / SENSITIVE_SHARE), per_minute }
    }

    /// Forgets clients that have been quiet; call it now and then.
    pub fn forget_quiet(&self) {
        self.general.retain_recent();
        self.sensitive.retain_recent();
    }

    /// What is left for all keys together, or the seconds to wait.
    fn take(&self, keys: &[String], sensitive: bool) -> Result<u32, u64> {
        let mut left = self.per_minute;
        let limiters = [Some(&self.general), sensitive.then_some(&self.sensitive)];
        for limiter in limiters.into_iter().flatten() {
            for key in keys {
                let taken = limiter.check_key(key).map_err(|refused| {
                    refused.wait_time_from(DefaultClock::default().now()).as_secs().max(1)
                })?;
                left = left.min(taken.remaining_burst_capacity());
            }
        }
        Ok(left)
    }
}

/// Counts the request and refuses it when there were too many.
pub async fn limit(State(settings): State<Arc<Settings>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    // Files cost nothing and a page has many of them.
    if ["/pkg/", "/fonts/", "/media/", "/demo/"].iter().any(|prefix| path.starts_with(prefix)) {
        return next.run(request).await;
    }
    let keys = keys(&request, settings.secure);
    let limits = &settings.limits;
    match limits.take(&keys, is_sensitive(path)) {
        Ok(left) => {
            let mut response = next.run(request).await;
            tell(response.headers_mut(), limits.per_minute, left, 0);
            response
        }
        Err(wait) => {
            let mut response =
                refusal(StatusCode::TOO_MANY_REQUESTS, "Too many requests. Please wait a moment.");
            tell(response.headers_mut(), limits.per_minute, 0, wait);
            insert(response.headers_mut(), header::RETRY_AFTER, &wait.to_string());
            response
        }
    }
}

fn limiter(per_minute: u32) -> Limiter {
    let quota = Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
    RateLimiter::dashmap(quota).with_middleware()
}

fn is_sensitive(path: &str) -> bool {
    const API: [&str; 4] = ["v1/sessions", "v1/customers", "v1/orders/find", "v1/password-resets"];
    let names = ["log_in", "register", "reset_password", "request_reset", "change_password", "find_order"];
    path.strip_prefix("/api/")
        .is_some_and(|name| names.iter().chain(&API).any(|sensitive| name.starts_with(sensitive)))
}

fn keys(request: &Request, secure: bool) -> Vec<String> {
    let address = request.extensions().get::<ClientInfo>().and_then(|client| client.address.clone());
    let mut keys = vec![address.map_or_else(|| "unknown".into(), |address| network(&address))];
    let headers = request.headers();
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let bearer = text(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
    let session = app::context::Cookie::Shop.name(secure);
    let cookies = text(header::COOKIE).into_iter().flat_map(|value| value.split(';'));
    let session = cookies.filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == session);
    let account = bearer.or(session.map(|(_, value)| value));
    keys.extend(account.map(platform::ids::hash_token));
    keys
}

/// A household's network: the address itself, or the /64 that an IPv6 customer owns.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
        _ => address.to_owned(),
    }
}

fn tell(headers: &mut HeaderMap, per_minute: u32, left: u32, wait: u64) {
    let policy = format!("\"client\";q={per_minute};w={WINDOW_SECONDS}");
    insert(headers, HeaderName::from_static("ratelimit-policy"), &policy);
    insert(headers, HeaderName::from_static("ratelimit"), &format!("\"client\";r={left};t={wait}"));
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_refused_after_its_share_and_others_are_not() {
        let limits = Limits::new(3);
        let one = ["1.2.3.4".to_owned()];
        for left in [2, 1, 0] {
            assert_eq!(limits.take(&one, false), Ok(left));
        }
        assert!(limits.take(&one, false).is_err_and(|wait| wait >= 1));
        assert!(limits.take(&["5.6.7.8".to_owned()], false).is_ok());
    }

    #[test]
    fn all_addresses_of_a_household_are_one_client() {
        assert_eq!(network("2001:db8:1:2:3::4"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
    }
}
