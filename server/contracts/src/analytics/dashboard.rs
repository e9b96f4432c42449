//! Which days a dashboard shows, against which it compares them, and what it says.

use super::BestSeller;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days in a row, those of the shop's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRange {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl DayRange {
    /// The longest that is drawn: three years, one of them a leap year.
    pub const MOST: i64 = 1096;

    /// How many days there are; none or less when the last is before the first.
    pub fn length(self) -> i64 {
        (self.to - self.from).num_days() + 1
    }

    /// Why these days cannot be drawn, in words for whoever chose them.
    ///
    /// # Errors
    /// When the last day is before the first, there are more than [`Self::MOST`], or it is another age.
    pub fn check(self) -> Result<Self, &'static str> {
        if self.from.year() < 2000 || self.to.year() > 9999 {
            return Err("Please choose days since the year 2000.");
        }
        match self.length() {
            ..=0 => Err("Please choose a last day that is not before the first."),
            1..=Self::MOST => Ok(self),
            _ => Err("Please choose three years at most."),
        }
    }
}

/// The days that are wanted; all but one's own end today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DashboardSpan {
    /// Today by hours.
    Today,
    /// Seven days.
    Week,
    /// Thirty days.
    #[default]
    Month,
    /// Ninety days.
    Quarter,
    /// From the first of January on.
    Year,
    /// One's own.
    Own(DayRange),
}

impl DashboardSpan {
    /// All that have a name, shortest first.
    pub const NAMED: [Self; 5] = [Self::Today, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// As in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Own(_) => "own",
        }
    }

    /// The one with that name; the default for any other text.
    pub fn from_text(text: &str) -> Self {
        Self::NAMED.into_iter().find(|span| span.as_str() == text).unwrap_or_default()
    }
}

/// What the days are compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// As many days right before.
    #[default]
    Before,
    /// The same days a year earlier.
    YearBefore,
    /// Nothing.
    Nothing,
}

impl Comparison {
    /// All of them, the default first.
    pub const ALL: [Self; 3] = [Self::Before, Self::YearBefore, Self::Nothing];

    /// As in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::YearBefore => "year",
            Self::Nothing => "none",
        }
    }

    /// The one with that name; the default for any other text.
    pub fn from_text(text: &str) -> Self {
        Self::ALL.into_iter().find(|one| one.as_str() == text).unwrap_or_default()
    }
}

/// What a dashboard is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DashboardQuery {
    /// The days.
    pub span: DashboardSpan,
    /// Against which.
    pub compare: Comparison,
}

/// A figure over the days, its course, and the days it is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metric {
    /// Over all days: minor units, a count, or basis points.
    pub value: i64,
    /// Over as much of the other days as has passed of these; nothing without a comparison.
    pub before: i64,
    /// One value per step of [`Dashboard::steps`].
    pub series: Vec<i64>,
    /// The same steps of the other days; empty without a comparison.
    pub series_before: Vec<i64>,
}

/// A step of the charts: an hour, a day, a week or a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its name, e.g. `3 Nov`.
    pub label: String,
    /// The days that it is of: an hour's is its day.
    pub days: DayRange,
}

/// What the back office opens on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dashboard {
    /// The days shown.
    pub days: DayRange,
    /// IANA name of the time zone whose days these are.
    pub time_zone: String,
    /// The days they are compared with; none without a comparison.
    pub compared: Option<DayRange>,
    /// The steps, oldest first.
    pub steps: Vec<Step>,
    /// How many of them have begun.
    pub begun: u32,
    /// Confirmed orders' totals less refunds, minor units.
    pub revenue: Metric,
    /// The currency of the money.
    pub currency: crate::Currency,
    /// Confirmed orders, without those that were cancelled since.
    pub orders: Metric,
    /// Carts that became orders, basis points.
    pub conversion: Metric,
    /// Revenue per order, minor units.
    pub average_order: Metric,
    /// What was paid back, minor units.
    pub refunded: Metric,
    /// Accounts that were made.
    pub customers: Metric,
    /// Best sellers by revenue, at most ten.
    pub best_sellers: Vec<BestSeller>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: &str, to: &str) -> DayRange {
        DayRange { from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    #[test]
    fn days_end_on_the_day_they_begin_or_later_within_three_years() {
        assert_eq!(range("2026-11-20", "2026-11-20").check().unwrap().length(), 1);
        assert_eq!(range("2024-01-01", "2026-12-31").check().unwrap().length(), DayRange::MOST);
        assert!(range("2026-11-20", "2026-11-19").check().is_err());
        assert!(range("2024-01-01", "2027-01-01").check().is_err());
        assert!(range("1999-12-31", "2000-01-01").check().is_err());
    }

    #[test]
    fn what_is_in_the_address_is_understood_and_the_rest_is_the_default() {
        for span in DashboardSpan::NAMED {
            assert_eq!(DashboardSpan::from_text(span.as_str()), span);
        }
        for compare in Comparison::ALL {
            assert_eq!(Comparison::from_text(compare.as_str()), compare);
        }
        assert_eq!(DashboardSpan::from_text("decade"), DashboardSpan::Month);
        assert_eq!(Comparison::from_text(""), Comparison::Before);
    }
}
