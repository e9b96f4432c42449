use super::{
    rules_api::{ExamineRules, RulesPage, load_rules},
    rules_list::{ELSEWHERE, broken, table},
};
use crate::{
    admin::patterns::{FormMessage, Refresh, act, exact, plural, relative, skeleton_list},
    components::{
        BarChart, Button, ButtonKind, Card, ChartPoint, Disclosure, EmptyState, IconName, Notice, PageHeader,
        Stat, Tone,
    },
    form::{ActionForm, FormState},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Timestamp,
    operations::{Examination, ExaminationFigures},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The job examines every five minutes; three times that is late.
const LATE_SECONDS: i64 = 15 * 60;

/// Every rule that the shop must keep, and whether it does.
pub struct AdminRules;

office_page!(AdminRules, admin_rules);

fn admin_rules() -> AnyView {
    let refresh = Refresh::default();
    let page = page_resource(move || refresh.get(), |_| load_rules());
    provide_context(refresh);
    let form = act::<ExamineRules>("Every rule was examined.");
    view! {
        <Title text="Rules" />
        <PageHeader
            title="Rules"
            subtitle="What must hold of stock, money, orders and events whatever happens. Examined every five minutes, and told by mail once when one breaks."
            actions=move || check_now(form)
        />
        <FormMessage message=form.message() />
        {loaded(page, skeleton_list, show)}
    }
    .into_any()
}

fn check_now(form: FormState<ExamineRules>) -> AnyView {
    view! {
        <ActionForm action=form.action>
            <Button kind=ButtonKind::Secondary icon=IconName::Refresh pending=form.pending()>"Check now"</Button>
        </ActionForm>
    }
    .into_any()
}

fn show(page: RulesPage) -> AnyView {
    let RulesPage { newest, history, now } = page;
    let Some(newest) = newest else {
        return view! {
            <EmptyState icon=IconName::Shield title="Not examined yet" text="The first examination comes within five minutes of the start. Check now does not wait for it." />
        }
        .into_any();
    };
    let elsewhere: Vec<_> =
        ELSEWHERE.into_iter().map(|(rule, how)| view! { <li><strong>{rule}</strong>" "{how}</li> }).collect();
    let late = ((now - newest.at).num_seconds() > LATE_SECONDS).then(|| late(newest.at, now));
    view! {
        {late}
        {figures(&newest, &history, now)}
        {broken(&newest, now)}
        <Card title="Every rule" flush=true>{table(&newest)}</Card>
        {course(&history, now)}
        <Card>
            <Disclosure title="Rules that no statement can examine">
                <ul class="stack stack-sm">{elsewhere}</ul>
            </Disclosure>
        </Card>
    }
    .into_any()
}

fn late(at: Timestamp, now: Timestamp) -> AnyView {
    let told =
        format!("These are the figures of {}. The job that examines the rules is late.", relative(at, now));
    view! { <Notice tone=Tone::Warning title="Not examined lately">{told}" "<a class="link" href="/admin/dead-letters?service=orders">"Look at its jobs"</a></Notice> }
        .into_any()
}

fn figures(newest: &Examination, history: &[ExaminationFigures], now: Timestamp) -> AnyView {
    let rules = newest.findings.len();
    let hold = newest.findings.iter().filter(|found| found.breaches == 0).count();
    let sum =
        |figure: fn(&contracts::operations::Finding) -> u64| newest.findings.iter().map(figure).sum::<u64>();
    let rows = grouped(sum(|found| found.examined));
    let breaches = grouped(sum(|found| found.breaches));
    let series = |figure: fn(&ExaminationFigures) -> u64| {
        history.iter().map(|past| i64::try_from(figure(past)).unwrap_or(i64::MAX)).collect::<Vec<_>>()
    };
    let by = if newest.asked_by == "system" { "by the job".to_owned() } else { newest.asked_by.clone() };
    view! {
        <div class="grid-stats">
            <Stat label="Rules that hold" value=format!("{hold} of {rules}") />
            <Stat label="Rows that break one" value=breaches series=series(|past| past.breaches) />
            <Stat label="Rows examined" value=rows series=series(|past| past.examined) />
            <Stat label=format!("Last checked, {by}") value=relative(newest.at, now) />
        </div>
        <p class="muted small">{format!("{}, in {}", exact(newest.at), took(newest.took_ms))}</p>
    }
    .into_any()
}

/// The breaches of the last examinations as a chart, once there was one; a sentence before.
fn course(history: &[ExaminationFigures], now: Timestamp) -> Option<AnyView> {
    let first = history.first().filter(|_| history.len() > 1)?;
    if history.iter().all(|past| past.breaches == 0) {
        let count = plural(history.len() as u64, "examination", "examinations");
        let told = format!("{count} since {}: nothing was broken.", relative(first.at, now));
        return Some(view! { <p class="muted small">{told}</p> }.into_any());
    }
    let point = |past: &ExaminationFigures| ChartPoint {
        label: past.at.format("%H:%M").to_string(),
        value: i64::try_from(past.breaches).unwrap_or(i64::MAX),
        text: plural(past.breaches, "row", "rows"),
        ..ChartPoint::default()
    };
    let points = history.iter().map(point).collect();
    let chart = view! {
        <Card title="Rows that broke a rule, by examination">
            <BarChart title="Rows that broke a rule" points axis=|value| value.to_string() now="Rows" />
        </Card>
    };
    Some(chart.into_any())
}

fn took(milliseconds: u32) -> String {
    if milliseconds < 1000 {
        return format!("{milliseconds} ms");
    }
    format!("{}.{} s", milliseconds / 1000, milliseconds % 1000 / 100)
}

/// A count with grouped thousands.
pub(super) fn grouped(count: u64) -> String {
    plural(count, "", "").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_for_people() {
        assert_eq!((grouped(1_204_311), grouped(7)), ("1\u{202f}204\u{202f}311".to_owned(), "7".to_owned()));
        assert_eq!((took(740), took(2_360)), ("740 ms".to_owned(), "2.3 s".to_owned()));
    }
}
