//! Everything that happened to a customer, from four services, as one story.

use super::api::CustomerPage;
use crate::{
    admin::patterns::{Happening, words},
    components::Tone,
};
use contracts::{
    identity::{AuditEntry, CustomerNote, Look},
    notifications::{Notification, NotificationStatus},
    orders::{InvoiceRow, OrderRow, OrderStatus},
};

/// What happened, in no order.
pub fn happenings(page: &CustomerPage) -> Vec<Happening> {
    let customer = &page.file.customer;
    let begun = Happening {
        at: customer.created_at,
        title: "Account made".to_owned(),
        note: String::new(),
        tone: Tone::Positive,
    };
    let orders = page.orders.iter().flat_map(|list| list.items.iter().map(order));
    let refunds = page.record.iter().flat_map(|record| record.credit_notes.iter().map(refund));
    let mails = page.mails.iter().flatten().map(mail);
    let notes = page.file.notes.iter().map(note);
    // Who sees the audit log sees in it who looked, too.
    let looks = page.file.looks.iter().filter(|_| page.audit.is_none()).map(look);
    let acts = page.audit.iter().flatten().filter(|entry| entry.action != "customer.note_added").map(act);
    std::iter::once(begun)
        .chain(orders)
        .chain(refunds)
        .chain(mails)
        .chain(notes)
        .chain(looks)
        .chain(acts)
        .collect()
}

fn order(row: &OrderRow) -> Happening {
    let tone = if row.status == OrderStatus::Cancelled { Tone::Danger } else { Tone::Info };
    let note = format!("{} · {}", row.total, words(row.status.as_str()));
    Happening { at: row.placed_at, title: format!("Order {} placed", row.number), note, tone }
}

fn refund(row: &InvoiceRow) -> Happening {
    let title = format!("Refunded: {}", row.total);
    Happening { at: row.issued_at, title, note: format!("Order {}", row.order_number), tone: Tone::Neutral }
}

fn mail(mail: &Notification) -> Happening {
    let (what, tone) = match mail.status {
        NotificationStatus::Queued => ("Mail waits", Tone::Info),
        NotificationStatus::Sent => ("Mail sent", Tone::Neutral),
        NotificationStatus::Failed => ("Mail given up", Tone::Danger),
    };
    let subject = if mail.subject.is_empty() { words(&mail.template) } else { mail.subject.clone() };
    Happening {
        at: mail.sent_at.unwrap_or(mail.created_at),
        title: format!("{what}: {subject}"),
        note: mail.email.clone(),
        tone,
    }
}

fn note(note: &CustomerNote) -> Happening {
    Happening {
        at: note.at,
        title: "Note written".to_owned(),
        note: note.author.clone(),
        tone: Tone::Neutral,
    }
}

fn look(look: &Look) -> Happening {
    let note = look.by.clone().unwrap_or_default();
    Happening { at: look.began_at, title: "Looked at by staff".to_owned(), note, tone: Tone::Warning }
}

/// `customer.look_began` becomes `Customer look began`.
fn act(entry: &AuditEntry) -> Happening {
    let title = words(&entry.action.replace('.', " "));
    Happening { at: entry.at, title, note: entry.actor.clone(), tone: Tone::Neutral }
}
