//! Limits per client (its network) and per account (a person or a machine's key), and tighter ones for
//! what passwords can be guessed with, of which work buys some more ([`work`]): GCRA in memory, told in
//! `RateLimit` headers
//! (draft-ietf-httpapi-ratelimit-headers-10), refused with 429.

use super::{
    Settings,
    accounts::{Account, Accounts, Tokens, Verified},
    refusal::refusal,
    work::{self, Shown, Stamps},
};
use app::work::TicketOffice;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use contracts::{Actor, Services, identity::ClientInfo};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DashMapStateStore,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use std::{num::NonZeroU32, sync::Arc};

type Limiter = RateLimiter<String, DashMapStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// Of log-ins, registrations and the like a client may do so much less.
const SENSITIVE_SHARE: u32 = 60;
/// So many times more of them for whoever shows work, on top.
const FOR_WORK: u32 = 2;
const WINDOW_SECONDS: u32 = 60;

/// What may be done how often.
struct Policy {
    name: &'static str,
    quota: u32,
    limiter: Limiter,
}

/// What a policy leaves after a request; `wait` seconds when it refuses it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Share {
    policy: &'static str,
    quota: u32,
    left: u32,
    wait: Option<u64>,
    /// It was refused and let pass for work.
    paid: bool,
}

impl Policy {
    fn new(name: &'static str, per_minute: u32) -> Self {
        let quota = NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN);
        let limiter = RateLimiter::dashmap(Quota::per_minute(quota)).with_middleware();
        Self { name, quota: quota.get(), limiter }
    }

    fn take(&self, key: &str) -> Share {
        let (left, wait) = match self.limiter.check_key(&key.to_owned()) {
            Ok(taken) => (taken.remaining_burst_capacity(), None),
            Err(refused) => {
                let wait = refused.wait_time_from(DefaultClock::default().now()).as_secs().max(1);
                (0, Some(wait))
            }
        };
        Share { policy: self.name, quota: self.quota, left, wait, paid: false }
    }
}

/// The counters.
pub struct Limits {
    client: Policy,
    account: Policy,
    sensitive: Policy,
    worked: Policy,
    stamps: Arc<Stamps>,
    accounts: Accounts,
}

impl Limits {
    /// So many requests per client, and per account, and minute.
    pub fn new(per_minute: u32) -> Self {
        Self {
            client: Policy::new("client", per_minute),
            account: Policy::new("account", per_minute),
            sensitive: Policy::new("sensitive", per_minute / SENSITIVE_SHARE),
            worked: Policy::new("worked", per_minute / SENSITIVE_SHARE * FOR_WORK),
            stamps: Arc::default(),
            accounts: Accounts::default(),
        }
    }

    /// Who signs what browsers work on.
    pub fn stamps(&self) -> Arc<Stamps> {
        Arc::clone(&self.stamps)
    }

    /// Asks for the key of tickets and stamps while it is not known; until then no work counts.
    pub async fn learn_key(&self, services: &Services) {
        if self.stamps.is_open() {
            return;
        }
        match services.identity.door_key(Actor::System).await {
            Ok(key) => self.stamps.open(&key),
            Err(error) => tracing::warn!(%error, "no tickets are signed at the doors yet"),
        }
    }

    /// Forgets clients that have been quiet; call it now and then.
    pub fn forget_quiet(&self) {
        for policy in [&self.client, &self.account, &self.sensitive, &self.worked] {
            policy.limiter.retain_recent();
        }
    }

    /// Counts a request for everybody it is counted for, until somebody has none left. A stamp pays for a network that
    /// has no log-in left.
    fn take(
        &self,
        network: &str,
        accounts: &[Account],
        sensitive: bool,
        stamp: Option<&Shown>,
    ) -> Vec<Share> {
        let of_accounts = |policy| accounts.iter().map(move |account| (policy, account.as_str()));
        let mut due = vec![(&self.client, network)];
        due.extend(of_accounts(&self.account));
        if sensitive {
            due.push((&self.sensitive, network));
            due.extend(of_accounts(&self.sensitive));
        }
        let mut shares = Vec::with_capacity(due.len());
        for (policy, key) in due {
            let mut share = policy.take(key);
            let is_networks = policy.name == self.sensitive.name && key == network;
            if share.wait.is_some() && is_networks && self.is_paid(network, stamp) {
                share = Share { wait: None, paid: true, ..share };
            }
            shares.push(share);
            if shares.last().is_some_and(|share| share.wait.is_some()) {
                break;
            }
        }
        shares
    }

    fn is_paid(&self, network: &str, stamp: Option<&Shown>) -> bool {
        let now = platform::system_clock().now();
        stamp.is_some_and(|shown| self.stamps.spend(shown, network, now))
            && self.worked.take(network).wait.is_none()
    }

    /// Counts a request for accounts that turned out to be its own while it was worked on.
    fn take_late(&self, tokens: &Tokens, known: &[Account], verified: &Verified) -> Vec<Share> {
        self.accounts.learn(tokens, verified);
        let late = self.accounts.of(tokens);
        late.iter()
            .filter(|account| !known.contains(account))
            .map(|account| self.account.take(account.as_str()))
            .collect()
    }
}

