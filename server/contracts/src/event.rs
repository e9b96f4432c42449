use crate::{EventId, Timestamp, UserId};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Something that happened in one service and others may want to know: past tense, flat, changed only
/// by adding fields.
pub trait DomainEvent: Serialize + DeserializeOwned + Send + Sync {
    /// The service that publishes it, e.g. `orders`.
    const SERVICE: &'static str;

    /// Its name within the service, e.g. `order_placed`.
    fn name(&self) -> &'static str;

    /// The aggregate it is about, e.g. the order's id.
    fn aggregate(&self) -> uuid::Uuid;
}

/// An event on its way: what the outbox stores and consumers receive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope<P> {
    /// Unique; consumers remember it to apply the event once.
    pub id: EventId,
    /// The service that published it.
    pub service: String,
    /// The event's name within the service.
    pub name: String,
    /// The aggregate it is about.
    pub aggregate: uuid::Uuid,
    /// When it was committed.
    pub occurred_at: Timestamp,
    /// The request that caused it, for following it through logs and mail.
    pub request_id: Option<String>,
    /// The event itself.
    pub payload: P,
}

/// What a member of staff did; every service publishes these beside the change, identity keeps them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRecord {
    /// Who did it.
    pub actor: Option<UserId>,
    /// The actor's e-mail address, or `system`.
    pub actor_label: String,
    /// What was done, e.g. `product.updated`.
    pub action: String,
    /// What it was done to, e.g. `product 0198…`.
    pub subject: String,
    /// Before, after and whatever explains it; a JSON object as text.
    pub details: String,
}

/// Declares a service's events: the enum, its wire form and its [`DomainEvent`] impl.
macro_rules! events {
    ($service:literal { $($(#[$doc:meta])* $name:ident / $wire:literal ($aggregate:ident) { $($(#[$fdoc:meta])* $field:ident: $ty:ty),* $(,)? })* }) => {
        /// What this service publishes.
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(tag = "event", rename_all = "snake_case")]
        pub enum Event {
            $($(#[$doc])* $name { $($(#[$fdoc])* $field: $ty),* }),*
        }

        impl $crate::DomainEvent for Event {
            const SERVICE: &'static str = $service;

            fn name(&self) -> &'static str {
                match self { $(Self::$name { .. } => $wire),* }
            }

            fn aggregate(&self) -> uuid::Uuid {
                match self { $(Self::$name { $aggregate, .. } => $aggregate.0),* }
            }
        }
    };
}
pub(crate) use events;
