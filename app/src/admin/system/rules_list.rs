use super::rules::grouped;
use crate::{
    admin::patterns::{When, plural},
    components::{Badge, Column, DataTable, Tone},
};
use contracts::{
    Timestamp,
    operations::{Examination, Finding},
};
use leptos::prelude::*;

/// What the invariants are about, in a word or two.
const SUBJECTS: [(&str, &str); 22] = [
    ("I-1", "Stock"),
    ("I-2", "Orders and payments"),
    ("I-3", "Paid once"),
    ("I-4", "Sums"),
    ("I-5", "Refunds"),
    ("I-6", "States"),
    ("I-7", "Gateway events"),
    ("I-8", "Money without an order"),
    ("I-9", "Discount codes"),
    ("I-10", "Gift cards"),
    ("I-11", "Undoing"),
    ("I-12", "Events"),
    ("I-13", "Copies in order"),
    ("I-14", "Mails"),
    ("I-15", "Numbers"),
    ("I-16", "Carts"),
    ("I-17", "Prices"),
    ("I-18", "Lost answers"),
    ("I-19", "Connections"),
    ("I-20", "Reservations"),
    ("I-24", "Releases"),
    ("I-26", "Derived data"),
];

/// Invariants of which the databases alone cannot tell, and what shows them.
pub(super) const ELSEWHERE: [(&str, &str); 3] = [
    ("I-21", "Overload is turned away early and never a paid order: measured by the load test."),
    (
        "I-22",
        "A confirmed order outlives the loss of the database: the shoppers' own records are compared by make chaos.",
    ),
    ("I-23", "A full disk refuses writes cleanly: tried by make chaos."),
];

fn subject(rule: &str) -> &'static str {
    SUBJECTS.iter().find(|(name, _)| *name == rule).map_or("", |(_, subject)| subject)
}

/// `I-12` as 12, to sort by.
fn number(found: &Finding) -> u32 {
    found.rule.trim_start_matches("I-").parse().unwrap_or(u32::MAX)
}

/// A card for each rule that does not hold, with the rows that break it.
pub(super) fn broken(newest: &Examination, now: Timestamp) -> Vec<AnyView> {
    let broken = newest.findings.iter().filter(|found| found.breaches > 0);
    broken.map(|found| breach(found.clone(), since(newest, found), now)).collect()
}

fn since(newest: &Examination, found: &Finding) -> Timestamp {
    let known = newest.broken.iter().find(|rule| rule.place == found.place && rule.what == found.what);
    known.map_or(newest.at, |rule| rule.since)
}

fn breach(found: Finding, since: Timestamp, now: Timestamp) -> AnyView {
    let count = plural(found.breaches, "row breaks this rule", "rows break this rule");
    let more = found.breaches - found.rows.len() as u64;
    let more = (more > 0).then(|| {
        view! { <p class="muted small">{format!("and {} more", grouped(more))}</p> }
    });
    let rows: Vec<_> = found.rows.into_iter().map(|row| view! { <li class="py-1">{row}</li> }).collect();
    let name = format!("Rows that break the rule: {}", found.what);
    view! {
        <section class="card" data-broken=found.rule.clone()>
            <div class="card-body stack stack-sm">
                <div class="cluster cluster-sm">
                    <Badge tone=Tone::Danger text="Broken" />
                    <span class="muted small">{format!("{} · {} · {}", found.rule, subject(&found.rule), found.place)}</span>
                </div>
                <h2 class="card-title">{format!("{}.", capitalised(&found.what))}</h2>
                <p>{count}", of "{grouped(found.examined)}" examined; first found "<When at=since now /></p>
                <div class="max-h-80 overflow-auto border-t border-line pt-2" tabindex="0" role="region" aria-label=name>
                    <ul class="font-mono text-xs wrap-anywhere">{rows}</ul>
                </div>
                {more}
            </div>
        </section>
    }
    .into_any()
}

/// Every rule with its figures, by the number of its invariant.
pub(super) fn table(newest: &Examination) -> AnyView {
    let mut findings = newest.findings.clone();
    findings.sort_by_key(|found| (number(found), found.what.clone()));
    let columns = vec![
        Column::text("Rule"),
        Column::text("What must hold"),
        Column::text("Where"),
        Column::number("Examined"),
        Column::number("Broken"),
        Column::text("State"),
    ];
    let rows: Vec<_> = together(findings).into_iter().map(row).collect();
    view! { <DataTable caption="Rules" columns dense=true>{rows}</DataTable> }.into_any()
}

/// A rule that is examined in many databases is one line.
fn together(findings: Vec<Finding>) -> Vec<(Finding, Vec<String>)> {
    let mut lines: Vec<(Finding, Vec<String>)> = Vec::new();
    for found in findings {
        match lines.iter_mut().find(|(line, _)| line.what == found.what) {
            Some((line, places)) => {
                line.examined += found.examined;
                line.breaches += found.breaches;
                places.push(found.place);
            }
            None => lines.push((found.clone(), vec![found.place])),
        }
    }
    lines
}

fn row((found, places): (Finding, Vec<String>)) -> AnyView {
    let (tone, state) =
        if found.breaches == 0 { (Tone::Positive, "Holds") } else { (Tone::Danger, "Broken") };
    let place = match places.as_slice() {
        [one] => one.clone(),
        many => format!("{} databases", many.len()),
    };
    view! {
        <tr>
            <td class="nowrap"><span class="tnum">{found.rule.clone()}</span><br /><span class="muted small">{subject(&found.rule)}</span></td>
            <th scope="row" class="min-w-64 whitespace-normal">{capitalised(&found.what)}</th>
            <td class="small">{place}</td>
            <td class="num">{grouped(found.examined)}</td>
            <td class="num">{grouped(found.breaches)}</td>
            <td><Badge tone text=state /></td>
        </tr>
    }
    .into_any()
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rule: &str, place: &str, what: &str, breaches: u64) -> Finding {
        let (rule, place, what) = (rule.to_owned(), place.to_owned(), what.to_owned());
        Finding { rule, place, what, examined: 10, breaches, rows: Vec::new() }
    }

    #[test]
    fn a_rule_of_every_database_is_one_line_with_the_sums() {
        let lines = together(vec![found("I-12", "orders", "heard", 1), found("I-12", "catalog", "heard", 2)]);
        let [(line, places)] = &lines[..] else { panic!("{lines:?}") };
        assert_eq!((line.examined, line.breaches, places.len()), (20, 3, 2));
    }

    #[test]
    fn rules_are_sorted_by_their_number_and_not_by_their_text() {
        assert!(number(&found("I-2", "", "", 0)) < number(&found("I-12", "", "", 0)));
    }
}
