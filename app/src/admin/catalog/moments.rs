//! Moments as forms have them. Server only.

use crate::admin::patterns::or_nothing;
use chrono::NaiveDateTime;
use contracts::{Checks, Result, Timestamp, catalog::Schedule};

const WRONG: &str = "Please enter a day and a time, or nothing.";

/// When a product comes and goes, as it was typed.
///
/// # Errors
/// Field errors `publish_at` and `unpublish_at`.
pub fn schedule(publish_at: &str, unpublish_at: &str) -> Result<Schedule> {
    let mut checks = Checks::default();
    let (comes, goes) = (or_nothing(publish_at, moment), or_nothing(unpublish_at, moment));
    checks.require(comes.is_some(), "publish_at", WRONG);
    checks.require(goes.is_some(), "unpublish_at", WRONG);
    checks.finish()?;
    Ok(Schedule { publish_at: comes.flatten(), unpublish_at: goes.flatten() })
}

/// As browsers send `datetime-local`, with or without seconds; in UTC, as all times of the back office.
fn moment(typed: &str) -> Option<Timestamp> {
    let read = |format| NaiveDateTime::parse_from_str(typed, format).ok();
    Some(read("%Y-%m-%dT%H:%M").or_else(|| read("%Y-%m-%dT%H:%M:%S"))?.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_browsers_send_them() {
        let read = schedule(" 2026-12-01T08:30 ", "2026-12-24T18:00:00").unwrap();
        assert_eq!(read.publish_at, "2026-12-01T08:30:00Z".parse().ok());
        assert_eq!(read.unpublish_at, "2026-12-24T18:00:00Z".parse().ok());
        assert_eq!(schedule("", " ").unwrap(), Schedule::default());
        let refused = schedule("tomorrow", "2026-13-01T00:00").unwrap_err();
        assert!(refused.for_field("publish_at").is_some() && refused.for_field("unpublish_at").is_some());
    }
}
