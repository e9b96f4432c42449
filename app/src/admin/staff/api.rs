use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::identity::Customer;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The staff as the one who asks sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffList {
    /// Everybody with a role.
    pub list: Listed<Customer>,
    /// Whether mails stay in the mailbox instead of going out.
    pub keeps_mail: bool,
}

/// Everybody with a role, newest first.
#[server]
pub async fn list_staff(state: ListState) -> Result<StaffList, AppError> {
    use contracts::{Permission, identity::CustomerQuery};
    let actor = crate::admin::guard::require(Permission::ManageStaff).await?;
    let page = state.request(25);
    let query = CustomerQuery { search: state.search, staff_only: true, page };
    let services = crate::context::services()?;
    let (people, sends_mail) =
        futures::try_join!(services.identity.customers(actor, query), services.notifications.sends_mail())?;
    Ok(StaffList { list: Listed::now(people), keeps_mail: !sends_mail })
}

/// Gives somebody a role and mails them the way in.
#[server]
pub async fn invite_colleague(name: String, email: String, role: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageStaff).await?;
    let invitation = contracts::identity::Invitation { name, email, role };
    Ok(crate::context::services()?.after_sales.invite_staff(actor, invitation).await?)
}

/// Gives a person this role; none (`role` empty) makes them a customer again.
#[server]
pub async fn change_role(user: String, role: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageStaff).await?;
    let user = user.parse().map_err(|_| AppError::not_found("account"))?;
    let roles = if role.is_empty() { Vec::new() } else { vec![role] };
    Ok(crate::context::services()?.identity.assign_roles(actor, user, roles).await?)
}

/// Locks a person out, or lets them in again.
#[server]
pub async fn set_blocked(user: String, blocked: bool) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageStaff).await?;
    let user = user.parse().map_err(|_| AppError::not_found("account"))?;
    Ok(crate::context::services()?.identity.set_blocked(actor, user, blocked).await?)
}
