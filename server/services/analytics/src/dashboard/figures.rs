//! Series and sums of the metrics. No I/O.

use super::{counting::metric, span::Span};
use contracts::analytics::Metric;
use std::collections::HashMap;

const BASIS_POINTS: i64 = 10_000;

/// The metrics' values per step: first those of the days that are compared with, if any, then those of the days.
#[derive(Clone, Debug)]
pub struct Figures {
    series: HashMap<String, Vec<i64>>,
    before: usize,
    steps: usize,
    begun: usize,
}

impl Figures {
    /// Nothing counted yet.
    pub fn new(span: &Span) -> Self {
        let (before, steps) = (span.before().len(), span.steps().len());
        Self { series: HashMap::new(), before, steps, begun: span.begun() }
    }

    /// Sets a metric's value at a step.
    pub fn set(&mut self, metric: String, step: usize, value: i64) {
        let length = self.before + self.steps;
        let series = self.series.entry(metric).or_insert_with(|| vec![0; length]);
        if let Some(place) = series.get_mut(step) {
            *place = value;
        }
    }

    /// Confirmed orders' totals less refunds.
    pub fn revenue(&self) -> Metric {
        self.sums(metric::REVENUE)
    }

    /// What was paid back.
    pub fn refunded(&self) -> Metric {
        self.sums(metric::REFUNDED)
    }

    /// Accounts that were made.
    pub fn customers(&self) -> Metric {
        self.sums(metric::CUSTOMERS)
    }

    /// Confirmed orders.
    pub fn orders(&self) -> Metric {
        self.sums(metric::ORDERS)
    }

    /// Carts that became orders, in basis points.
    pub fn conversion(&self) -> Metric {
        self.ratios(metric::CARTS_CONVERTED, metric::CARTS_STARTED, |converted, started| {
            // A cart may have been started in an earlier step than it was converted in.
            (converted * BASIS_POINTS / started).min(BASIS_POINTS)
        })
    }

    /// Revenue per order, minor units.
    pub fn average_order(&self) -> Metric {
        self.ratios(metric::REVENUE, metric::ORDERS, |revenue, orders| revenue / orders)
    }

    fn sums(&self, metric: &str) -> Metric {
        let (before, series) = self.halves(metric);
        Metric { value: series.iter().sum(), before: self.so_far(&before), series, series_before: before }
    }

    fn ratios(&self, upper: &str, lower: &str, divide: impl Fn(i64, i64) -> i64) -> Metric {
        let ratio = |upper: i64, lower: i64| if lower == 0 { 0 } else { divide(upper, lower) };
        let (upper_before, upper) = self.halves(upper);
        let (lower_before, lower) = self.halves(lower);
        let steps =
            |upper: &[i64], lower: &[i64]| upper.iter().zip(lower).map(|(u, l)| ratio(*u, *l)).collect();
        Metric {
            value: ratio(upper.iter().sum(), lower.iter().sum()),
            before: ratio(self.so_far(&upper_before), self.so_far(&lower_before)),
            series: steps(&upper, &lower),
            series_before: steps(&upper_before, &lower_before),
        }
    }

    fn halves(&self, metric: &str) -> (Vec<i64>, Vec<i64>) {
        let all = self.series.get(metric).cloned().unwrap_or_else(|| vec![0; self.before + self.steps]);
        let (before, series) = all.split_at(self.before);
        (before.to_vec(), series.to_vec())
    }

    fn so_far(&self, before: &[i64]) -> i64 {
        before.iter().take(self.begun).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::analytics::{Comparison, DashboardQuery, DashboardSpan};

    fn span(span: DashboardSpan, compare: Comparison) -> Span {
        Span::of(DashboardQuery { span, compare }, "2026-11-20T09:30:00".parse().unwrap()).unwrap()
    }

    #[test]
    fn a_day_is_compared_with_yesterday_up_to_the_same_hour() {
        let span = span(DashboardSpan::Today, Comparison::Before);
        let mut figures = Figures::new(&span);
        figures.set(metric::ORDERS.into(), 9, 2);
        figures.set(metric::ORDERS.into(), 10, 5);
        figures.set(metric::ORDERS.into(), 24 + 9, 3);
        let orders = figures.orders();
        assert_eq!((orders.value, orders.before, orders.series_before[10]), (3, 2, 5));
    }

    #[test]
    fn nothing_sold_is_no_average() {
        let span = span(DashboardSpan::Week, Comparison::Before);
        let mut figures = Figures::new(&span);
        assert_eq!(figures.average_order().value, 0);
        figures.set(metric::CARTS_CONVERTED.into(), 13, 2);
        figures.set(metric::CARTS_STARTED.into(), 13, 1);
        assert_eq!(figures.conversion().value, 10_000);
    }

    #[test]
    fn without_a_comparison_there_is_nothing_before() {
        let mut figures = Figures::new(&span(DashboardSpan::Week, Comparison::Nothing));
        figures.set(metric::ORDERS.into(), 0, 2);
        let orders = figures.orders();
        assert_eq!((orders.value, orders.before), (2, 0));
        assert_eq!((orders.series, orders.series_before), (vec![2, 0, 0, 0, 0, 0, 0], vec![]));
        assert_eq!(figures.average_order().series_before, Vec::<i64>::new());
    }
}
