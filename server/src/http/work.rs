//! Work that browsers show at a door, so that the people behind one address may try more often than programs; see
//! [`app::work`]. It is done on a ticket that the gateway signed for that door, that network and some minutes: nothing
//! can be worked on beforehand or elsewhere. Each stamp counts once.

use super::pages::cookie_pairs;
use app::work::{Door, TicketOffice, is_worked, ticket_of};
use aws_lc_rs::hmac;
use axum::extract::Request;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use contracts::{Timestamp, identity::ClientInfo};
use http::HeaderValue;
use moka::sync::Cache;
use std::{sync::OnceLock, time::Duration};

/// The cookie that holds a stamp; a script sets it.
const COOKIE: &str = "work";
/// Lets the browser work for another one.
pub const SPENT: HeaderValue = HeaderValue::from_static("work=; Path=/; Max-Age=0; SameSite=Strict");
/// For how long a ticket can be worked on.
const VALID: Duration = Duration::from_mins(10);
const MOST_STAMPS: u64 = 100_000;
/// A stamp is a ticket and a number.
const LONGEST: usize = 200;

/// What a request shows at a door.
pub struct Shown {
    /// Which one.
    pub door: Door,
    stamp: String,
}

/// Who signs tickets, and the stamps that were spent in this process.
pub struct Stamps {
    /// The same in every process of the shop.
    key: OnceLock<hmac::Key>,
    spent: Cache<String, ()>,
}

impl Default for Stamps {
    fn default() -> Self {
        // One of a clock that is ahead counts for longer.
        let kept = VALID.saturating_mul(2);
        let spent = Cache::builder().max_capacity(MOST_STAMPS).time_to_live(kept).build();
        Self { key: OnceLock::new(), spent }
    }
}

impl Stamps {
    /// Signs with this key from now on.
    pub fn open(&self, key: &[u8]) {
        // It does not change: a second time says the same.
        let _ = self.key.set(hmac::Key::new(hmac::HMAC_SHA256, key));
    }

    /// Whether the stamp counts for this network; if so, it does not count again.
    pub fn spend(&self, shown: &Shown, network: &str, now: Timestamp) -> bool {
        let Shown { door, stamp } = shown;
        let age = || self.age_at(ticket_of(stamp)?, *door, network, now);
        stamp.len() <= LONGEST
            && age().is_some_and(|age| age <= VALID)
            && is_worked(stamp)
            && self.spent.entry(stamp.clone()).or_default().is_fresh()
    }

    fn issue_at(&self, door: Door, network: &str, now: Timestamp) -> Option<String> {
        let key = self.key.get()?;
        let moment = now.timestamp_millis().to_string();
        let said = [door.as_str(), &moment, &platform::ids::token()].join(".");
        let tag = hmac::sign(key, signed(&said, network).as_bytes());
        Some([said, BASE64.encode(tag)].join("."))
    }

    fn age_at(&self, ticket: &str, door: Door, network: &str, now: Timestamp) -> Option<Duration> {
        let key = self.key.get()?;
        let (said, tag) = ticket.rsplit_once('.')?;
        let tag = BASE64.decode(tag).ok()?;
        hmac::verify(key, signed(said, network).as_bytes(), &tag).ok()?;
        let mut parts = said.split('.');
        let (own_door, moment) = (parts.next()?, parts.next()?.parse::<i64>().ok()?);
        if own_door != door.as_str() {
            return None;
        }
        // The clock of another process may be ahead.
        u64::try_from((now.timestamp_millis() - moment).max(0)).ok().map(Duration::from_millis)
    }
}

impl TicketOffice for Stamps {
    fn is_open(&self) -> bool {
        self.key.get().is_some()
    }

    fn issue(&self, door: Door, client: &ClientInfo) -> Option<String> {
        self.issue_at(door, &network(Some(client)), platform::system_clock().now())
    }

    fn age(&self, ticket: &str, door: Door, client: &ClientInfo) -> Option<Duration> {
        self.age_at(ticket, door, &network(Some(client)), platform::system_clock().now())
    }
}

/// No part of a ticket holds the sign between.
fn signed(said: &str, network: &str) -> String {
    [said, network].join("|")
}

/// The network that a request is counted for.
pub fn network(client: Option<&ClientInfo>) -> String {
    client.and_then(ClientInfo::network).unwrap_or_else(|| "unknown".to_owned())
}

