//! How patient runs are that meet a failure.

use std::time::Duration;

const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

/// How long to wait before the next try, after so many failed ones: 5, 10, 20 ... seconds, at most an hour.
pub fn pause_after(attempts: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
    FIRST_PAUSE.saturating_mul(doubled).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour() {
        let seconds = [1, 2, 3, 8, 10, 11, 1000].map(|attempts| pause_after(attempts).as_secs());
        assert_eq!(seconds, [5, 10, 20, 640, 2560, 3600, 3600]);
    }
}
