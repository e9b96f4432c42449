use crate::error::AppError;
use contracts::{
    Timestamp,
    operations::{Examination, ExaminationFigures},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the last examinations found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesPage {
    /// The newest one; none before the first.
    pub newest: Option<Examination>,
    /// The last ones, oldest first.
    pub history: Vec<ExaminationFigures>,
    /// When this was read.
    pub now: Timestamp,
}

/// The newest examination of the rules, and the figures of those before.
#[server]
pub async fn load_rules() -> Result<RulesPage, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::OperateSystem).await?;
    let operations = crate::context::services()?.operations;
    let (newest, history) =
        futures::try_join!(operations.examination(actor.clone()), operations.examinations(actor))?;
    Ok(RulesPage { newest, history, now: crate::admin::patterns::now() })
}

/// Examines every rule now.
#[server]
pub async fn examine_rules() -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::OperateSystem).await?;
    crate::context::services()?.operations.check_rules(actor).await?;
    Ok(())
}