/// The stamp that a request shows at a door; elsewhere nobody looks for one.
pub fn shown(request: &Request) -> Option<Shown> {
    let door = door_of(request.uri().path())?;
    let mut cookies = cookie_pairs(request.headers());
    let stamp = cookies.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned())?;
    Some(Shown { door, stamp })
}

/// The door of a server function where work counts.
fn door_of(path: &str) -> Option<Door> {
    let name = path.strip_prefix("/api/")?;
    Door::ALL.into_iter().find(|door| name.starts_with(door.as_str()))
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use app::work::{blank, worked};

    const HOME: &str = "192.0.2.7";

    fn now() -> Timestamp {
        "2026-03-01T09:30:00Z".parse().unwrap()
    }

    fn office() -> Stamps {
        let stamps = Stamps::default();
        stamps.open(&[7; 32]);
        stamps
    }

    /// Work that was done on a ticket of this door and network.
    pub fn shown_at(stamps: &Stamps, door: Door, network: &str, at: Timestamp) -> Shown {
        let ticket = stamps.issue_at(door, network, at).unwrap();
        Shown { door, stamp: worked(&blank(&ticket), 0, u32::MAX).unwrap() }
    }

    #[test]
    fn a_stamp_counts_once() {
        let stamps = office();
        let shown = shown_at(&stamps, Door::LogIn, HOME, now());
        assert!(stamps.spend(&shown, HOME, now()));
        assert!(!stamps.spend(&shown, HOME, now()));
    }

    #[test]
    fn a_stamp_counts_for_ten_minutes_in_every_process() {
        let (stamps, shown) = (office(), shown_at(&office(), Door::LogIn, HOME, now()));
        assert!(!stamps.spend(&shown, HOME, now() + chrono::TimeDelta::milliseconds(600_001)));
        assert!(stamps.spend(&shown, HOME, now() + chrono::TimeDelta::minutes(10)));
        let early = shown_at(&office(), Door::LogIn, HOME, now() + chrono::TimeDelta::seconds(1));
        assert!(stamps.spend(&early, HOME, now()), "the clock of the other process is ahead");
    }

    #[test]
    fn a_stamp_counts_at_its_door_and_in_its_network() {
        let stamps = office();
        let shown = shown_at(&stamps, Door::LogIn, HOME, now());
        assert!(!stamps.spend(&shown, "198.51.100.1", now()));
        let elsewhere = Shown { door: Door::Register, stamp: shown.stamp.clone() };
        assert!(!stamps.spend(&elsewhere, HOME, now()));
        assert!(stamps.spend(&shown, HOME, now()), "nothing of that used it up");
    }

    #[test]
    fn what_the_shop_did_not_sign_does_not_count() {
        let other = Stamps::default();
        other.open(&[8; 32]);
        let ticket = other.issue_at(Door::LogIn, HOME, now()).unwrap();
        let closed = Stamps::default();
        let forged = shown_at(&other, Door::LogIn, HOME, now());
        assert!(!office().spend(&forged, HOME, now()) && !closed.spend(&forged, HOME, now()));
        let unworked = blank(&office().issue_at(Door::LogIn, HOME, now()).unwrap());
        for stamp in [String::new(), "1.2.3".to_owned(), ticket, unworked, "9".repeat(300)] {
            assert!(!office().spend(&Shown { door: Door::LogIn, stamp }, HOME, now()));
        }
        assert!(closed.issue_at(Door::LogIn, HOME, now()).is_none());
    }

    #[test]
    fn a_ticket_tells_when_it_was_issued() {
        let stamps = office();
        let ticket = stamps.issue_at(Door::Contact, HOME, now()).unwrap();
        let later = now() + chrono::TimeDelta::seconds(3);
        assert_eq!(stamps.age_at(&ticket, Door::Contact, HOME, later), Some(Duration::from_secs(3)));
        let older = ticket.replacen(&now().timestamp_millis().to_string(), "1", 1);
        assert_eq!(stamps.age_at(&older, Door::Contact, HOME, later), None, "it is signed");
    }

    #[test]
    fn doors_are_where_people_log_in_register_reset_and_write() {
        let doors = [
            ("/api/log_in123", Door::LogIn),
            ("/api/log_in_staff1", Door::LogIn),
            ("/api/register9", Door::Register),
            ("/api/request_reset1", Door::Reset),
            ("/api/send_message1", Door::Contact),
        ];
        for (path, door) in doors {
            assert_eq!(door_of(path), Some(door), "{path}");
        }
        for path in ["/api/v1/sessions", "/login", "/api/find_order1"] {
            assert_eq!(door_of(path), None, "{path}");
        }
    }
}
