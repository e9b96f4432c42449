use super::money_api::{CloseDifference, list_reconciliations};
use crate::{
    admin::patterns::{
        Confirm, Deed, ListFrame, ListState, Listed, Pages, Reason, Refresh, When, Why, act, how_many, named,
        skeleton_list, use_list_state, words,
    },
    components::{Badge, Column, DataTable, EmptyState, IconName, PageHeader, Tab, Tabs, Tone},
    form::ActionForm,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Timestamp,
    payments::{Reconciliation, ReconciliationAction, ReconciliationKind as Kind, ReconciliationOutcome},
};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/reconciliation";

const WHY: Why = Why { name: "note", label: "What was done", hint: "Kept in the audit log.", verb: "Settle" };

/// Where the payment provider's book and ours disagreed, and what was done about it.
pub struct AdminReconciliation;

office_page!(AdminReconciliation, admin_reconciliation);

fn admin_reconciliation() -> AnyView {
    let (refresh, state) = (Refresh::default(), use_list_state());
    let list = page_resource(move || (state.get(), refresh.get()), |(state, _)| list_reconciliations(state));
    provide_context(refresh);
    view! {
        <Title text="Reconciliation" />
        <PageHeader title="Reconciliation" subtitle="Where the payment provider's book and ours disagree, and how it ends: as an order or as a refund, within fifteen minutes." />
        {loaded(list, skeleton_list, move |list| view! { <Differences state=state.get_untracked() list /> }.into_any())}
    }
    .into_any()
}

/// What is open, or everything.
pub(super) fn views(state: &ListState, path: &str, open: &'static str) -> AnyView {
    let all = state.filter("show") == "all";
    let tab =
        |label: &str, href: String, current| Tab { label: label.to_owned(), href, count: None, current };
    let items = vec![tab(open, path.to_owned(), !all), tab("All", format!("{path}?show=all"), all)];
    view! { <Tabs label="Views" items /> }.into_any()
}

#[component]
fn Differences(state: ListState, list: Listed<Reconciliation>) -> impl IntoView {
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    let tabs = views(&state, PATH, "Open");
    if empty && state.filter("show") != "all" {
        return view! {
            {tabs}
            <EmptyState icon=IconName::Success title="Both books agree" text="They are compared every few minutes. What is found is mended by itself where that is certain; the rest waits here." />
        }
        .into_any();
    }
    let rows: Vec<_> = list.page.items.into_iter().map(|found| row(found, list.now)).collect();
    let columns = vec![
        Column::text("Difference"),
        Column::number("Amount"),
        Column::text("What is wrong"),
        Column::text("Found"),
        Column::text("State"),
        Column::unseen("Settle"),
    ];
    let heads = named(&columns);
    view! {
        {tabs}
        <ListFrame columns=heads state path=PATH count=how_many(total, "difference", "differences") empty pages>
            <DataTable caption="Differences" columns>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::LostAnswer => "An answer was lost",
        Kind::UnknownCharge => "A charge nobody here knows",
        Kind::LateSuccess => "Paid after it was given up",
        Kind::SecondCharge => "Charged twice",
        Kind::WrongAmount => "Another amount",
        Kind::LooseMoney => "Money without an order",
        Kind::UnknownRefund => "A refund nobody here knows",
        Kind::MissingRefund => "A refund that did not arrive",
    }
}

fn row(found: Reconciliation, now: Timestamp) -> AnyView {
    let amount = amount(found.amount_minor, &found.currency);
    let by_hand = (found.resolved_at.is_none() && found.action == ReconciliationAction::Person)
        .then(|| settle(found.id.to_string()));
    view! {
        <tr>
            <th scope="row">{finding(&found)}<br /><span class="muted small">{found.charge_reference.clone()}</span></th>
            <td class="num">{amount}</td>
            <td class="small min-w-56 whitespace-normal">{found.details.clone()}</td>
            <td class="muted"><When at=found.found_at now /></td>
            <td>{state(&found, now)}</td>
            <td>{by_hand}</td>
        </tr>
    }
    .into_any()
}

fn finding(found: &Reconciliation) -> AnyView {
    let text = title(found.kind);
    match (found.order, found.payment) {
        (Some(order), _) => view! { <a href=format!("/admin/orders/{order}")>{text}</a> }.into_any(),
        (None, Some(payment)) => {
            view! { <a href=format!("/admin/payments?q={payment}")>{text}</a> }.into_any()
        }
        (None, None) => text.into_any(),
    }
}

/// As money; in a currency that is none of ours, the minor units and its code.
pub(super) fn amount(minor: i64, currency: &str) -> String {
    contracts::Currency::from_code(currency).map_or_else(
        || format!("{minor} {currency} (minor units)"),
        |currency| contracts::Money::new(minor, currency).to_string(),
    )
}

fn state(found: &Reconciliation, now: Timestamp) -> AnyView {
    let note = found.note.clone().map(|note| view! { <br /><span class="muted small">{note}</span> });
    let (Some(outcome), Some(at)) = (found.outcome, found.resolved_at) else {
        let (tone, text) = match found.action {
            ReconciliationAction::Person => (Tone::Danger, "Needs a person".to_owned()),
            act => (Tone::Warning, format!("{} is on its way", words(act.as_str()))),
        };
        return view! { <Badge tone text />{note} }.into_any();
    };
    let text = match outcome {
        ReconciliationOutcome::Adopted => "Taken over",
        ReconciliationOutcome::Voided => "Released",
        ReconciliationOutcome::Refunded => "Refunded",
        ReconciliationOutcome::Agreed => "Agrees again",
        ReconciliationOutcome::Closed => "Settled by hand",
    };
    view! { <Badge tone=Tone::Positive text />" "<span class="muted small"><When at now /></span>{note} }
        .into_any()
}

fn settle(id: String) -> AnyView {
    let form = act::<CloseDifference>("Settled. The audit log keeps it.");
    let deed = Deed::new(form, vec![("id", id)]);
    view! {
        <Confirm title="Settle" open=deed.was_refused()>
            <p class="small">"Do this once both books are right. It is not compared again."</p>
            <ActionForm action=form.action><Reason deed why=WHY small=true /></ActionForm>
        </Confirm>
    }
    .into_any()
}
