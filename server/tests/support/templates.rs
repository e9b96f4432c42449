//! Databases that have all their tables, to be copied for each shop of a test: many times as quick as migrating nine.

use contracts::SERVICES;
use server::databases::{Databases, migrator};
use sqlx::{AssertSqlSafe, PgConnection};

/// Makes nine databases whose names begin with `prefix` at a server, as migrations leave them.
pub async fn copy(admin: &mut PgConnection, server: &str, prefix: &str) {
    let template = format!("empty_{}", fingerprint());
    run(admin, &format!("select pg_advisory_lock(hashtext('{template}'))")).await;
    if !is_made(admin, &template).await {
        make(admin, server, &template).await;
    }
    run(admin, &format!("select pg_advisory_unlock(hashtext('{template}'))")).await;
    for service in SERVICES {
        run(admin, &format!("create database {prefix}_{service} template {template}_{service}")).await;
    }
}

/// The same for the same migrations: a server that outlives a change of them keeps both sets.
fn fingerprint() -> String {
    let all = SERVICES.map(migrator).into_iter().chain([&platform::database::MESSAGING]);
    let checksums =
        all.flat_map(|migrator| migrator.iter().map(|migration| format!("{:?}", migration.checksum)));
    platform::ids::hash_token(&checksums.collect::<String>())[..12].to_owned()
}

async fn is_made(admin: &mut PgConnection, template: &str) -> bool {
    let made = "select count(*) from pg_database where datistemplate and starts_with(datname, $1)";
    let made: i64 = sqlx::query_scalar(made).bind(template).fetch_one(admin).await.unwrap();
    usize::try_from(made).unwrap() == SERVICES.len()
}

/// Whatever a test that was ended in the middle of this has left is made anew.
async fn make(admin: &mut PgConnection, server: &str, template: &str) {
    for service in SERVICES {
        run(admin, &format!("drop database if exists {template}_{service} with (force)")).await;
        run(admin, &format!("create database {template}_{service}")).await;
    }
    let databases =
        Databases::open_at(|service| Some(format!("{server}/{template}_{service}")), 1).await.unwrap();
    databases.close().await.unwrap();
    for service in SERVICES {
        run(admin, &format!("alter database {template}_{service} is_template true")).await;
    }
}

async fn run(admin: &mut PgConnection, statement: &str) {
    sqlx::query(AssertSqlSafe(statement)).execute(admin).await.unwrap();
}
