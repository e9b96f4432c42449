use super::{api::Parcel, words};
use crate::components::{Badge, Card, Timeline, TimelineEvent};
use leptos::prelude::*;

/// Where each parcel is; nothing before the first one was made.
pub(super) fn parcels(parcels: Vec<Parcel>) -> Option<AnyView> {
    let several = parcels.len() > 1;
    let items: Vec<_> =
        parcels.into_iter().enumerate().map(|(at, one)| parcel(at + 1, several, one)).collect();
    (!items.is_empty())
        .then(|| view! { <section class="stack" aria-label="Parcels">{items}</section> }.into_any())
}

fn parcel(number: usize, several: bool, parcel: Parcel) -> AnyView {
    let title = if several { format!("Parcel {number}") } else { "Parcel".to_owned() };
    let (text, tone) = words::parcel(parcel.status);
    let arrives = parcel.estimated_delivery.map(|day| day.format("Expected on %-d %B").to_string());
    let open = matches!(parcel.status, contracts::shipping::ShipmentStatus::InTransit);
    view! {
        <Card title=title actions=move || view! { <Badge tone text /> }>
            <div class="stack stack-sm">
                {tracking(&parcel)}
                {arrives.filter(|_| open).map(|text| view! { <p>{text}</p> })}
                <p class="muted">{parcel.contents.join(", ")}</p>
                {history(&parcel)}
            </div>
        </Card>
    }
    .into_any()
}

fn tracking(parcel: &Parcel) -> AnyView {
    let carrier = parcel.carrier.clone();
    let number = parcel.tracking_number.clone().unwrap_or_default();
    match parcel.tracking_url.clone() {
        Some(url) => view! {
            <p>
                {carrier}" "
                <a class="link tnum" href=url target="_blank" rel="noopener noreferrer">
                    {number}<span class="sr-only">" (opens the carrier's page)"</span>
                </a>
            </p>
        }
        .into_any(),
        None => view! { <p>{carrier}" "<span class="tnum">{number}</span></p> }.into_any(),
    }
}

fn history(parcel: &Parcel) -> Option<AnyView> {
    let events = parcel.events.iter().rev().map(|(kind, at)| TimelineEvent {
        title: words::parcel_event(kind).to_owned(),
        when: at.format("%-d %B, %H:%M UTC").to_string(),
        at: at.to_rfc3339(),
        ..TimelineEvent::default()
    });
    let events: Vec<_> = events.collect();
    (!events.is_empty()).then(|| view! { <Timeline events /> }.into_any())
}
