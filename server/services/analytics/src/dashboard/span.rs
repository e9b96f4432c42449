//! A period as steps of a chart, beside the same steps of the period before. No I/O.

use chrono::{Days, Months, NaiveDate, NaiveTime, TimeDelta};
use contracts::{Timestamp, analytics::Period};

/// A step: from when (inclusive) until when (exclusive).
pub type Step = (Timestamp, Timestamp);

/// The steps of a period and of the one before; as many of each.
#[derive(Clone, Debug)]
pub struct Span {
    period: Period,
    steps: Vec<Step>,
    before: Vec<Step>,
    elapsed: usize,
}

impl Span {
    /// The period that `now` is in.
    pub fn of(period: Period, now: Timestamp) -> Self {
        let (steps, before) = match period {
            Period::Today => (hours(now.date_naive()), hours(now.date_naive() - Days::new(1))),
            Period::Week => days(now.date_naive(), 7, 1),
            Period::Month => days(now.date_naive(), 30, 1),
            Period::Quarter => days(now.date_naive(), 90, 7),
            Period::Year => (months(now.date_naive(), 11), months(now.date_naive(), 23)),
        };
        let elapsed = steps.iter().filter(|step| step.0 <= now).count();
        Self { period, steps, before, elapsed }
    }

    /// The steps of the period.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The same steps of the period before.
    pub fn before(&self) -> &[Step] {
        &self.before
    }

    /// How many steps have begun: a day is compared with yesterday up to the same hour.
    pub fn elapsed(&self) -> usize {
        self.elapsed
    }

    /// What the steps are called.
    pub fn labels(&self) -> Vec<String> {
        let format = match self.period {
            Period::Today => "%H:00",
            Period::Week | Period::Month | Period::Quarter => "%-d %b",
            Period::Year => "%b %Y",
        };
        self.steps.iter().map(|(from, _)| from.format(format).to_string()).collect()
    }

    /// The first day and the day after the last one that has begun.
    pub fn days(&self, now: Timestamp) -> (NaiveDate, NaiveDate) {
        let from = self.steps.first().map_or(now, |step| step.0);
        (from.date_naive(), now.date_naive() + Days::new(1))
    }
}

fn midnight(day: NaiveDate) -> Timestamp {
    day.and_time(NaiveTime::MIN).and_utc()
}

fn hours(day: NaiveDate) -> Vec<Step> {
    let hour = |number| midnight(day) + TimeDelta::hours(number);
    (0..24).map(|number| (hour(number), hour(number + 1))).collect()
}

/// `length` days until today in steps of `width`, the first one shorter if need be; and those before.
fn days(today: NaiveDate, length: u64, width: u64) -> (Vec<Step>, Vec<Step>) {
    let end = today + Days::new(1);
    (steps_until(end, length, width), steps_until(end - Days::new(length), length, width))
}

fn steps_until(end: NaiveDate, length: u64, width: u64) -> Vec<Step> {
    let mut steps: Vec<Step> = (0..length.div_ceil(width))
        .map(|number| {
            let from = (number * width + width).min(length);
            (midnight(end - Days::new(from)), midnight(end - Days::new(number * width)))
        })
        .collect();
    steps.reverse();
    steps
}

/// Twelve calendar months, the first one `back` months before today's.
fn months(today: NaiveDate, back: u32) -> Vec<Step> {
    let this_month = today - Days::new(u64::from(chrono::Datelike::day0(&today)));
    let first = this_month - Months::new(back);
    let month = |number| midnight(first + Months::new(number));
    (0..12).map(|number| (month(number), month(number + 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn described(period: Period) -> String {
        let now = at("2026-03-31T09:30:00Z");
        let span = Span::of(period, now);
        let labels = span.labels();
        format!(
            "{} steps, {} begun, {} .. {}, from {} to {}, before from {} to {}",
            labels.len(),
            span.elapsed(),
            labels[0],
            labels[labels.len() - 1],
            span.steps()[0].0.date_naive(),
            span.steps()[labels.len() - 1].1.date_naive(),
            span.before()[0].0.date_naive(),
            span.before()[labels.len() - 1].1.date_naive(),
        )
    }

    #[test]
    fn each_period_is_compared_with_as_long_a_one_before() {
        let all: Vec<_> = Period::ALL
            .into_iter()
            .map(|period| format!("{}: {}", period.as_str(), described(period)))
            .collect();
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn steps_follow_each_other_without_gaps() {
        for period in Period::ALL {
            let span = Span::of(period, at("2024-02-29T23:59:59Z"));
            assert_eq!(span.steps().len(), span.before().len());
            for steps in [span.before(), span.steps()] {
                assert!(steps.windows(2).all(|pair| pair[0].1 == pair[1].0), "{period:?}");
            }
        }
    }
}
