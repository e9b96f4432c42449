//! Everything that happened to an order, from three services, as one story.

use super::api::OrderPage;
use crate::{
    admin::patterns::{Happening, words},
    components::Tone,
};
use contracts::{
    orders::{OrderHistory, OrderNote, OrderStatus},
    payments::{Payment, PaymentStatus, Refund, RefundStatus},
    shipping::{FulfilmentEvent, Shipment},
};

/// What happened, in no order.
pub fn happenings(page: &OrderPage) -> Vec<Happening> {
    let history = page.order.history.iter().map(step);
    let payments = page.payments.iter().map(payment);
    let refunds = page.payments.iter().flat_map(|payment| payment.refunds.iter().map(refund));
    let parcels =
        page.shipments.iter().flat_map(|parcel| parcel.events.iter().map(|event| moved(parcel, event)));
    let notes = page.notes.iter().map(note);
    history.chain(payments).chain(refunds).chain(parcels).chain(notes).collect()
}

fn note(note: &OrderNote) -> Happening {
    let title = format!("Note by {}", note.author_name);
    Happening { at: note.at, title, note: note.text.clone(), tone: Tone::Neutral }
}

fn step(step: &OrderHistory) -> Happening {
    let (title, tone) = match step.status {
        OrderStatus::Pending => ("Order placed", Tone::Info),
        OrderStatus::Confirmed => ("Order confirmed", Tone::Positive),
        OrderStatus::Shipped => ("Everything is on its way", Tone::Info),
        OrderStatus::Delivered => ("Everything has arrived", Tone::Positive),
        OrderStatus::Cancelled => ("Order cancelled", Tone::Danger),
    };
    let note = [step.reason.as_str(), step.actor.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>();
    Happening { at: step.at, title: title.to_owned(), note: note.join(" · "), tone }
}

fn payment(payment: &Payment) -> Happening {
    let (what, tone) = match payment.status {
        PaymentStatus::Created => ("Payment begun", Tone::Neutral),
        PaymentStatus::RequiresAction => ("Payment waits for the payer", Tone::Warning),
        PaymentStatus::Authorised => ("Payment held", Tone::Info),
        PaymentStatus::Captured => ("Payment captured", Tone::Positive),
        PaymentStatus::Failed => ("Payment declined", Tone::Danger),
        PaymentStatus::Voided => ("Payment voided", Tone::Neutral),
    };
    let why = payment.decline_message.as_ref().map(|message| format!(" · {message}")).unwrap_or_default();
    Happening {
        at: payment.created_at,
        title: format!("{what}: {}", payment.amount),
        note: format!("{}{why}", payment.method_label),
        tone,
    }
}

fn refund(refund: &Refund) -> Happening {
    let (what, tone) = match refund.status {
        RefundStatus::Pending => ("Refund on its way", Tone::Warning),
        RefundStatus::Processed => ("Refunded", Tone::Neutral),
        RefundStatus::Failed => ("Refund refused by the gateway", Tone::Danger),
    };
    Happening {
        at: refund.at,
        title: format!("{what}: {}", refund.amount),
        note: [Some(refund.reason.as_str()), refund.failure.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · "),
        tone,
    }
}

fn moved(parcel: &Shipment, event: &FulfilmentEvent) -> Happening {
    let tone = match event.event_type.as_str() {
        "delivered" => Tone::Positive,
        "returned" | "cancelled" => Tone::Warning,
        _ => Tone::Info,
    };
    let number = parcel.tracking_number.as_deref().unwrap_or_default();
    let note = if event.details.is_empty() { String::new() } else { format!(" · {}", event.details) };
    let title = format!("Parcel {}", words(&event.event_type).to_lowercase());
    Happening { at: event.at, title, note: format!("{} {number}{note}", parcel.carrier), tone }
}
