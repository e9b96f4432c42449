//! The operator's view: events on their way, dead letters, jobs and health of every service.

use crate::{Actor, EventId, Page, PageRequest, Timestamp, contract::contract};
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
    /// Consumer and reason of the last failure.
    pub last_error: Option<String>,
    /// JSON as text.
    pub payload: String,
    /// When it was committed.
    pub created_at: Timestamp,
    /// The request that caused it.
    pub request_id: Option<String>,
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
        /// Every service's health. Needs `OperateSystem`.
        async fn health(&self, actor: Actor) -> Result<Vec<ServiceHealth>>;
        /// Events of one service's outbox by status (`new`, `delivered`, `dead`), newest first. Needs `OperateSystem`.
        async fn outbox(&self, actor: Actor, service: String, status: String, page: PageRequest) -> Result<Page<OutboxEvent>>;
        /// Delivers a dead event again. Needs `OperateSystem`.
        async fn replay(&self, actor: Actor, service: String, id: EventId) -> Result<()>;
        /// Delivers all dead events of a service again; returns how many. Needs `OperateSystem`.
        async fn replay_all(&self, actor: Actor, service: String) -> Result<u64>;
    }
}
