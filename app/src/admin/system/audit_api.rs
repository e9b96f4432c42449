use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::{Timestamp, identity::AuditEntry};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// The entries.
    pub list: Listed<AuditEntry>,
    /// Acts to filter by.
    pub actions: Vec<String>,
    /// What was last found of the chain; none before the first examination, and for whom the rules are not shown.
    pub chain: Option<Chain>,
}

/// What an examination found of the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// When.
    pub at: Timestamp,
    /// Entries that were examined: positions have no gaps, so this is the last one's.
    pub entries: u64,
    /// Entries that break a rule.
    pub breaches: u64,
}

/// The audit log, newest first.
#[server]
pub async fn list_audit(state: ListState) -> Result<AuditPage, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewAudit).await?;
    let services = crate::context::services()?;
    let zone = crate::admin::queries::time_zone(&services, &state).await?;
    let (identity, query) = (services.identity, crate::admin::queries::audit(&state, zone));
    let log = identity.audit_log(actor.clone(), query);
    let (page, actions) = futures::try_join!(log, identity.audit_actions(actor.clone()))?;
    let chain = if actor.require(contracts::Permission::OperateSystem).is_ok() {
        let newest = crate::context::services()?.operations.examination(actor).await?;
        newest.and_then(|examination| chain_of(&examination))
    } else {
        None
    };
    Ok(AuditPage { list: Listed::now(page), actions, chain })
}

#[cfg(feature = "ssr")]
fn chain_of(examination: &contracts::operations::Examination) -> Option<Chain> {
    let of_log = || examination.findings.iter().filter(|found| found.rule == "I-25");
    let entries = of_log().map(|found| found.examined).min()?;
    Some(Chain { at: examination.at, entries, breaches: of_log().map(|found| found.breaches).sum() })
}
