//! Days as moments; days are UTC's.

use chrono::{NaiveDate, NaiveTime};
use contracts::Timestamp;

/// From when on, and before when: from the first day to the last, both meant.
pub fn bounds(from: Option<NaiveDate>, to: Option<NaiveDate>) -> (Option<Timestamp>, Option<Timestamp>) {
    let begin = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    (from.map(begin), to.and_then(|day| day.succ_opt()).map(begin))
}

#[cfg(test)]
mod tests {
    use super::bounds;

    #[test]
    fn the_last_day_ends_where_the_next_begins() {
        let day = |text: &str| text.parse().ok();
        let (from, before) = bounds(day("2026-11-20"), day("2026-11-20"));
        assert_eq!(from.unwrap().to_rfc3339(), "2026-11-20T00:00:00+00:00");
        assert_eq!(before.unwrap().to_rfc3339(), "2026-11-21T00:00:00+00:00");
        assert_eq!(bounds(None, None), (None, None));
    }
}
