//! Work that browsers show at a door, so that the people behind one address may try more often than programs; see
//! [`app::work`]. Each stamp counts once, within ten minutes.

use super::pages::cookie_pairs;
use app::work::{is_worked, moment};
use axum::extract::Request;
use contracts::Timestamp;
use http::HeaderValue;
use moka::sync::Cache;
use std::time::Duration;

/// The cookie that holds a stamp; a script sets it.
const COOKIE: &str = "work";
/// Lets the browser work for another one.
pub const SPENT: HeaderValue = HeaderValue::from_static("work=; Path=/; Max-Age=0; SameSite=Strict");
/// For how long a stamp counts; by as much a clock may be fast.
const VALID: Duration = Duration::from_mins(10);
const MOST_STAMPS: u64 = 100_000;

/// The stamps that were spent in this process.
pub struct Stamps(Cache<String, ()>);

impl Default for Stamps {
    fn default() -> Self {
        // One of a clock that is fast counts for twice as long.
        let kept = VALID.saturating_mul(2);
        Self(Cache::builder().max_capacity(MOST_STAMPS).time_to_live(kept).build())
    }
}

impl Stamps {
    /// Whether the stamp counts; if so, it does not count again.
    pub fn spend(&self, stamp: &str, now: Timestamp) -> bool {
        let is_sane = stamp.len() <= 100 && stamp.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let age = |began: i64| Duration::from_millis(began.abs_diff(now.timestamp_millis()));
        let is_good = || moment(stamp).is_some_and(|began| age(began) <= VALID) && is_worked(stamp);
        is_sane && is_good() && self.0.entry(stamp.to_owned()).or_default().is_fresh()
    }
}

/// The stamp that a request shows at a door; elsewhere nobody looks for one.
pub fn stamp(request: &Request) -> Option<String> {
    if !is_door(request.uri().path()) {
        return None;
    }
    let mut cookies = cookie_pairs(request.headers());
    cookies.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned())
}

/// Whether this server function is a door where work counts.
fn is_door(path: &str) -> bool {
    const DOORS: [&str; 4] = ["log_in", "register", "request_reset", "send_message"];
    path.strip_prefix("/api/").is_some_and(|name| DOORS.iter().any(|door| name.starts_with(door)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::work::{blank, worked};

    fn stamp_of(at: &str) -> String {
        worked(&blank(at, "4711"), 0, u32::MAX).unwrap()
    }

    fn now() -> Timestamp {
        "2026-03-01T09:30:00Z".parse().unwrap()
    }

    #[test]
    fn a_stamp_counts_once() {
        let (stamps, stamp) = (Stamps::default(), stamp_of(&now().timestamp_millis().to_string()));
        assert!(stamps.spend(&stamp, now()));
        assert!(!stamps.spend(&stamp, now()));
    }

    #[test]
    fn a_stamp_counts_for_ten_minutes() {
        let stamps = Stamps::default();
        for (off, counts) in [(-600_001, false), (-599_000, true), (599_000, true), (600_001, false)] {
            let stamp = stamp_of(&(now().timestamp_millis() + off).to_string());
            assert_eq!(stamps.spend(&stamp, now()), counts, "{off} ms");
        }
    }

    #[test]
    fn without_work_nothing_counts() {
        let stamps = Stamps::default();
        let moment = now().timestamp_millis();
        for none in ["", "work", "1.2.3", &format!("{moment}.4711."), &"9".repeat(200)] {
            assert!(!stamps.spend(none, now()), "{none}");
        }
    }

    #[test]
    fn doors_are_where_people_log_in_register_reset_and_write() {
        for door in [
            "/api/log_in123",
            "/api/log_in_staff1",
            "/api/register9",
            "/api/request_reset1",
            "/api/send_message1",
        ] {
            assert!(is_door(door), "{door}");
        }
        assert!(!is_door("/api/v1/sessions") && !is_door("/login") && !is_door("/api/find_order1"));
    }
}
