//! Whether the databases answer and what their tables are like.

use super::{Finding, in_time, roles};
use crate::{
    config::Config,
    databases::{create, migrator},
};
use anyhow::{Result, bail, ensure};
use contracts::{SERVICES, orders::Seller};
use futures::future::join_all;
use platform::{
    Database,
    database::MESSAGING,
    private_postgres::{PrivatePostgres, find_binaries},
};
use sqlx::migrate::{AppliedMigration, Migrate, MigrateError, Migrator};

const UNKNOWN_TABLE: &str = "42P01";

pub(super) async fn examine(config: &Config) -> Vec<Finding> {
    let is_private = SERVICES.iter().any(|service| config.database(service).is_none());
    let mut findings = Vec::new();
    let mut running = None;
    if is_private {
        let found = private(config).await;
        findings.push(Finding::new(
            "Postgres",
            found.map(|(server, what)| {
                running = server;
                what
            }),
        ));
    }
    let url =
        |service| config.database(service).or_else(|| running.as_ref().map(|server| server.url(service)));
    let configured = SERVICES.into_iter().filter_map(|service| Some((service, url(service)?)));
    findings.extend(join_all(configured.map(|(service, url)| one(service, url))).await);
    findings.extend(roles::examine(config, url("identity").as_deref()).await);
    if !is_private {
        findings.push(Finding::new("database rights", in_time(rights(config)).await));
    }
    findings
}

/// The private server, when it runs, or with which programs it would.
async fn private(config: &Config) -> Result<(Option<PrivatePostgres>, String)> {
    let folder = config.data.join("postgres");
    if let Some(server) = PrivatePostgres::running(&folder).await? {
        return Ok((Some(server), format!("private, running in {}", folder.display())));
    }
    let programs = find_binaries().await?;
    Ok((None, format!("private, with {}; a start starts it", programs.display())))
}

/// Who sells, as somebody said in the back office; none where nobody did or the database does not answer, of which its
/// own line tells.
pub(super) async fn seller(config: &Config) -> Option<Seller> {
    in_time(saved_seller(config)).await.ok().flatten()
}

async fn saved_seller(config: &Config) -> Result<Option<Seller>> {
    let url = match config.database("orders") {
        Some(url) => url,
        None => match PrivatePostgres::running(&config.data.join("postgres")).await? {
            Some(server) => server.url("orders"),
            None => return Ok(None),
        },
    };
    let db = Database::open("orders", &url, 1).await?;
    let row: Option<(String, String, String)> =
        sqlx::query_as("select seller_name, seller_address, seller_vat_id from shop_settings")
            .fetch_optional(db.pool())
            .await?;
    Ok(row.map(|(name, address, vat_id)| Seller { name, address, vat_id }))
}

async fn one(service: &'static str, url: String) -> Finding {
    Finding::new(format!("database {service}"), in_time(state(service, &url)).await)
}

/// Whether the services may do no more than read and write rows; the private server sees to that by itself.
async fn rights(config: &Config) -> Result<String> {
    let configured = SERVICES.into_iter().filter_map(|service| Some((service, config.database(service)?)));
    let remedies = join_all(configured.map(|(service, url)| remedy(service, url))).await;
    let remedies: Vec<String> = remedies.into_iter().flatten().collect();
    if remedies.is_empty() {
        return Ok("services read and write rows and change no table".to_owned());
    }
    Ok(format!(
        "services own their tables and may change them. To keep them from it, let an administrator run `{}`",
        remedies.join("; ")
    ))
}

/// Of a database that does not answer, or is not there yet, its own line tells.
async fn remedy(service: &'static str, url: String) -> Option<String> {
    let owner = Database::open(service, &url, 1).await.ok()?;
    platform::rights::remedy(&owner).await.ok()?
}

/// What there is to say of a service's database.
///
/// # Errors
/// When the shop would not start with it.
pub async fn state(service: &'static str, url: &str) -> Result<String> {
    match Database::open(service, url, 1).await {
        Ok(db) => tables(&db).await,
        Err(error) if !create::is_missing(&error) => Err(error.into()),
        Err(_) if create::may_create(url).await? => Ok("is missing; a start makes it".to_owned()),
        Err(_) => bail!(create::remedy(url)?),
    }
}

async fn tables(db: &Database) -> Result<String> {
    let (mut waiting, mut newer) = (0, 0);
    for migrator in [&MESSAGING, migrator(db.name())] {
        let applied = applied(db, migrator).await?;
        for one in &applied {
            newer += usize::from(!migrator.version_exists(one.version));
            check(one, migrator)?;
        }
        let is_waiting = |version| !applied.iter().any(|applied| applied.version == version);
        waiting += migrator.iter().filter(|migration| is_waiting(migration.version)).count();
    }
    Ok(match waiting {
        0 if newer > 0 => {
            format!("answers; a newer Tradewind has run {newer} migrations, with which this one works, too")
        }
        0 => "answers, up to date".to_owned(),
        waiting => {
            format!("answers; {waiting} migrations are to come, a start or `tradewind migrate` runs them")
        }
    })
}

fn check(applied: &AppliedMigration, migrator: &Migrator) -> Result<()> {
    let version = applied.version;
    let known = migrator.iter().find(|migration| migration.version == version);
    let same = known.is_none_or(|known| known.checksum == applied.checksum);
    ensure!(same, "migration {version} is not the one that was run here");
    Ok(())
}

async fn applied(db: &Database, migrator: &Migrator) -> Result<Vec<AppliedMigration>> {
    let mut connection = db.pool().acquire().await?;
    match connection.list_applied_migrations(&migrator.table_name).await {
        Err(MigrateError::Execute(sqlx::Error::Database(error)))
            if error.code().as_deref() == Some(UNKNOWN_TABLE) =>
        {
            Ok(Vec::new())
        }
        applied => Ok(applied?),
    }
}
