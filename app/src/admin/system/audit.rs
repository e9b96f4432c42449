use super::{api::list_audit, events::payload};
use crate::{
    admin::patterns::{ListFrame, ListState, Listed, When, how_many, skeleton_list, use_list_state},
    components::{Column, DataTable, PageHeader},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, identity::AuditEntry};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/audit";

/// What the staff did.
pub struct AdminAudit;

lazy_page!(AdminAudit, admin, admin_audit);

fn admin_audit() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), list_audit);
    view! {
        <Title text="Audit log" />
        <PageHeader title="Audit log" subtitle="Every act of the staff, never changed afterwards." />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

fn table(state: &ListState, list: Listed<AuditEntry>) -> AnyView {
    let (total, pages, empty) = (list.page.total, list.page.pages(), list.page.items.is_empty());
    let columns = vec![
        Column::text("Act"),
        Column::text("Who"),
        Column::text("What"),
        Column::text("Details"),
        Column::text("Request"),
        Column::text("When"),
    ];
    let rows: Vec<_> = list.page.items.into_iter().map(|entry| row(entry, list.now)).collect();
    view! {
        <ListFrame state=state.clone() path=PATH search="Who, act or what" count=how_many(total, "entry", "entries") empty pages>
            <DataTable caption="Audit log" columns dense=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn row(entry: AuditEntry, now: Timestamp) -> AnyView {
    view! {
        <tr>
            <th scope="row">{entry.action}</th>
            <td>{entry.actor}</td>
            <td class="small">{entry.subject}</td>
            <td>{payload(entry.details)}</td>
            <td class="small muted">{entry.request_id}</td>
            <td class="muted"><When at=entry.at now /></td>
        </tr>
    }
    .into_any()
}
