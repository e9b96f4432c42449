//! `roles`, `user_roles`.

use super::model::{ADMINISTRATOR, CUSTOMER};
use crate::{account, account::model::Account, error::Result};
use contracts::{Email, UserId};
use sqlx::PgConnection;

/// Gives roles by name; those already had stay.
pub(crate) async fn add(conn: &mut PgConnection, user: UserId, roles: &[String]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into user_roles (user_id, role_id)
         select $1, id from roles where role_name = any($2)
         on conflict do nothing",
        user.0,
        roles,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes all roles but that of a customer, and tells which they were.
pub(crate) async fn remove_staff_roles(
    conn: &mut PgConnection,
    user: UserId,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "delete from user_roles using roles
         where roles.id = user_roles.role_id and user_id = $1 and role_name <> $2
         returning role_name",
        user.0,
        CUSTOMER,
    )
    .fetch_all(conn)
    .await
}

/// Whether this account has the role of an administrator, whatever its status.
pub(crate) async fn is_administrator(conn: &mut PgConnection, user: UserId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from user_roles join roles on roles.id = role_id
                          where user_id = $1 and role_name = $2) as "exists!""#,
        user.0,
        ADMINISTRATOR,
    )
    .fetch_one(conn)
    .await
}

/// Whether this account has a role of staff, whatever its status.
pub(crate) async fn is_staff(conn: &mut PgConnection, user: UserId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from user_roles join roles on roles.id = role_id
                          where user_id = $1 and role_name <> $2) as "exists!""#,
        user.0,
        CUSTOMER,
    )
    .fetch_one(conn)
    .await
}

/// Whether an active administrator exists. Two processes that ask at once are served one after the other.
pub(crate) async fn has_administrator(conn: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::query!("select id from roles where role_name = $1 for update", ADMINISTRATOR)
        .fetch_one(&mut *conn)
        .await?;
    sqlx::query_scalar!(
        r#"select exists (
               select 1 from user_roles join roles on roles.id = role_id join users on users.id = user_id
               where role_name = $1 and status = 'active') as "exists!""#,
        ADMINISTRATOR,
    )
    .fetch_one(conn)
    .await
}

/// The active administrator with this address.
pub(crate) async fn administrator(conn: &mut PgConnection, email: &Email) -> Result<Option<Account>> {
    let id = sqlx::query_scalar!(
        "select user_id from user_roles join roles on roles.id = role_id join users on users.id = user_id
         where role_name = $1 and status = 'active' and email = $2",
        ADMINISTRATOR,
        email.as_str(),
    )
    .fetch_optional(&mut *conn)
    .await?;
    match id {
        Some(id) => account::repo::by_id(conn, id.into()).await,
        None => Ok(None),
    }
}
