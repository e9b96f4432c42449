//! The operator's view: events on their way, dead letters, jobs and health of every service.

use crate::{Actor, EventId, JobId, Page, PageRequest, Timestamp, contract::contract};
use serde::{Deserialize, Serialize};

/// An event of an outbox, delivered or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxEvent {
    /// Its id.
    pub id: EventId,
    /// The service that published it.
    pub service: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub aggregate: uuid::Uuid,
    /// `new`, `delivered` or `dead`.
    pub status: String,
    /// Tries so far.
    pub attempts: u32,
    /// The consumers that could not apply it and why, one in a line.
    pub last_error: Option<String>,
    /// JSON as text.
    pub payload: String,
    /// When it was committed.
    pub created_at: Timestamp,
    /// The request that caused it.
    pub request_id: Option<String>,
}

/// Work that was given up after its last try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadJob {
    /// Its id.
    pub id: JobId,
    /// The service whose work it is.
    pub service: String,
    /// What kind of work.
    pub kind: String,
    /// Tries so far.
    pub attempts: u32,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// JSON as text.
    pub payload: String,
    /// When it was enqueued.
    pub created_at: Timestamp,
    /// The request that caused it.
    pub request_id: Option<String>,
}

/// What an examination of one rule found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's short name, e.g. `I-1`; ARCHITECTURE.md lists them.
    pub rule: String,
    /// Where it was looked at: a service, or what was compared.
    pub place: String,
    /// The rule in words.
    pub what: String,
    /// Rows that were examined.
    pub examined: u64,
    /// Rows that break it.
    pub breaches: u64,
    /// The first hundred of them, each named by its ids and figures.
    pub rows: Vec<String>,
}

/// The health of one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceHealth {
    /// Its name.
    pub service: String,
    /// Whether its database answers.
    pub database: bool,
    /// Events that wait for delivery.
    pub waiting: u64,
    /// Events that were given up.
    pub dead: u64,
    /// Jobs that wait.
    pub jobs_waiting: u64,
    /// Jobs that were given up.
    pub jobs_dead: u64,
    /// Age of the oldest waiting event, seconds.
    pub lag_seconds: u64,
}

contract! {
    /// What the operator sees of the machinery.
    pub trait Operations as "operations" {
        /// Examines every rule that the databases and the payment gateway must keep; changes nothing. Needs
        /// `OperateSystem`.
        async fn verify(&self, actor: Actor) -> Result<Vec<Finding>>;
        /// Every service's health. Needs `OperateSystem`.
        async fn health(&self, actor: Actor) -> Result<Vec<ServiceHealth>>;
        /// Events of one service's outbox by status (`new`, `delivered`, `dead`), newest first. Needs `OperateSystem`.
        async fn outbox(&self, actor: Actor, service: String, status: String, page: PageRequest) -> Result<Page<OutboxEvent>>;
        /// Delivers a dead event again, to the consumers that could not apply it. Needs `OperateSystem`.
        async fn replay(&self, actor: Actor, service: String, id: EventId) -> Result<()>;
        /// Delivers all dead events of a service again; returns how many. Needs `OperateSystem`.
        async fn replay_all(&self, actor: Actor, service: String) -> Result<u64>;
        /// Jobs of a service that were given up, newest first. Needs `OperateSystem`.
        async fn dead_jobs(&self, actor: Actor, service: String, page: PageRequest) -> Result<Page<DeadJob>>;
        /// Has one of them, or all, tried again; returns how many. `NotFound` when the one is not dead.
        /// Needs `OperateSystem`.
        async fn retry_jobs(&self, actor: Actor, service: String, id: Option<JobId>) -> Result<u64>;
    }
}
