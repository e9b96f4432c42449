//! What a service may do in its database. The tables belong to the role that migrates them; the service enters as
//! another one, which reads and writes rows and changes no table, and which only adds rows to what is append-only.
//! Whoever gets a statement of their own past the service gets no further than that.

use crate::Database;
use sqlx::AssertSqlSafe;

/// Tables whose rows are not changed like others, by name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exceptions {
    /// Rows are added and stay as they are.
    pub append_only: &'static [&'static str],
    /// Written by migrations or triggers only.
    pub read_only: &'static [&'static str],
}

/// The statements that give the role `$1` what it lacks and take what it has too much: on tables `$2` it may read,
/// to tables `$3` also add. Tables of others (a database may be shared) are left alone.
const AMISS: &str = "
    with wanted as (
        select n.nspname, c.relname, c.oid, case
            when c.relname::text = any($2) then array['select']
            when c.relname::text = any($3) then array['select', 'insert']
            else array['select', 'insert', 'update', 'delete'] end as rights
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
            and pg_has_role(current_user, c.relowner, 'usage')
            and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e'))
    select format('grant usage on schema %1$I to %3$I; revoke all on %1$I.%2$I from %3$I; grant %4$s on %1$I.%2$I to %3$I',
        nspname, relname, $1::text, array_to_string(rights, ', '))
    from wanted
    where not has_schema_privilege($1::name, nspname::text, 'usage') or exists (
        select from unnest(array['select', 'insert', 'update', 'delete', 'truncate']) as one (privilege)
        where has_table_privilege($1::name, oid, privilege) <> (privilege = any(rights)))
    union all
    select format('revoke create on schema %I from public', nspname)
    from pg_namespace
    where nspname = 'public' and has_schema_privilege($1::name, oid, 'create')
        and pg_has_role(current_user, nspowner, 'usage')";

/// The role as which a service enters its database, e.g. `orders_app`.
pub fn role(service: &str) -> String {
    format!("{service}_app")
}

/// Makes the service's role, where it is missing and the owner of the tables may make it. False when the owner cannot
/// act as it: then an administrator has to run what [`remedy`] says.
///
/// # Errors
/// When the database does not answer.
pub async fn ensure_role(owner: &Database) -> Result<bool, sqlx::Error> {
    let role = role(owner.name());
    for statement in [format!("create role {role} nologin"), format!("grant {role} to current_user")] {
        if may_become(owner).await? {
            return Ok(true);
        }
        // Refused, or another process was quicker: what counts is whether it may now.
        if let Err(error) = sqlx::raw_sql(AssertSqlSafe(statement)).execute(owner.pool()).await {
            tracing::debug!(role, %error, "the role of a service was not made");
        }
    }
    may_become(owner).await
}

/// Whether the owner of the tables may act as the service's role.
///
/// # Errors
/// When the database does not answer.
pub async fn may_become(owner: &Database) -> Result<bool, sqlx::Error> {
    let mut tx = owner.begin().await?;
    let act = format!("set local role {}", role(owner.name()));
    match sqlx::raw_sql(AssertSqlSafe(act)).execute(&mut *tx).await {
        Err(error) if error.as_database_error().is_none() => return Err(error),
        Err(_) => Ok(false),
        Ok(_) => Ok(true),
    }
}

/// Gives the service's role its rights on every table. Costs one query when it has them.
///
/// # Errors
/// As the database answers.
pub async fn give(owner: &Database, exceptions: Exceptions) -> Result<(), sqlx::Error> {
    if amiss(&mut *owner.pool().acquire().await?, owner.name(), exceptions).await?.is_empty() {
        return Ok(());
    }
    let mut tx = owner.begin().await?;
    // Two processes that give them at once would get in each other's way.
    sqlx::query("select pg_advisory_xact_lock(hashtext('rights'))").execute(&mut *tx).await?;
    for statements in amiss(&mut tx, owner.name(), exceptions).await? {
        sqlx::raw_sql(AssertSqlSafe(statements)).execute(&mut *tx).await?;
    }
    tx.commit().await
}

async fn amiss(
    conn: &mut sqlx::PgConnection,
    service: &str,
    exceptions: Exceptions,
) -> Result<Vec<String>, sqlx::Error> {
    let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mut read_only = owned(exceptions.read_only);
    read_only.push("_sqlx_migrations".to_owned());
    let query = sqlx::query_scalar(AMISS).bind(role(service)).bind(read_only);
    query.bind(owned(exceptions.append_only)).fetch_all(conn).await
}

/// What an administrator runs where the owner of the tables may not make the service's role; none where it may.
///
/// # Errors
/// When the database does not answer.
pub async fn remedy(owner: &Database) -> Result<Option<String>, sqlx::Error> {
    let may_make =
        "select current_user::text, rolsuper or rolcreaterole from pg_roles where rolname = current_user";
    let (user, may_make): (String, bool) = sqlx::query_as(may_make).fetch_one(owner.pool()).await?;
    if may_make || may_become(owner).await? {
        return Ok(None);
    }
    let role = role(owner.name());
    Ok(Some(format!("create role {role} nologin; grant {role} to \"{user}\"")))
}
