//! What is done about one customer.

use crate::error::AppError;
use contracts::CustomerNoteId;
use leptos::prelude::*;

/// Writes a note about a customer, for good.
#[server]
pub async fn add_note(user: String, note: CustomerNoteId, text: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCustomers).await?;
    let user = user.parse().map_err(|_| AppError::not_found("customer"))?;
    Ok(crate::context::services()?.identity.add_customer_note(actor, user, note, text).await?)
}

/// Gives a customer exactly these tags, which are separated by commas.
#[server]
pub async fn set_tags(user: String, tags: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCustomers).await?;
    let user = user.parse().map_err(|_| AppError::not_found("customer"))?;
    let tags = tags.split(',').map(str::to_owned).collect();
    Ok(crate::context::services()?.identity.set_customer_tags(actor, user, tags).await?)
}

/// Puts a customer into a group, or takes them out.
#[server]
pub async fn set_group_member(user: String, group: String, is_member: bool) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCustomers).await?;
    let user = user.parse().map_err(|_| AppError::not_found("customer"))?;
    let choose = || contracts::Error::field("group", "Please choose a group.");
    let group = group.parse().map_err(|_| choose())?;
    Ok(crate::context::services()?.identity.set_group_member(actor, user, group, is_member).await?)
}

/// Ends a session of a customer's.
#[server]
pub async fn end_customer_session(user: String, session: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCustomers).await?;
    let user = user.parse().map_err(|_| AppError::not_found("customer"))?;
    let session = session.parse().map_err(|_| AppError::not_found("session"))?;
    Ok(crate::context::services()?.identity.end_customer_session(actor, user, session).await?)
}
