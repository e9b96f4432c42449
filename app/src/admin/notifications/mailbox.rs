use super::{
    api::{MessageLog, list_messages},
    list::filters,
};
use crate::{
    admin::patterns::{ListFrame, ListState, Pages, When, how_many, skeleton_list, use_list_state},
    components::{Notice, PageHeader, Tone},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Timestamp,
    notifications::{Notification, NotificationStatus},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The mails of a shop without SMTP, as in a mail program.
pub struct AdminMailbox;

office_page!(AdminMailbox, admin_mailbox);

fn admin_mailbox() -> AnyView {
    let state = use_list_state();
    let log = page_resource(move || state.get(), list_messages);
    view! {
        <Title text="Mailbox" />
        <PageHeader title="Mailbox" subtitle="Every mail the shop has written, newest first." />
        {loaded(log, skeleton_list, move |log| show(&state.get_untracked(), log))}
    }
    .into_any()
}

fn show(state: &ListState, log: MessageLog) -> AnyView {
    let (page, now) = (log.list.page, log.list.now);
    let (total, pages, empty) = (page.total, Pages::of(&page), page.items.is_empty());
    let (tone, where_to) = if log.sends_mail {
        (Tone::Neutral, "SMTP is configured: these mails also went out.")
    } else {
        (Tone::Info, "No SMTP server is configured: mails stay here and go to nobody.")
    };
    let mails: Vec<_> = page.items.into_iter().map(|message| mail(message, now)).collect();
    view! {
        <Notice tone>{where_to}</Notice>
        <ListFrame state=state.clone() path="/admin/mailbox" search="Address or subject" filters=filters(&log.templates) count=how_many(total, "mail", "mails") empty pages>
            <div class="card"><ul>{mails}</ul></div>
        </ListFrame>
    }
    .into_any()
}

fn mail(message: Notification, now: Timestamp) -> AnyView {
    let state = match message.status {
        NotificationStatus::Sent => "",
        NotificationStatus::Queued => "Queued · ",
        NotificationStatus::Failed => "Failed · ",
    };
    let subject = if message.subject.is_empty() { "Not written yet".to_owned() } else { message.subject };
    view! {
        <li class="border-b border-line last:border-b-0">
            <a class="grid items-center gap-x-4 px-4 py-3 no-underline hover:bg-surface md:grid-cols-[14rem_1fr_auto]" href=format!("/admin/notifications/{}", message.id)>
                <span class="truncate">{message.email}</span>
                <span class="truncate">{subject}</span>
                <span class="muted small">{state}<When at=message.created_at now /></span>
            </a>
        </li>
    }
    .into_any()
}
