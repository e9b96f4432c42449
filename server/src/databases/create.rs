//! Databases that a Postgres of one's own does not have yet.

use anyhow::{Context, Result, bail};
use platform::Database;
use sqlx::{Connection, PgConnection, Postgres, migrate::MigrateDatabase, postgres::PgConnectOptions};
use std::{borrow::Cow, str::FromStr};

/// `SQLSTATE` codes, see Postgres' appendix A.
const UNKNOWN_DATABASE: &str = "3D000";
const NOT_PERMITTED: &str = "42501";
/// Another process of ours was quicker: the name is taken, or was taken at the same moment.
const MADE_BY_ANOTHER: [&str; 2] = ["42P04", "23505"];

/// Opens a service's database, which is made where it is missing and the role may.
///
/// # Errors
/// When it does not answer, or is missing and cannot be made; says what an administrator has to do.
pub async fn open_or_create(service: &'static str, url: &str, pool_size: u32) -> Result<Database> {
    let mut opened = Database::open(service, url, pool_size).await;
    if opened.as_ref().is_err_and(is_missing) {
        create(url).await.with_context(|| format!("{service} has no database"))?;
        opened = Database::open(service, url, pool_size).await;
    }
    opened.with_context(|| format!("the database of {service} does not answer"))
}

/// Whether the server answers, but has no such database.
pub fn is_missing(error: &sqlx::Error) -> bool {
    code(error).as_deref() == Some(UNKNOWN_DATABASE)
}

/// Whether the URL's role may make databases.
///
/// # Errors
/// When the server's own database `postgres` cannot be entered.
pub async fn may_create(url: &str) -> Result<bool> {
    let options = PgConnectOptions::from_str(url)?.database("postgres");
    let mut connection = PgConnection::connect_with(&options).await?;
    let may = sqlx::query_scalar("select rolcreatedb or rolsuper from pg_roles where rolname = current_user");
    Ok(may.fetch_one(&mut connection).await?)
}

/// What has to be run when the role may not make its database.
///
/// # Errors
/// When the URL is malformed.
pub fn remedy(url: &str) -> Result<String> {
    let options = PgConnectOptions::from_str(url)?;
    let (role, name) = (options.get_username(), options.get_database().unwrap_or_default());
    Ok(format!(
        "the database {name} is missing, and the role {role} may not make it. Let an administrator run \
         `create database \"{name}\" owner \"{role}\"`, or give the role the right to (`alter role \"{role}\" \
         createdb`)"
    ))
}

async fn create(url: &str) -> Result<()> {
    let Err(error) = Postgres::create_database(url).await else {
        return Ok(());
    };
    match code(&error).as_deref() {
        Some(code) if MADE_BY_ANOTHER.contains(&code) => Ok(()),
        Some(NOT_PERMITTED) => bail!(remedy(url)?),
        _ => Err(error).context("it cannot be made"),
    }
}

fn code(error: &sqlx::Error) -> Option<Cow<'_, str>> {
    error.as_database_error()?.code()
}
