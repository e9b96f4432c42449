use crate::{
    admin::patterns::When,
    components::{Badge, Card, Fact, Facts, Tone},
};
use contracts::{
    Timestamp,
    identity::{Consent, Purpose},
};
use leptos::prelude::*;

/// What a person agreed to; nobody but they can change it.
pub(super) fn consents_card(history: &[Consent], now: Timestamp) -> AnyView {
    let facts: Vec<_> = Purpose::ALL.map(|purpose| fact(history, purpose, now)).into();
    view! { <Card title="Consents"><Facts>{facts}</Facts></Card> }.into_any()
}

fn fact(history: &[Consent], purpose: Purpose, now: Timestamp) -> AnyView {
    let last = history.iter().find(|consent| consent.purpose == purpose);
    let (tone, text) = match last.map(|consent| consent.granted) {
        Some(true) => (Tone::Positive, "Given"),
        Some(false) => (Tone::Neutral, "Taken back"),
        None => (Tone::Neutral, "Not given"),
    };
    let at = last.map(|consent| view! { " "<When at=consent.at now /> });
    view! { <Fact term=purpose.title()><Badge tone text />{at}</Fact> }.into_any()
}
