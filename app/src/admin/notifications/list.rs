use super::api::{MessageLog, list_messages};
use crate::{
    admin::patterns::{
        ListFilter, ListFrame, ListState, Pages, When, how_many, named, notification_badge, skeleton_list,
        use_list_state, words,
    },
    components::{Column, DataTable, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, notifications::Notification};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/notifications";

/// Every message, queued, sent or given up.
pub struct AdminNotifications;

office_page!(AdminNotifications, admin_notifications);

fn admin_notifications() -> AnyView {
    let state = use_list_state();
    let log = page_resource(move || state.get(), list_messages);
    view! {
        <Title text="Notification log" />
        <PageHeader title="Notification log" />
        {loaded(log, skeleton_list, move |log| table(&state.get_untracked(), log))}
    }
    .into_any()
}

/// The filters of messages.
pub fn filters(templates: &[String]) -> Vec<ListFilter> {
    let status = ["queued", "sent", "failed"].map(|status| (status.to_owned(), words(status))).to_vec();
    let templates = templates.iter().map(|name| (name.clone(), words(name))).collect();
    vec![ListFilter::new("status", "Status", status), ListFilter::new("template", "Template", templates)]
}

fn table(state: &ListState, log: MessageLog) -> AnyView {
    let (page, now) = (log.list.page, log.list.now);
    let (total, pages, empty) = (page.total, Pages::of(&page), page.items.is_empty());
    let columns = vec![
        Column::text("Subject"),
        Column::text("To"),
        Column::text("Template"),
        Column::text("Status"),
        Column::number("Tries"),
        Column::text("Queued"),
    ];
    let rows: Vec<_> = page.items.into_iter().map(|message| row(message, now)).collect();
    let heads = named(&columns);
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH search="Address or subject" filters=filters(&log.templates) count=how_many(total, "message", "messages") empty pages>
            <DataTable caption="Messages" columns stacked=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn row(message: Notification, now: Timestamp) -> AnyView {
    let subject = if message.subject.is_empty() { "Not written yet".to_owned() } else { message.subject };
    view! {
        <tr>
            <th scope="row"><a href=format!("{PATH}/{}", message.id)>{subject}</a></th>
            <td data-label="To">{message.email}</td>
            <td data-label="Template">{words(&message.template)}</td>
            <td data-label="Status">{notification_badge(message.status)}</td>
            <td data-label="Tries" class="num">{message.attempts}</td>
            <td data-label="Queued" class="muted"><When at=message.created_at now /></td>
        </tr>
    }
    .into_any()
}
