//! The operator's view of every service's outbox and jobs.

use crate::verify::Verifier;
use async_trait::async_trait;
use contracts::{
    Actor, Error, EventId, JobId, Page, PageRequest, Permission, Result,
    operations::{
        DeadJob, Examination, ExaminationFigures, OpenItems, Operations, OutboxEvent, ServiceHealth,
    },
};
use platform::{Database, examinations, jobs, outbox};

/// Examinations of which the figures are shown: four hours of the job's.
const SHOWN_EXAMINATIONS: i64 = 48;

/// Looks into the `messaging` schema of each service.
pub struct Operator {
    databases: Vec<Database>,
    verifier: Verifier,
}

impl Operator {
    /// Over these databases.
    pub fn new(databases: Vec<Database>, verifier: Verifier) -> Self {
        Self { databases, verifier }
    }

    fn database(&self, service: &str) -> Result<&Database> {
        self.databases.iter().find(|db| db.name() == service).ok_or_else(|| Error::not_found("service"))
    }
}

#[async_trait]
impl Operations for Operator {
    async fn check_rules(&self, actor: Actor) -> Result<Examination> {
        actor.require(Permission::OperateSystem)?;
        let (verifier, who) = (self.verifier.clone(), actor.label().to_owned());
        // On a task of its own: whoever does not wait for the answer still finds it kept.
        let examined = tokio::spawn(async move { verifier.examine(&who).await });
        examined.await.map_err(|error| platform::failure("operations", &error))?
    }

    async fn examination(&self, actor: Actor) -> Result<Option<Examination>> {
        actor.require(Permission::OperateSystem)?;
        let newest = examinations::newest(self.verifier.keeper()?).await;
        newest.map_err(|error| platform::failure("operations", &error))
    }

    async fn examinations(&self, actor: Actor) -> Result<Vec<ExaminationFigures>> {
        actor.require(Permission::OperateSystem)?;
        let figures = examinations::figures(self.verifier.keeper()?, SHOWN_EXAMINATIONS).await;
        figures.map_err(|error| platform::failure("operations", &error))
    }

    async fn open_items(&self, actor: Actor) -> Result<OpenItems> {
        actor.require(Permission::OperateSystem)?;
        let broken = examinations::broken(self.verifier.keeper()?).await;
        let broken = broken.map_err(|error| platform::failure("operations", &error))?;
        let given_up = futures::future::join_all(self.databases.iter().map(outbox::given_up)).await;
        // A database that does not answer is told of by the page of health.
        let given_up = given_up.into_iter().filter_map(std::result::Result::ok).sum();
        Ok(OpenItems { broken_rules: broken.len() as u64, given_up })
    }

    async fn health(&self, actor: Actor) -> Result<Vec<ServiceHealth>> {
        actor.require(Permission::OperateSystem)?;
        Ok(futures::future::join_all(self.databases.iter().map(outbox::health)).await)
    }

    async fn outbox(
        &self,
        actor: Actor,
        service: String,
        status: String,
        page: PageRequest,
    ) -> Result<Page<OutboxEvent>> {
        actor.require(Permission::OperateSystem)?;
        let db = self.database(&service)?;
        outbox::list(db, &status, page).await.map_err(|error| platform::failure("operations", &error))
    }

    async fn replay(&self, actor: Actor, service: String, id: EventId) -> Result<()> {
        actor.require(Permission::OperateSystem)?;
        let db = self.database(&service)?;
        let replayed = outbox::replay(db, &actor, Some(id)).await;
        match replayed.map_err(|error| platform::failure("operations", &error))? {
            0 => Err(Error::not_found("dead letter")),
            _ => Ok(()),
        }
    }

    async fn replay_all(&self, actor: Actor, service: String) -> Result<u64> {
        actor.require(Permission::OperateSystem)?;
        let db = self.database(&service)?;
        outbox::replay(db, &actor, None).await.map_err(|error| platform::failure("operations", &error))
    }

    async fn dead_jobs(&self, actor: Actor, service: String, page: PageRequest) -> Result<Page<DeadJob>> {
        actor.require(Permission::OperateSystem)?;
        let db = self.database(&service)?;
        jobs::dead(db, page).await.map_err(|error| platform::failure("operations", &error))
    }

    async fn retry_jobs(&self, actor: Actor, service: String, id: Option<JobId>) -> Result<u64> {
        actor.require(Permission::OperateSystem)?;
        let db = self.database(&service)?;
        let retried = jobs::retry(db, &actor, id).await;
        match retried.map_err(|error| platform::failure("operations", &error))? {
            0 if id.is_some() => Err(Error::not_found("job")),
            retried => Ok(retried),
        }
    }
}
