use super::{
    money_api::list_disputes,
    reconciliation::{amount, views},
};
use crate::{
    admin::patterns::{
        ListFrame, ListState, Listed, Pages, When, exact, how_many, named, skeleton_list, use_list_state,
        words,
    },
    components::{Badge, Column, DataTable, EmptyState, IconName, PageHeader, Tone},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Timestamp,
    payments::{Dispute, DisputeKind},
};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/disputes";
/// With less time left a deadline is pressing, hours.
const PRESSING_HOURS: i64 = 48;

/// Charges that their payers dispute, and banks' warnings of fraud.
pub struct AdminDisputes;

office_page!(AdminDisputes, admin_disputes);

fn admin_disputes() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), list_disputes);
    view! {
        <Title text="Disputes" />
        <PageHeader title="Disputes" subtitle="Charges that payers want back, and banks' warnings. Without evidence before the deadline the money is lost; a refund in time settles a warning." />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

fn table(state: &ListState, list: Listed<Dispute>) -> AnyView {
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    let tabs = views(state, PATH, "Open");
    if empty && state.filter("show") != "all" {
        return view! {
            {tabs}
            <EmptyState icon=IconName::Shield title="No open disputes" text="When a payer's bank wants money back, or warns of fraud, it shows here with the deadline." />
        }
        .into_any();
    }
    let rows: Vec<_> = list.page.items.into_iter().map(|case| row(case, list.now)).collect();
    let columns = vec![
        Column::text("Case"),
        Column::number("Amount"),
        Column::text("Reason"),
        Column::text("Status"),
        Column::text("Answer by"),
        Column::text("Opened"),
    ];
    let heads = named(&columns);
    view! {
        {tabs}
        <ListFrame columns=heads state=state.clone() path=PATH count=how_many(total, "case", "cases") empty pages>
            <DataTable caption="Disputes" columns>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn row(case: Dispute, now: Timestamp) -> AnyView {
    view! {
        <tr>
            <th scope="row">{title(&case)}<br /><span class="muted small">{case.gateway_reference.clone()}</span></th>
            <td class="num">{amount(case.amount_minor, &case.currency)}</td>
            <td>{words(&case.reason)}</td>
            <td>{status(&case)}</td>
            <td>{deadline(&case, now)}</td>
            <td class="muted"><When at=case.opened_at now /></td>
        </tr>
    }
    .into_any()
}

fn title(case: &Dispute) -> AnyView {
    let text = match case.kind {
        DisputeKind::Dispute => "Dispute",
        DisputeKind::FraudWarning => "Fraud warning",
    };
    match (case.order, case.payment) {
        (Some(order), _) => view! { <a href=format!("/admin/orders/{order}")>{text}</a> }.into_any(),
        (None, Some(payment)) => {
            view! { <a href=format!("/admin/payments?q={payment}")>{text}</a> }.into_any()
        }
        (None, None) => text.into_any(),
    }
}

fn status(case: &Dispute) -> AnyView {
    let tone = match case.status.as_str() {
        "needs_response" | "warning_needs_response" | "actionable" | "lost" => Tone::Danger,
        "won" | "warning_closed" => Tone::Positive,
        _ if case.is_closed => Tone::Neutral,
        _ => Tone::Warning,
    };
    view! { <Badge tone text=words(&case.status) /> }.into_any()
}

fn deadline(case: &Dispute, now: Timestamp) -> AnyView {
    let Some(due) = case.evidence_due_at.filter(|_| !case.is_closed) else {
        return view! { <span class="muted">"none"</span> }.into_any();
    };
    let hours = (due - now).num_hours();
    let tone = if hours < PRESSING_HOURS { Tone::Danger } else { Tone::Warning };
    view! {
        <Badge tone text=left(due, now) />
        <br />
        <time class="muted small nowrap" datetime=due.to_rfc3339()>{exact(due)}</time>
    }
    .into_any()
}

/// The time left, in the unit that says most.
fn left(due: Timestamp, now: Timestamp) -> String {
    match (due - now).num_minutes() {
        ..0 => "Too late".to_owned(),
        minutes @ 0..120 => format!("{minutes} min left"),
        minutes @ 120..2880 => format!("{} h left", minutes / 60),
        minutes => format!("{} days left", minutes / 1440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_told_in_the_unit_that_says_most() {
        let now: Timestamp = "2026-05-20T12:00:00Z".parse().unwrap();
        let told = |text: &str| left(text.parse().unwrap(), now);
        assert_eq!(told("2026-05-20T11:59:00Z"), "Too late");
        assert_eq!(told("2026-05-20T13:30:00Z"), "90 min left");
        assert_eq!(told("2026-05-21T16:00:00Z"), "28 h left");
        assert_eq!(told("2026-05-27T16:00:00Z"), "7 days left");
    }
}
