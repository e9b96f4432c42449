//! From what is typed to the limits of a key. Server only.

use crate::admin::patterns::or_nothing;
use chrono::{Days, NaiveDate};
use contracts::{Error, Result, Timestamp, identity::KeyLimits};

/// The limits that were typed: the last day, which ends at midnight in UTC, and networks between spaces, commas or
/// line breaks.
///
/// # Errors
/// A field error at `expires_at`.
pub fn limits(last_day: &str, networks: &str) -> Result<KeyLimits> {
    let day = or_nothing(last_day, |typed| typed.parse::<NaiveDate>().ok());
    let day = day.ok_or_else(|| Error::field("expires_at", "Please enter a day, or nothing."))?;
    let networks = networks.split([',', ';', ' ', '\t', '\r', '\n']).filter(|text| !text.is_empty());
    Ok(KeyLimits { expires_at: day.and_then(end_of), networks: networks.map(str::to_owned).collect() })
}

fn end_of(day: NaiveDate) -> Option<Timestamp> {
    Some(day.checked_add_days(Days::new(1))?.and_hms_opt(0, 0, 0)?.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_good_until_the_end_of_its_last_day() {
        let typed = limits("2026-12-31", "192.0.2.0/24,\r\n 2001:db8::1 ").unwrap();
        assert_eq!(typed.expires_at, "2027-01-01T00:00:00Z".parse().ok());
        assert_eq!(typed.networks, ["192.0.2.0/24", "2001:db8::1"]);
        assert_eq!(limits(" ", "\n").unwrap(), KeyLimits::default());
        assert!(limits("tomorrow", "").unwrap_err().for_field("expires_at").is_some());
    }
}
