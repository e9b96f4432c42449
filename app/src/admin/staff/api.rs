use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::identity::{Customer, Role, RolePolicy};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The staff as the one who asks sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffList {
    /// Everybody with a role.
    pub list: Listed<Customer>,
    /// The roles that one may have.
    pub roles: Vec<Role>,
    /// What each role asks of its members.
    pub policies: Vec<RolePolicy>,
    /// Whether mails stay in the mailbox instead of going out.
    pub keeps_mail: bool,
}

/// Everybody with a role, newest first.
#[server]
pub async fn list_staff(state: ListState) -> Result<StaffList, AppError> {
    use contracts::{Permission, identity::CustomerQuery};
    let actor = crate::admin::guard::require(Permission::ManageStaff).await?;
    let page = state.request(25);
    let query = CustomerQuery { search: state.search, staff_only: true, page, ..CustomerQuery::default() };
    let services = crate::context::services()?;
    let (people, roles, policies, sends_mail) = futures::try_join!(
        services.identity.customers(actor.clone(), query),
        services.identity.roles(actor.clone()),
        services.identity.role_policies(actor),
        services.notifications.sends_mail(),
    )?;
    Ok(StaffList { list: Listed::now(people), roles, policies, keeps_mail: !sends_mail })
}

/// Gives somebody a role and mails them the way in.
#[server]
pub async fn invite_colleague(
    name: String,
    email: String,
    role: String,
    one_time_code: Option<String>,
) -> Result<(), AppError> {
    let permission = contracts::Permission::ManageStaff;
    let actor = crate::admin::guard::require_proved(permission, one_time_code).await?;
    let invitation = contracts::identity::Invitation { name, email, role };
    Ok(crate::context::services()?.after_sales.invite_staff(actor, invitation).await?)
}

/// Gives a person this role; none (`role` empty) makes them a customer again.
#[server]
pub async fn change_role(user: String, role: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require_proved(contracts::Permission::ManageStaff, None).await?;
    let user = user.parse().map_err(|_| AppError::not_found("account"))?;
    let roles = if role.is_empty() { Vec::new() } else { vec![role] };
    let assigned = crate::context::services()?.identity.assign_roles(actor, user, roles).await;
    // In a row of a table there is no room beside the field.
    Ok(assigned.map_err(|error| match error.for_field("roles").map(str::to_owned) {
        Some(message) => contracts::Error::invalid(message),
        None => error,
    })?)
}

/// Says of each role whether its members need a second factor: of those that are named (inputs `required[]`).
#[server]
pub async fn save_role_policies(
    #[server(default)] required: Vec<String>,
    one_time_code: Option<String>,
) -> Result<(), AppError> {
    let permission = contracts::Permission::ManageStaff;
    let actor = crate::admin::guard::require_proved(permission, one_time_code).await?;
    let identity = crate::context::services()?.identity;
    for RolePolicy { role, needs_second_factor, .. } in identity.role_policies(actor.clone()).await? {
        let needs_one = required.contains(&role);
        if needs_one != needs_second_factor {
            identity.set_second_factor_required(actor.clone(), role, needs_one).await?;
        }
    }
    Ok(())
}

/// Locks a person out, or lets them in again.
#[server]
pub async fn set_blocked(user: String, blocked: bool) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageStaff).await?;
    let user = user.parse().map_err(|_| AppError::not_found("account"))?;
    Ok(crate::context::services()?.identity.set_blocked(actor, user, blocked).await?)
}

/// Takes a person's second factor away, which they have lost.
#[server]
pub async fn reset_second_factor(user: String, one_time_code: Option<String>) -> Result<(), AppError> {
    let permission = contracts::Permission::ManageStaff;
    let actor = crate::admin::guard::require_proved(permission, one_time_code).await?;
    let user = user.parse().map_err(|_| AppError::not_found("account"))?;
    Ok(crate::context::services()?.identity.reset_second_factor(actor, user).await?)
}
