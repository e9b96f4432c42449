//! What happened, newest first.
use leptos::prelude::*;

use super::Tone;

/// One event of a [`Timeline`].
#[derive(Clone, Debug, Default)]
pub struct TimelineEvent {
    /// Colours the dot.
    pub tone: Tone,
    /// What happened, as "Payment captured".
    pub title: String,
    /// Amounts, reasons, notes; may be empty.
    pub detail: String,
    /// When, for people: "2 hours ago".
    pub when: String,
    /// When, exactly: shown on hover and machine-readable (RFC 3339).
    pub at: String,
    /// Who did it; may be empty.
    pub who: String,
}

/// Events in order.
#[component]
pub fn Timeline(events: Vec<TimelineEvent>) -> impl IntoView {
    let items: Vec<_> = events
        .into_iter()
        .map(|event| {
            let who = (!event.who.is_empty()).then(|| [" · ", &event.who].concat());
            let exact = event.at.clone();
            view! {
                <li class=event.tone.class()>
                    <p class="timeline-title">{event.title}</p>
                    {(!event.detail.is_empty()).then(|| view! { <p>{event.detail}</p> })}
                    <p class="timeline-meta"><time datetime=event.at title=exact>{event.when}</time>{who}</p>
                </li>
            }
        })
        .collect();
    view! { <ol class="timeline">{items}</ol> }
}
