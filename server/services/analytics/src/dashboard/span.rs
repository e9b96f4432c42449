//! Days as steps of a chart, beside the same steps of the days they are compared with. All times are what the clocks in
//! the shop's time zone show; the database knows which moments these are. No I/O.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use contracts::analytics::{Comparison, DashboardQuery, DashboardSpan, DayRange, Period, Step};

/// A step: from when (inclusive) until when (exclusive).
pub type Interval = (NaiveDateTime, NaiveDateTime);

/// Up to so many days each has a step of its own.
const BY_DAY: i64 = 31;
/// Up to so many days each week has one; of more days each month.
const BY_WEEK: i64 = 182;

/// The steps of some days and of those they are compared with; as many of each, or none of the latter.
#[derive(Clone, Debug)]
pub struct Span {
    days: DayRange,
    compared: Option<DayRange>,
    steps: Vec<Interval>,
    before: Vec<Interval>,
    begun: usize,
}

impl Span {
    /// The days that a query asks for at `now`.
    ///
    /// # Errors
    /// In words, when one's own days cannot be drawn.
    pub fn of(query: DashboardQuery, now: NaiveDateTime) -> Result<Self, &'static str> {
        let days = range(query.span, now.date()).check()?;
        let steps = steps(days);
        let before: Vec<Interval> = steps
            .iter()
            .filter_map(|(from, until)| {
                Some((earlier(*from, days, query.compare)?, earlier(*until, days, query.compare)?))
            })
            .collect();
        let begun = steps.iter().filter(|step| step.0 <= now).count();
        Ok(Self { days, compared: ends(&before), steps, before, begun })
    }

    /// The days.
    pub fn days(&self) -> DayRange {
        self.days
    }

    /// The days they are compared with.
    pub fn compared(&self) -> Option<DayRange> {
        self.compared
    }

    /// The steps of the days.
    pub fn steps(&self) -> &[Interval] {
        &self.steps
    }

    /// The same steps of the days they are compared with.
    pub fn before(&self) -> &[Interval] {
        &self.before
    }

    /// How many steps have begun: a day is compared with yesterday up to the same hour.
    pub fn begun(&self) -> usize {
        self.begun
    }

    /// The steps as they are told: what they are called, and of which days they are.
    pub fn told(&self) -> Vec<Step> {
        let format = match self.days.length() {
            ..=1 => "%H:00",
            2..=BY_WEEK => "%-d %b",
            _ => "%b %Y",
        };
        let told = |(from, until): &Interval| Step {
            label: from.format(format).to_string(),
            days: DayRange { from: from.date(), to: last_day(*until) },
        };
        self.steps.iter().map(told).collect()
    }
}

/// The first day of a report and the day after its last.
pub fn of_report(period: Period, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let from = match period {
        Period::Today => today,
        Period::Week => today - Days::new(6),
        Period::Month => today - Days::new(29),
        Period::Quarter => today - Days::new(89),
        Period::Year => first_of_month(today) - Months::new(11),
    };
    (from, today + Days::new(1))
}

fn range(span: DashboardSpan, today: NaiveDate) -> DayRange {
    let from = match span {
        DashboardSpan::Own(days) => return days,
        DashboardSpan::Today => today,
        DashboardSpan::Week => today - Days::new(6),
        DashboardSpan::Month => today - Days::new(29),
        DashboardSpan::Quarter => today - Days::new(89),
        DashboardSpan::Year => today - Days::new(u64::from(today.ordinal0())),
    };
    DayRange { from, to: today }
}

fn steps(days: DayRange) -> Vec<Interval> {
    let end = days.to + Days::new(1);
    match days.length() {
        ..=1 => hours(days.from),
        2..=BY_DAY => until(end, days.from, 1),
        32..=BY_WEEK => until(end, days.from, 7),
        _ => months(days.from, end),
    }
}

fn hours(day: NaiveDate) -> Vec<Interval> {
    let hour = |number| midnight(day) + TimeDelta::hours(number);
    (0..24).map(|number| (hour(number), hour(number + 1))).collect()
}

/// Steps of `width` days that end with `end`, the first one shorter if need be.
fn until(end: NaiveDate, from: NaiveDate, width: u64) -> Vec<Interval> {
    let (mut steps, mut end) = (Vec::new(), end);
    while end > from {
        let start = (end - Days::new(width)).max(from);
        steps.push((midnight(start), midnight(end)));
        end = start;
    }
    steps.reverse();
    steps
}

/// Calendar months, the first and the last one shorter if need be.
fn months(from: NaiveDate, end: NaiveDate) -> Vec<Interval> {
    let (mut steps, mut start) = (Vec::new(), from);
    while start < end {
        let next = (first_of_month(start) + Months::new(1)).min(end);
        steps.push((midnight(start), midnight(next)));
        start = next;
    }
    steps
}

/// The moment that one is compared with; none without a comparison. A 29 February is compared with a 28th.
fn earlier(at: NaiveDateTime, days: DayRange, compare: Comparison) -> Option<NaiveDateTime> {
    match compare {
        Comparison::Before => at.checked_sub_signed(TimeDelta::days(days.length())),
        Comparison::YearBefore => at.checked_sub_months(Months::new(12)),
        Comparison::Nothing => None,
    }
}

