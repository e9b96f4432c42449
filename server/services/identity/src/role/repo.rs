//! `roles`, `role_permissions`, `user_roles`.

use super::model::{self, ADMINISTRATOR, CUSTOMER};
use crate::{account, account::model::Account, error::Result};
use contracts::{
    Email, Permission, UserId,
    identity::{Role, RoleDraft},
};
use sqlx::{PgConnection, PgExecutor};

/// A role that is about to be changed.
pub(crate) struct Locked {
    pub(crate) id: i32,
    pub(crate) description: String,
    pub(crate) permissions: Vec<Permission>,
    pub(crate) is_built_in: bool,
    pub(crate) version: i64,
}

/// The roles of staff, those that every shop has first.
pub(crate) async fn all(db: impl PgExecutor<'_>) -> Result<Vec<Role>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select r.role_name, r.description, r.is_built_in, r.version,
                  array(select p.permission from role_permissions p where p.role_id = r.id) as "permissions!",
                  (select count(*) from user_roles ur where ur.role_id = r.id) as "members!"
           from roles r where r.role_name <> $1 order by r.id"#,
        CUSTOMER,
    )
    .fetch_all(db)
    .await?;
    let role = rows.into_iter().map(|row| Role {
        name: row.role_name,
        description: row.description,
        permissions: model::permissions(&row.permissions),
        members: row.members.unsigned_abs(),
        is_built_in: row.is_built_in,
        version: row.version,
    });
    Ok(role.collect())
}

/// The role of this name, which until the commit nobody else changes, gets or is given.
pub(crate) async fn lock(conn: &mut PgConnection, name: &str) -> Result<Option<Locked>, sqlx::Error> {
    let row = sqlx::query!(
        "select id, description, is_built_in, version from roles where role_name = $1 for update",
        name,
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let stored = sqlx::query_scalar!("select permission from role_permissions where role_id = $1", row.id)
        .fetch_all(conn)
        .await?;
    let permissions = model::permissions(&stored);
    let (id, description) = (row.id, row.description);
    Ok(Some(Locked { id, description, permissions, is_built_in: row.is_built_in, version: row.version }))
}

/// Writes a new role, which allows nothing yet; tells its id.
pub(crate) async fn insert(conn: &mut PgConnection, draft: &RoleDraft) -> Result<i32, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into roles (role_name, description) values ($1, $2) returning id",
        draft.name,
        draft.description,
    )
    .fetch_one(conn)
    .await
}

/// Says what a role is for, and that it is another version now; tells its id.
pub(crate) async fn change(conn: &mut PgConnection, id: i32, description: &str) -> Result<i32, sqlx::Error> {
    sqlx::query!("update roles set description = $2, version = version + 1 where id = $1", id, description,)
        .execute(conn)
        .await?;
    Ok(id)
}

/// Gives a role permissions and takes others; those that only another release knows stay.
pub(crate) async fn change_permissions(
    conn: &mut PgConnection,
    id: i32,
    given: &[String],
    taken: &[String],
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from role_permissions where role_id = $1 and permission = any($2)", id, taken)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "insert into role_permissions (role_id, permission) select $1, unnest($2::text[])
         on conflict do nothing",
        id,
        given,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How many people have a role, whatever their status.
pub(crate) async fn members(conn: &mut PgConnection, id: i32) -> Result<u64, sqlx::Error> {
    let members =
        sqlx::query_scalar!(r#"select count(*) as "count!" from user_roles where role_id = $1"#, id);
    Ok(members.fetch_one(conn).await?.unsigned_abs())
}

/// Deletes a role.
pub(crate) async fn delete(conn: &mut PgConnection, id: i32) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from roles where id = $1", id).execute(conn).await?;
    Ok(())
}

/// Whether staff can have a role of this name.
pub(crate) async fn is_staff_role(db: impl PgExecutor<'_>, name: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from roles where role_name = $1 and role_name <> $2) as "exists!""#,
        name,
        CUSTOMER,
    )
    .fetch_one(db)
    .await
}

/// Those of these names that no role has.
pub(crate) async fn missing(db: impl PgExecutor<'_>, names: &[String]) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select distinct wanted.role_name as "role_name!" from unnest($1::text[]) as wanted (role_name)
           where not exists (select 1 from roles where roles.role_name = wanted.role_name) order by 1"#,
        names,
    )
    .fetch_all(db)
    .await
}

/// Those of these names that are roles of staff; until the commit nobody changes or deletes them. The administrators'
/// comes last, as [`has_administrator`] locks it after others.
pub(crate) async fn lock_staff_roles(
    conn: &mut PgConnection,
    names: &[String],
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select role_name from roles where role_name = any($1) and role_name <> $2
         order by role_name = $3, id for update",
        names,
        CUSTOMER,
        ADMINISTRATOR,
    )
    .fetch_all(conn)
    .await
}

/// As [`lock_staff_roles`], in whatever order, where it is enough that they are not deleted.
pub(crate) async fn keep_staff_roles(
    conn: &mut PgConnection,
    names: &[String],
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select role_name from roles where role_name = any($1) and role_name <> $2 for key share",
        names,
        CUSTOMER,
    )
    .fetch_all(conn)
    .await
}

/// What these roles allow together.
pub(crate) async fn permissions_of(
    conn: &mut PgConnection,
    names: &[String],
) -> Result<Vec<Permission>, sqlx::Error> {
    let stored = sqlx::query_scalar!(
        "select distinct p.permission from role_permissions p join roles r on r.id = p.role_id
         where r.role_name = any($1)",
        names,
    )
    .fetch_all(conn)
    .await?;
    Ok(model::permissions(&stored))
}

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
