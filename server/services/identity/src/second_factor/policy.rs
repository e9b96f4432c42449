//! Roles whose members need a second factor.

use crate::{Identity, audit, error::Result, role};
use contracts::{Actor, Error, Permission, UserId, identity::RolePolicy};
use sqlx::PgExecutor;

/// What each role of staff asks of its members.
pub(crate) async fn policies(identity: &Identity, actor: &Actor) -> Result<Vec<RolePolicy>> {
    actor.require(Permission::ManageStaff)?;
    let rows = sqlx::query!(
        r#"select role_name, second_factor_required,
                  (select count(*) from user_roles ur join users u on u.id = ur.user_id
                   where ur.role_id = r.id and u.status = 'active'
                     and not exists (select from second_factor_holders f where f.user_id = u.id)) as "without!"
           from roles r where role_name <> $1 order by id"#,
        role::model::CUSTOMER,
    )
    .fetch_all(identity.db.pool())
    .await?;
    let policies = rows.into_iter().map(|row| RolePolicy {
        role: row.role_name,
        needs_second_factor: row.second_factor_required,
        members_without: u32::try_from(row.without).unwrap_or(u32::MAX),
    });
    Ok(policies.collect())
}

/// Says whether the members of a role of staff need one.
pub(crate) async fn set_required(
    identity: &Identity,
    actor: &Actor,
    role: &str,
    required: bool,
) -> Result<()> {
    actor.require(Permission::ManageStaff)?;
    let mut tx = identity.db.begin().await?;
    let set = sqlx::query!(
        "update roles set second_factor_required = $2 where role_name = $1 and role_name <> $3",
        role,
        required,
        role::model::CUSTOMER,
    );
    if set.execute(&mut *tx).await?.rows_affected() == 0 {
        return Err(Error::not_found("role").into());
    }
    let details = serde_json::json!({ "required": required });
    audit::record(&mut tx, actor, "role.second_factor_set", &format!("role {role}"), details).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether a role of this account needs one.
pub(crate) async fn is_required(db: impl PgExecutor<'_>, user: UserId) -> Result<bool> {
    let required = sqlx::query_scalar!(
        r#"select exists (select 1 from user_roles ur join roles r on r.id = ur.role_id
                          where ur.user_id = $1 and r.second_factor_required) as "exists!""#,
        user.0,
    );
    Ok(required.fetch_one(db).await?)
}