fn ends(steps: &[Interval]) -> Option<DayRange> {
    let (first, last) = (steps.first()?, steps.last()?);
    Some(DayRange { from: first.0.date(), to: last_day(last.1) })
}

/// The last day of what ends at a moment.
fn last_day(until: NaiveDateTime) -> NaiveDate {
    (until - TimeDelta::seconds(1)).date()
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.day0()))
}

fn midnight(day: NaiveDate) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn own(from: &str, to: &str) -> DashboardSpan {
        DashboardSpan::Own(DayRange { from: from.parse().unwrap(), to: to.parse().unwrap() })
    }

    fn span(span: DashboardSpan, compare: Comparison) -> Span {
        Span::of(DashboardQuery { span, compare }, at("2026-03-31T09:30:00")).unwrap()
    }

    fn words(days: DayRange) -> String {
        format!("{} to {}", days.from, days.to)
    }

    #[test]
    fn named_days_end_today_and_are_compared_with_as_many_before() {
        for (named, steps, days, before) in [
            (DashboardSpan::Today, 24, "2026-03-31 to 2026-03-31", "2026-03-30 to 2026-03-30"),
            (DashboardSpan::Week, 7, "2026-03-25 to 2026-03-31", "2026-03-18 to 2026-03-24"),
            (DashboardSpan::Month, 30, "2026-03-02 to 2026-03-31", "2026-01-31 to 2026-03-01"),
            (DashboardSpan::Quarter, 13, "2026-01-01 to 2026-03-31", "2025-10-03 to 2025-12-31"),
            (DashboardSpan::Year, 13, "2026-01-01 to 2026-03-31", "2025-10-03 to 2025-12-31"),
        ] {
            let span = span(named, Comparison::Before);
            assert_eq!((span.steps().len(), words(span.days()).as_str()), (steps, days));
            assert_eq!(words(span.compared().unwrap()), before);
        }
    }

    #[test]
    fn a_year_before_has_the_same_dates_and_nothing_has_none() {
        let year = span(own("2025-02-27", "2025-03-02"), Comparison::YearBefore);
        assert_eq!(words(year.compared().unwrap()), "2024-02-27 to 2024-03-02");
        let leap = span(own("2024-02-29", "2024-02-29"), Comparison::YearBefore);
        assert_eq!(words(leap.compared().unwrap()), "2023-02-28 to 2023-02-28");
        let alone = span(DashboardSpan::Week, Comparison::Nothing);
        assert_eq!((alone.before().len(), alone.compared()), (0, None));
    }

    #[test]
    fn a_step_is_an_hour_a_day_a_week_or_a_month() {
        let labels = |span: &Span| span.told().iter().map(|step| step.label.clone()).collect::<Vec<_>>();
        assert_eq!(labels(&span(DashboardSpan::Today, Comparison::Before))[9], "09:00");
        assert_eq!(labels(&span(own("2026-01-01", "2026-01-31"), Comparison::Before)).len(), 31);
        assert_eq!(labels(&span(own("2026-01-01", "2026-02-01"), Comparison::Before))[0], "1 Jan");
        let months = span(own("2025-07-15", "2026-03-02"), Comparison::Before);
        assert_eq!(
            labels(&months),
            [
                "Jul 2025", "Aug 2025", "Sep 2025", "Oct 2025", "Nov 2025", "Dec 2025", "Jan 2026",
                "Feb 2026", "Mar 2026"
            ]
        );
        assert_eq!(words(months.told()[0].days), "2025-07-15 to 2025-07-31");
        assert_eq!(words(months.told()[8].days), "2026-03-01 to 2026-03-02");
    }

    #[test]
    fn steps_follow_each_other_without_gaps_and_the_days_to_come_have_not_begun() {
        for named in DashboardSpan::NAMED {
            let span = span(named, Comparison::Before);
            assert_eq!(span.steps().len(), span.before().len());
            for steps in [span.before(), span.steps()] {
                assert!(steps.windows(2).all(|pair| pair[0].1 == pair[1].0), "{named:?}");
            }
        }
        assert_eq!(span(DashboardSpan::Today, Comparison::Before).begun(), 10);
        assert_eq!(span(own("2026-03-30", "2026-04-02"), Comparison::Before).begun(), 2);
        assert_eq!(span(own("2026-05-01", "2026-05-02"), Comparison::Before).begun(), 0);
    }

    #[test]
    fn days_that_cannot_be_drawn_are_refused() {
        let query = DashboardQuery { span: own("2026-03-02", "2026-03-01"), ..DashboardQuery::default() };
        assert!(Span::of(query, at("2026-03-31T09:30:00")).is_err());
    }

    #[test]
    fn a_report_is_of_the_days_that_it_says() {
        let today = at("2026-03-31T09:30:00").date();
        let days = Period::ALL.map(|period| of_report(period, today).0.to_string());
        assert_eq!(days, ["2026-03-31", "2026-03-25", "2026-03-02", "2026-01-01", "2025-04-01"]);
    }
}
