//! Decisions about endpoints and deliveries.

use super::target;
use contracts::{Checks, Error, Result, notifications::WebhookDraft};
use reqwest::Url;
use std::time::Duration;
use uuid::Uuid;

/// Instead of an event's public name: what staff send to see whether an endpoint works.
pub(crate) const TEST: &str = "webhook.test";
/// Deliveries in a row that may be given up before their endpoint is paused.
pub(crate) const MOST_FAILURES: i32 = 20;
/// Endpoints that a shop may have.
pub(crate) const MOST_ENDPOINTS: i64 = 50;

/// Seconds to wait after each try that failed: 5 s, 30 s, 2 min, 10 min, 1 h, 6 h, 24 h.
const WAITS: [u64; 7] = [5, 30, 120, 600, 3_600, 21_600, 86_400];
const GONE: u16 = 410;

/// How a try went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The receiver answered with this status and, of its body, the first 4 KB.
    Answered(u16, String),
    /// There was no answer, for this reason.
    Unanswered(String),
}

/// What follows from a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It arrived.
    Delivered,
    /// It is tried again after so long.
    Again(Duration),
    /// It is given up.
    GivenUp,
    /// It is given up, and the receiver wants nothing any more.
    Gone,
}

/// Only 2xx says that a delivery arrived: a redirect is not followed, for it could lead anywhere. A test is tried
/// once.
pub(crate) fn verdict(outcome: &Outcome, event_type: &str, attempts: i32, id: Uuid) -> Verdict {
    match outcome {
        Outcome::Answered(200..=299, _) => Verdict::Delivered,
        Outcome::Answered(GONE, _) => Verdict::Gone,
        _ if event_type == TEST => Verdict::GivenUp,
        _ => wait_after(attempts, id).map_or(Verdict::GivenUp, Verdict::Again),
    }
}

/// Up to a fifth longer, by the delivery's own chance, so that what failed together does not come together again.
fn wait_after(attempts: i32, id: Uuid) -> Option<Duration> {
    let waited = usize::try_from(attempts.max(1) - 1).ok()?;
    let milliseconds = WAITS.get(waited)? * 1_000;
    let chance = id.as_bytes().last().copied().unwrap_or_default();
    Some(Duration::from_millis(milliseconds + milliseconds * u64::from(chance) / (5 * 256)))
}

/// Why a try failed, in words; none when it did not.
pub(crate) fn failure(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Answered(200..=299, _) => None,
        Outcome::Answered(300..=399, _) => Some("It leads elsewhere. Redirects are not followed.".to_owned()),
        Outcome::Answered(GONE, _) => Some("The receiver wants nothing any more.".to_owned()),
        Outcome::Answered(status, _) => Some(format!("The receiver answered {status}.")),
        Outcome::Unanswered(reason) => Some(reason.chars().take(500).collect()),
    }
}

/// A draft that keeps the rules, with its address as it is stored.
///
/// # Errors
/// Every field to correct at once.
pub(crate) fn checked(draft: WebhookDraft, hosts: &[String]) -> Result<(WebhookDraft, Url)> {
    let mut checks = Checks::default();
    let url = checks.parse("url", target::parse(&draft.url, hosts));
    let description = platform::pan::hidden(draft.description.trim().to_owned());
    let fits = description.chars().count() <= 200;
    checks.require(fits, "description", "Please enter at most 200 characters.");
    checks.finish()?;
    let url = url.ok_or_else(Error::internal)?;
    let mut events = draft.events;
    events.sort_by_key(|event| event.as_str());
    events.dedup();
    Ok((WebhookDraft { url: url.to_string(), description, events, ..draft }, url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_to_a_day_and_ends_after_eight_tries() {
        let waits: Vec<_> = (1..=8).map(|tries| wait_after(tries, Uuid::nil())).collect();
        let seconds = [5, 30, 120, 600, 3_600, 21_600, 86_400].map(|wait| Some(Duration::from_secs(wait)));
        assert_eq!(waits[..7], seconds);
        assert_eq!(waits[7], None);
    }

    #[test]
    fn deliveries_that_failed_together_do_not_wait_equally_long() {
        let longest = wait_after(1, Uuid::from_u128(u128::MAX)).unwrap();
        assert!(longest > Duration::from_secs(5) && longest <= Duration::from_secs(6), "{longest:?}");
    }

    #[test]
    fn only_success_is_success() {
        let verdict =
            |status| verdict(&Outcome::Answered(status, String::new()), "order.confirmed", 1, Uuid::nil());
        assert_eq!(verdict(204), Verdict::Delivered);
        assert_eq!(verdict(410), Verdict::Gone);
        for status in [199, 301, 302, 307, 400, 404, 429, 500, 503] {
            assert_eq!(verdict(status), Verdict::Again(Duration::from_secs(5)), "{status}");
        }
    }
}
