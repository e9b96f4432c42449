//! Databases and roles inside the running server.

use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::Error;
use crate::rights;

pub(super) fn url(role: &str, password: &str, port: u16, database: &str) -> String {
    format!("postgres://{role}:{password}@127.0.0.1:{port}/{database}?sslmode=disable")
}

pub(super) async fn answers(url: &str) -> bool {
    let connected = tokio::time::timeout(Duration::from_secs(5), PgConnection::connect(url)).await;
    let Ok(Ok(connection)) = connected else {
        return false;
    };
    connection.close().await.is_ok()
}

/// Makes the database, a role of the same name that owns it, and the role of the service in it: no other may enter.
pub(super) async fn ensure(admin_url: &str, name: &str, password: &str) -> Result<(), Error> {
    let name = checked(name)?;
    let mut admin = PgConnection::connect(admin_url).await?;
    if !exists(&mut admin, "select 1 from pg_roles where rolname = $1", name).await? {
        run_statement(&mut admin, format!("create role {name} login password '{password}'")).await?;
    }
    if !exists(&mut admin, "select 1 from pg_database where datname = $1", name).await? {
        run_statement(&mut admin, format!("create database {name} owner {name}")).await?;
        run_statement(&mut admin, format!("revoke all on database {name} from public")).await?;
    }
    ensure_app(&mut admin, name, password).await?;
    Ok(admin.close().await?)
}

/// See [`crate::rights`]. The owner is a member of the service's role: it sees what its connections are doing.
async fn ensure_app(admin: &mut PgConnection, name: &str, password: &str) -> Result<(), Error> {
    let app = rights::role(name);
    if !exists(admin, "select 1 from pg_roles where rolname = $1", &app).await? {
        run_statement(admin, format!("create role {app} login password '{password}'")).await?;
    }
    let may_enter = "select 1 from pg_database
        where datname = $1 and has_database_privilege((datname || '_app')::name, oid, 'connect')";
    if !exists(admin, may_enter, name).await? {
        run_statement(admin, format!("grant connect on database {name} to {app}")).await?;
        run_statement(admin, format!("grant {app} to {name}")).await?;
    }
    Ok(())
}

/// Removes a database, ending the connections to it.
pub(super) async fn remove(admin_url: &str, name: &str) -> Result<(), Error> {
    let name = checked(name)?;
    let mut admin = PgConnection::connect(admin_url).await?;
    run_statement(&mut admin, format!("drop database if exists {name} with (force)")).await?;
    Ok(admin.close().await?)
}

/// Runs whole scripts of SQL, one after the other.
pub(super) async fn run(url: &str, scripts: &[String]) -> Result<(), Error> {
    let mut connection = PgConnection::connect(url).await?;
    for script in scripts {
        run_statement(&mut connection, script.clone()).await?;
    }
    Ok(connection.close().await?)
}

async fn exists(connection: &mut PgConnection, query: &'static str, name: &str) -> Result<bool, Error> {
    Ok(sqlx::query(query).bind(name).fetch_optional(connection).await?.is_some())
}

async fn run_statement(connection: &mut PgConnection, sql: String) -> Result<(), Error> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}

/// Names go into statements as they are, where no parameter can stand.
fn checked(name: &str) -> Result<&str, Error> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let valid = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(plain);
    if valid { Ok(name) } else { Err(Error::InvalidName(name.to_string())) }
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn a_name_that_could_end_the_statement_is_refused() {
        assert!(checked("catalog").is_ok());
        for name in ["", "1st", "a b", "a;drop", "Orders", "a\"b"] {
            assert!(checked(name).is_err(), "{name}");
        }
    }
}
