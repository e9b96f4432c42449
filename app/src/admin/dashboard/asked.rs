use contracts::analytics::{Comparison, DashboardQuery, DashboardSpan, DayRange};
use leptos_router::params::ParamsMap;

/// What is chosen in the dashboard's address, as it is written there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// A named period, or `own`.
    pub period: String,
    /// The first of one's own days.
    pub from: String,
    /// The last of them.
    pub to: String,
    /// What they are compared with.
    pub compare: String,
}

impl Asked {
    /// What an address says.
    pub fn of(query: &ParamsMap) -> Self {
        let text = |name: &str| query.get(name).unwrap_or_default();
        Self { period: text("period"), from: text("from"), to: text("to"), compare: text("compare") }
    }

    /// The days.
    ///
    /// # Errors
    /// In words, when one's own days are none.
    pub fn span(&self) -> Result<DashboardSpan, &'static str> {
        if self.period != "own" {
            return Ok(DashboardSpan::from_text(&self.period));
        }
        let (Ok(from), Ok(to)) = (self.from.parse(), self.to.parse()) else {
            return Err("Please choose a first and a last day.");
        };
        Ok(DashboardSpan::Own(DayRange { from, to }.check()?))
    }

    /// What is shown: in place of days that are none those that one sees first.
    pub fn query(&self) -> DashboardQuery {
        DashboardQuery {
            span: self.span().unwrap_or_default(),
            compare: Comparison::from_text(&self.compare),
        }
    }
}

/// The address of a dashboard.
pub fn address(query: DashboardQuery) -> String {
    let own = match query.span {
        DashboardSpan::Own(days) => format!("&{}", days_of(days)),
        _ => String::new(),
    };
    format!("/admin?period={}{own}&compare={}", query.span.as_str(), query.compare.as_str())
}

/// The pairs of an address that narrow a list to these days.
pub fn days_of(days: DayRange) -> String {
    format!("from={}&to={}", days.from, days.to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(period: &str, from: &str, to: &str, compare: &str) -> Asked {
        let [period, from, to, compare] = [period, from, to, compare].map(str::to_owned);
        Asked { period, from, to, compare }
    }

    #[test]
    fn an_address_leads_to_what_it_was_made_of() {
        let own = asked("own", "2026-11-01", "2026-11-02", "year").query();
        let address = address(own);
        assert_eq!(address, "/admin?period=own&from=2026-11-01&to=2026-11-02&compare=year");
        assert_eq!(asked("week", "2026-11-01", "", "").query().span, DashboardSpan::Week);
    }

    #[test]
    fn days_that_are_none_are_told_of_and_nothing_breaks() {
        for (from, to) in [("", ""), ("2026-11-02", "2026-11-01"), ("2026-11-31", "2026-12-01"), ("x", "y")] {
            let asked = asked("own", from, to, "none");
            assert!(asked.span().is_err(), "{from} to {to}");
            let query = DashboardQuery { span: DashboardSpan::Month, compare: Comparison::Nothing };
            assert_eq!(asked.query(), query);
        }
    }
}
