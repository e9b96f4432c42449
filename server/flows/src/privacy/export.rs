//! Everything that is kept of a person, as one JSON document. Reads only.

use super::Parts;
use contracts::{
    Actor, Error, Result, SessionId,
    privacy::{Section, Subject},
};
use serde_json::{Map, Value, json};

const ABOUT: &str = "Everything this shop keeps of you (GDPR, articles 15 and 20). Each service keeps what it needs in a \
    database of its own; here is what it is and since when. Amounts are whole minor units, as cents; times are UTC. Of each \
    kind the newest 10,000 are told. Passwords, keys and links are kept as hashes only and told to nobody. The catalogue \
    and the stock know of no persons. How long what is kept and why is told on the page this file came from.";

/// What is told to whoever asks, if they proved just now who they are.
pub(super) async fn export(parts: &Parts, actor: Actor, session: SessionId) -> Result<String> {
    let mut subject = parts.identity.data_subject(actor, session).await?;
    subject.orders = parts.orders.orders_of_person(Actor::System, subject.clone()).await?;
    let made_at = parts.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let mut document = json!({ "about": ABOUT, "made_at": made_at, "account": subject.user });
    for (service, sections) in collect(parts, &subject).await? {
        document[service] = told(sections)?;
    }
    serde_json::to_string_pretty(&document).map_err(|error| platform::failure("privacy", &error))
}

async fn collect(parts: &Parts, subject: &Subject) -> Result<[(&'static str, Vec<Section>); 7]> {
    let of = || subject.clone();
    let (identity, orders, payments, shipping, notifications, recommendations, analytics) = tokio::try_join!(
        parts.identity.personal_data(Actor::System, of()),
        parts.orders.personal_data(Actor::System, of()),
        parts.payments.personal_data(Actor::System, of()),
        parts.shipping.personal_data(Actor::System, of()),
        parts.notifications.personal_data(Actor::System, of()),
        parts.recommendations.personal_data(Actor::System, of()),
        parts.analytics.personal_data(Actor::System, of()),
    )?;
    Ok([
        ("identity", identity),
        ("orders", orders),
        ("payments", payments),
        ("shipping", shipping),
        ("notifications", notifications),
        ("recommendations", recommendations),
        ("analytics", analytics),
    ])
}

fn told(sections: Vec<Section>) -> Result<Value> {
    let mut told = Map::new();
    for section in sections {
        let rows: Value = serde_json::from_str(&section.rows).map_err(|_| Error::internal())?;
        told.insert(section.name, json!({ "about": section.about, "rows": rows }));
    }
    Ok(Value::Object(told))
}
