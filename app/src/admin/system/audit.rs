use super::{
    audit_api::{AuditPage, Chain, list_audit},
    audit_details,
    events::payload,
};
use crate::{
    admin::patterns::{
        ExportLink, ListFilter, ListFrame, ListState, Pages, Shortened, When, exact, how_many, named, plural,
        skeleton_list, use_list_state,
    },
    components::{Column, DataTable, Notice, PageHeader, Tone},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, identity::AuditEntry};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/audit";

/// What the staff did.
pub struct AdminAudit;

office_page!(AdminAudit, admin_audit);

fn admin_audit() -> AnyView {
    let state = use_list_state();
    let page = page_resource(move || state.get(), list_audit);
    view! {
        <Title text="Audit log" />
        <PageHeader
            title="Audit log"
            subtitle="Every act of the staff, never changed afterwards."
            actions=move || view! { <ExportLink list="audit" state /> }
        />
        {loaded(page, skeleton_list, move |page| show(&state.get_untracked(), page))}
    }
    .into_any()
}

fn show(state: &ListState, page: AuditPage) -> AnyView {
    let AuditPage { list, actions, chain } = page;
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    let columns = vec![
        Column::number("Entry"),
        Column::text("Act"),
        Column::text("Who"),
        Column::text("What"),
        Column::text("Details"),
        Column::text("When"),
    ];
    let filters = vec![
        ListFilter::text("who", "Who"),
        ListFilter::new("action", "Act", actions.into_iter().map(|act| (act.clone(), act)).collect()),
        ListFilter::text("subject", "What"),
        ListFilter::day("from", "From"),
        ListFilter::day("to", "To"),
    ];
    let rows: Vec<_> = list.page.items.into_iter().map(|entry| row(entry, list.now)).collect();
    let heads = named(&columns);
    view! {
        {chain.map(state_of)}
        <ListFrame columns=heads state=state.clone() path=PATH filters count=how_many(total, "entry", "entries") empty pages>
            <DataTable caption="Audit log" columns dense=true stacked=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

/// How far the chain of entries was verified, and what broke it.
fn state_of(chain: Chain) -> AnyView {
    let at = exact(chain.at);
    let (tone, told) = if chain.breaches == 0 {
        (Tone::Positive, format!("The chain of entries was verified until entry {}, {at}.", chain.entries))
    } else {
        let breaches = plural(chain.breaches, "entry", "entries");
        (Tone::Danger, format!("The chain of entries is broken: {breaches}, found {at}."))
    };
    view! { <Notice tone>{told}" "<a class="link" href="/admin/rules">"Look at the rules"</a></Notice> }
        .into_any()
}

fn row(entry: AuditEntry, now: Timestamp) -> AnyView {
    let at = entry.at;
    view! {
        <tr>
            <td data-label="Entry" class="num muted">{entry.position}</td>
            <th scope="row">{entry.action.clone()}</th>
            <td data-label="Who">{entry.actor.clone()}</td>
            <td data-label="What" class="small"><Shortened text=entry.subject.clone() /></td>
            <td data-label="Details">{fold(entry)}</td>
            <td data-label="When" class="muted"><When at now /></td>
        </tr>
    }
    .into_any()
}

/// The entry in a line; opened, what was changed from what to what, the ids whole, and the JSON behind a line.
fn fold(entry: AuditEntry) -> AnyView {
    let details = audit_details::of(&entry.details);
    let summary = audit_details::in_a_line(&details).unwrap_or_else(|| "Show".to_owned());
    let told: Vec<_> = details.into_iter().map(detail).collect();
    let request = entry.request_id.map(|id| view! { <li><strong>"request"</strong>": "{id}</li> });
    view! {
        <details class="cell-fold small">
            <summary class="truncate">{summary}</summary>
            <ul class="stack stack-sm break-words">
                {told}
                <li><strong>"what"</strong>": "{entry.subject}</li>
                {request}
                <li><strong>"hash"</strong>": "{entry.hash}</li>
            </ul>
            {payload(entry.details)}
        </details>
    }
    .into_any()
}

fn detail(detail: audit_details::Detail) -> AnyView {
    let before = detail.before.map(|before| view! { <del>{before}</del>" → " });
    view! { <li><strong>{detail.name}</strong>": "{before}{detail.after}</li> }.into_any()
}
