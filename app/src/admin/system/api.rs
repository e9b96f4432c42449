use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::{
    Page, Timestamp,
    analytics::LoggedEvent,
    operations::{DeadJob, OutboxEvent, ServiceHealth},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The health of the whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemPage {
    /// Every service.
    pub health: Vec<ServiceHealth>,
    /// When this was read.
    pub now: Timestamp,
}

/// Events of one service's outbox, and its jobs that were given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxPage {
    /// The service shown.
    pub service: String,
    /// Its events with the status asked for.
    pub list: Listed<OutboxEvent>,
    /// Its jobs that were given up, the newest ones.
    pub jobs: Page<DeadJob>,
    /// Every service, for the counts.
    pub health: Vec<ServiceHealth>,
}

/// Health of every service.
#[server]
pub async fn load_system() -> Result<SystemPage, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::OperateSystem).await?;
    let health = crate::context::services()?.operations.health(actor).await?;
    Ok(SystemPage { health, now: crate::admin::patterns::now() })
}

/// The event log, newest first.
#[server]
pub async fn list_events(state: ListState) -> Result<Listed<LoggedEvent>, AppError> {
    use contracts::{Permission, analytics::EventQuery};
    let actor = crate::admin::guard::require(Permission::OperateSystem).await?;
    let text = |name: &str| state.filter(name).to_owned();
    let (aggregate, page) = (state.search.trim().parse().ok(), state.request(50));
    let query = EventQuery { service: text("service"), event_type: text("type"), aggregate, page };
    Ok(Listed::now(crate::context::services()?.analytics.events(actor, query).await?))
}

/// Events of an outbox: `service` (the first with dead ones by default) and `status` (`dead` by default); and
/// the service's dead jobs.
#[server]
pub async fn list_outbox(state: ListState) -> Result<OutboxPage, AppError> {
    use contracts::SERVICES;
    let actor = crate::admin::guard::require(contracts::Permission::OperateSystem).await?;
    let operations = crate::context::services()?.operations;
    let health = operations.health(actor.clone()).await?;
    let worst = health
        .iter()
        .find(|service| service.dead + service.jobs_dead > 0)
        .map_or(SERVICES[0], |service| service.service.as_str());
    let asked = state.filter("service");
    let service = if SERVICES.contains(&asked) { asked } else { worst }.to_owned();
    let status = if state.filter("status").is_empty() { "dead" } else { state.filter("status") };
    let (page, jobs) = futures::try_join!(
        operations.outbox(actor.clone(), service.clone(), status.to_owned(), state.request(25)),
        operations.dead_jobs(actor, service.clone(), contracts::PageRequest::new(1, 25)),
    )?;
    Ok(OutboxPage { service, list: Listed::now(page), jobs, health })
}

/// Delivers a dead event again.
#[server]
pub async fn replay_event(service: String, id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::OperateSystem).await?;
    let id = id.parse().map_err(|_| AppError::not_found("event"))?;
    Ok(crate::context::services()?.operations.replay(actor, service, id).await?)
}

/// Delivers all dead events of a service again.
#[server]
pub async fn replay_service(service: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::OperateSystem).await?;
    crate::context::services()?.operations.replay_all(actor, service).await?;
    Ok(())
}

/// Has a job that was given up tried again.
#[server]
pub async fn retry_job(service: String, id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::OperateSystem).await?;
    let id = id.parse().map_err(|_| AppError::not_found("job"))?;
    crate::context::services()?.operations.retry_jobs(actor, service, Some(id)).await?;
    Ok(())
}

/// Has all jobs of a service that were given up tried again.
#[server]
pub async fn retry_jobs(service: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::OperateSystem).await?;
    crate::context::services()?.operations.retry_jobs(actor, service, None).await?;
    Ok(())
}
