use crate::error::AppError;
use contracts::{
    identity::{Customer, CustomerMatch, MergePreview},
    orders::CustomerRecord,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the page of a merge shows: whom to choose, or what would be moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergePage {
    /// The account that goes on.
    pub kept: Customer,
    /// Accounts that may be the same person's; none once one was chosen.
    pub candidates: Vec<CustomerMatch>,
    /// What would be moved from the one that was chosen.
    pub plan: Option<MergePlan>,
    /// What was typed and is nobody's.
    pub unknown: Option<String>,
}

/// What would be moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergePlan {
    /// Accounts, addresses, notes, sessions.
    pub preview: MergePreview,
    /// What the account that ends bought; none to whom orders are not shown.
    pub record: Option<CustomerRecord>,
}

/// Whom to merge a customer with: `with` is an id or an e-mail address, or empty.
#[server]
pub async fn load_merge(id: String, with: String) -> Result<MergePage, AppError> {
    crate::admin::guard::require(contracts::Permission::MergeCustomers).await?;
    let session = crate::admin::guard::session().await?;
    let id = id.parse().map_err(|_| AppError::not_found("customer"))?;
    super::merge_plan::load(&crate::context::services()?, &session, id, with.trim()).await
}

/// Makes one account a part of another one, for good, and leads to the one that goes on.
#[server]
pub async fn merge_customers(
    kept: String,
    merged: String,
    one_time_code: Option<String>,
) -> Result<(), AppError> {
    let actor =
        crate::admin::guard::require_proved(contracts::Permission::MergeCustomers, one_time_code).await?;
    let read = |id: &str| id.parse::<contracts::UserId>().map_err(|_| AppError::not_found("customer"));
    let (kept, merged) = (read(&kept)?, read(&merged)?);
    crate::context::services()?.identity.merge_customers(actor, kept, merged).await?;
    crate::context::redirect(&format!("/admin/customers/{kept}"));
    Ok(())
}