/// Counts the request and refuses it when there were too many.
pub async fn limit(State(settings): State<Arc<Settings>>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    // Files cost nothing and a page has many of them.
    if ["/pkg/", "/fonts/", "/media/", "/demo/"].iter().any(|prefix| path.starts_with(prefix)) {
        return next.run(request).await;
    }
    let limits = &settings.limits;
    let tokens = Tokens::of(&request, settings.secure);
    let known = limits.accounts.of(&tokens);
    let stamp = work::shown(&request);
    let mut shares = limits.take(&client(&request), &known, is_sensitive(path), stamp.as_ref());
    let wait = shares.iter().find_map(|share| share.wait);
    let mut response = if wait.is_some() {
        refusal(StatusCode::TOO_MANY_REQUESTS, "Too many requests. Please wait a moment.")
    } else {
        let verified = Verified::default();
        request.extensions_mut().insert(verified.clone());
        let response = next.run(request).await;
        shares.extend(limits.take_late(&tokens, &known, &verified));
        response
    };
    tell(response.headers_mut(), &shares);
    if shares.iter().any(|share| share.paid) {
        response.headers_mut().append(header::SET_COOKIE, work::SPENT);
    }
    if let Some(wait) = wait {
        insert(response.headers_mut(), header::RETRY_AFTER, &wait.to_string());
    }
    response
}

fn is_sensitive(path: &str) -> bool {
    const API: [&str; 5] =
        ["v1/sessions", "v1/customers", "v1/orders/find", "v1/password-resets", "v1/passwords"];
    let names = [
        "log_in",
        "register",
        "reset_password",
        "request_reset",
        "change_password",
        "find_order",
        "send_verification",
        "verify_email",
        "change_email",
        "confirm_email",
        "stop_email",
        "send_message",
        "begin_second_factor",
        "remove_second_factor",
        "renew_recovery_codes",
        "begin_passkey",
        "remove_passkey",
        "request_my_data",
        "unlink_identity",
    ];
    let federation = path.starts_with("/account/sso/") || path.starts_with("/admin/sso/");
    federation
        || path
            .strip_prefix("/api/")
            .is_some_and(|name| names.iter().chain(&API).any(|sensitive| name.starts_with(sensitive)))
}

fn client(request: &Request) -> String {
    work::network(request.extensions().get::<ClientInfo>())
}

/// Names each policy once, with what it leaves of the scarcest of its keys.
fn tell(headers: &mut HeaderMap, shares: &[Share]) {
    let mut told: Vec<&Share> = Vec::new();
    for share in shares {
        match told.iter_mut().find(|other| other.policy == share.policy) {
            Some(other) if share.left < other.left || share.wait.is_some() => *other = share,
            Some(_) => {}
            None => told.push(share),
        }
    }
    let policy = |share: &&Share| format!("\"{}\";q={};w={WINDOW_SECONDS}", share.policy, share.quota);
    let left = |share: &&Share| {
        let until = share.wait.map_or_else(String::new, |wait| format!(";t={wait}"));
        format!("\"{}\";r={}{until}", share.policy, share.left)
    };
    let list = |items: Vec<String>| items.join(", ");
    insert(headers, HeaderName::from_static("ratelimit-policy"), &list(told.iter().map(policy).collect()));
    insert(headers, HeaderName::from_static("ratelimit"), &list(told.iter().map(left).collect()));
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(shares: &[Share]) -> (&'static str, u32, bool) {
        let share = shares.last().unwrap();
        (share.policy, share.left, share.wait.is_some())
    }

    #[test]
    fn a_client_is_refused_after_its_share_and_others_are_not() {
        let limits = Limits::new(3);
        for left in [2, 1, 0] {
            assert_eq!(last(&limits.take("1.2.3.4", &[], false, None)), ("client", left, false));
        }
        assert_eq!(last(&limits.take("1.2.3.4", &[], false, None)), ("client", 0, true));
        assert_eq!(last(&limits.take("5.6.7.8", &[], false, None)), ("client", 2, false));
    }

    #[test]
    fn an_account_is_counted_wherever_it_comes_from() {
        let limits = Limits::new(3);
        let ada = [Account::user(platform::ids::mint().into())];
        for (network, left) in [("1.1.1.1", 2), ("2.2.2.2", 1), ("3.3.3.3", 0)] {
            assert_eq!(last(&limits.take(network, &ada, false, None)), ("account", left, false));
        }
        assert_eq!(last(&limits.take("4.4.4.4", &ada, false, None)), ("account", 0, true));
    }

    #[test]
    fn work_buys_a_log_in_where_none_is_left_and_no_more_than_twice_as_many() {
        let limits = Limits::new(60);
        limits.stamps.open(&[7; 32]);
        let now = platform::system_clock().now();
        let work = || work::tests::shown_at(&limits.stamps, app::work::Door::LogIn, "1.2.3.4", now);
        let try_with = |shown: &Shown| limits.take("1.2.3.4", &[], true, Some(shown)).pop().unwrap();
        let first = work();
        let free = try_with(&first);
        assert!(free.wait.is_none() && !free.paid, "what is left is free");
        assert!(try_with(&first).paid, "the stamp was not spent before");
        assert!(try_with(&first).wait.is_some(), "it is now");
        assert!(try_with(&work()).paid);
        assert!(try_with(&work()).wait.is_some(), "there is an end to it");
    }

    #[test]
    fn every_policy_is_told_once() {
        let limits = Limits::new(120);
        let accounts = [(); 2].map(|()| Account::user(platform::ids::mint().into()));
        let mut headers = HeaderMap::new();
        tell(&mut headers, &limits.take("1.1.1.1", &accounts, true, None));
        assert_eq!(headers["ratelimit"], "\"client\";r=119, \"account\";r=119, \"sensitive\";r=1");
        assert_eq!(
            headers["ratelimit-policy"],
            "\"client\";q=120;w=60, \"account\";q=120;w=60, \"sensitive\";q=2;w=60"
        );
    }

    #[test]
    fn all_addresses_of_a_household_are_one_client() {
        let network =
            |address: &str| ClientInfo { address: Some(address.into()), user_agent: None }.network();
        assert_eq!(network("2001:db8:1:2:3::4"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("192.0.2.7").as_deref(), Some("192.0.2.7"));
    }
}
