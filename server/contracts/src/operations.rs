//! The operator's view: events on their way, dead letters, jobs, health of every service, and the rules that
//! the shop keeps.

use crate::{
    Actor, EventId, ExaminationId, JobId, Page, PageRequest, Timestamp, contract::contract, event::events,
};
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

/// One examination of every rule, as it was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Examination {
    /// Its id.
    pub id: ExaminationId,
    /// When it ended.
    pub at: Timestamp,
    /// How long it took, milliseconds.
    pub took_ms: u32,
    /// Who asked for it: an e-mail address, or `system` for the job.
    pub asked_by: String,
    /// Every rule, in the order of examination.
    pub findings: Vec<Finding>,
    /// The rules that do not hold, since when; the longest broken one first.
    pub broken: Vec<BrokenRule>,
}

/// A rule that has not held since a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenRule {
    /// As [`Finding::place`].
    pub place: String,
    /// As [`Finding::what`].
    pub what: String,
    /// When an examination first found it broken.
    pub since: Timestamp,
}

/// What is remembered of an earlier examination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExaminationFigures {
    /// When it ended.
    pub at: Timestamp,
    /// How long it took, milliseconds.
    pub took_ms: u32,
    /// Rules that were examined.
    pub rules: u32,
    /// Rows that were examined, of all rules together.
    pub examined: u64,
    /// Rows that broke a rule.
    pub breaches: u64,
}

/// What waits for a person in the machinery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenItems {
    /// Rules that did not hold when they were last examined.
    pub broken_rules: u64,
    /// Events and jobs that were given up, of all services.
    pub given_up: u64,
}

events! { "operations" {
    /// Rules that held before do not any more: whoever runs the shop is told.
    RulesBroken / "rules_broken" (examination) {
        /// The examination that found it.
        examination: ExaminationId,
        /// Each with the first three rows that break it.
        rules: Vec<Finding>,
    }
}}

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
        /// Examines every rule that the databases and the payment gateway must keep, and keeps what was found;
        /// nothing else is changed. Needs `OperateSystem`.
        async fn check_rules(&self, actor: Actor) -> Result<Examination>;
        /// The newest examination; none before the first. Needs `OperateSystem`.
        async fn examination(&self, actor: Actor) -> Result<Option<Examination>>;
        /// The last examinations, at most 48, oldest first. Needs `OperateSystem`.
        async fn examinations(&self, actor: Actor) -> Result<Vec<ExaminationFigures>>;
        /// How much waits for a person. Needs `OperateSystem`.
        async fn open_items(&self, actor: Actor) -> Result<OpenItems>;
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
