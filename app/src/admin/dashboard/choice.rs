use super::{
    asked::{Asked, address},
    figures::span_of,
};
use crate::components::{Tab, Tabs};
use contracts::analytics::{Comparison, Dashboard, DashboardQuery, DashboardSpan};
use leptos::prelude::*;
use leptos_router::components::Form;

/// Which days are shown, and against which they are compared: links and a form that works by itself.
pub fn choice(asked: &Asked, dashboard: &Dashboard) -> AnyView {
    let (query, wrong) = (asked.query(), asked.span().err());
    let compared = dashboard.compared.map(|days| format!(", beside {}", span_of(days)));
    let shown = format!(
        "{}{}. Days begin at midnight in {}, as in reports.",
        span_of(dashboard.days),
        compared.unwrap_or_default(),
        dashboard.time_zone
    );
    view! {
        <Tabs label="Period" items=periods(query) />
        <div class="between">
            <Tabs label="Compared with" items=comparisons(query) />
            {own_days(asked, dashboard, wrong)}
        </div>
        <p class="muted small">{shown}</p>
    }
    .into_any()
}

fn periods(chosen: DashboardQuery) -> Vec<Tab> {
    let tab = |span: DashboardSpan| Tab {
        label: name(span).to_owned(),
        href: address(DashboardQuery { span, ..chosen }),
        count: None,
        current: span == chosen.span,
    };
    let own = matches!(chosen.span, DashboardSpan::Own(_)).then_some(chosen.span);
    DashboardSpan::NAMED.into_iter().chain(own).map(tab).collect()
}

fn name(span: DashboardSpan) -> &'static str {
    match span {
        DashboardSpan::Today => "Today",
        DashboardSpan::Week => "7 days",
        DashboardSpan::Month => "30 days",
        DashboardSpan::Quarter => "90 days",
        DashboardSpan::Year => "This year",
        DashboardSpan::Own(_) => "Own days",
    }
}

fn comparisons(chosen: DashboardQuery) -> Vec<Tab> {
    let name = |compare| match compare {
        Comparison::Before => "Days before",
        Comparison::YearBefore => "A year before",
        Comparison::Nothing => "No comparison",
    };
    let tab = |compare: Comparison| Tab {
        label: name(compare).to_owned(),
        href: address(DashboardQuery { compare, ..chosen }),
        count: None,
        current: compare == chosen.compare,
    };
    Comparison::ALL.into_iter().map(tab).collect()
}

/// The days that are shown, to be changed; those that were typed when they are none.
fn own_days(asked: &Asked, dashboard: &Dashboard, wrong: Option<&'static str>) -> AnyView {
    let days = dashboard.days;
    let (from, to) = match wrong {
        Some(_) => (asked.from.clone(), asked.to.clone()),
        None => (days.from.to_string(), days.to.to_string()),
    };
    let compare = Comparison::from_text(&asked.compare).as_str();
    let (invalid, described) = (wrong.map(|_| "true"), wrong.map(|_| "own-days-error"));
    view! {
        <div class="stack stack-sm">
            <Form method="GET" action="/admin" attr:class="toolbar">
                <input type="hidden" name="period" value="own" />
                <label class="cluster small">
                    "From"
                    <input class="input" type="date" name="from" value=from required=true aria-invalid=invalid aria-describedby=described />
                </label>
                <label class="cluster small">
                    "To"
                    <input class="input" type="date" name="to" value=to required=true aria-invalid=invalid aria-describedby=described />
                </label>
                <input type="hidden" name="compare" value=compare />
                <button type="submit" class="btn btn-secondary">"Show"</button>
            </Form>
            {wrong.map(|why| view! { <p class="field-error" id="own-days-error" role="alert">{why}</p> })}
        </div>
    }
    .into_any()
}
