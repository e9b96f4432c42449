//! One database, replaced as a whole or not at all.

use super::own_migrator;
use crate::backup::{
    manifest::{Applied, DatabaseCopy, TableCopy},
    snapshot::{quoted, target},
};
use anyhow::{Context, Result, ensure};
use sqlx::{
    AssertSqlSafe, Connection, PgConnection, SqlSafeStr,
    migrate::{Migration, Migrator},
};
use std::{path::Path, time::Instant};
use tokio::{fs::File, io::AsyncReadExt};

const SCHEMAS: &str = "select nspname::text from pg_namespace
    where nspname not like 'pg\\_%' and nspname <> 'information_schema' order by 1";

const TABLES: &str = "select n.nspname::text, c.relname::text
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relname <> '_sqlx_migrations'
        and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by 1, 2";

const REFERENCES: &str =
    "select n.nspname::text, c.relname::text, k.conname::text, pg_get_constraintdef(k.oid)
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' order by 1, 2, 3";

/// Programs of ours that are connected; they would write into what is replaced.
const OTHERS: &str = "select count(*) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name = 'tradewind'";

/// Refuses a database that somebody uses, and one that holds anything unless it may be replaced.
pub(super) async fn require_free(service: &str, url: &str, replace: bool) -> Result<()> {
    let mut connection = PgConnection::connect(url).await?;
    let others: i64 = sqlx::query_scalar(OTHERS).fetch_one(&mut connection).await?;
    ensure!(others == 0, "a shop is using the database of {service} ({others} connections); stop it first");
    let tables: Vec<(String, String)> = sqlx::query_as(TABLES).fetch_all(&mut connection).await?;
    ensure!(
        replace || tables.is_empty(),
        "the database of {service} holds a shop already; --replace gives up what it holds"
    );
    Ok(connection.close().await?)
}

/// Replaces everything in the database by what the backup holds, in one transaction.
pub(super) async fn replace(backup: &Path, service: &str, url: &str, copy: &DatabaseCopy) -> Result<()> {
    let begun = Instant::now();
    let mut connection = PgConnection::connect(url).await?;
    let mut tx = connection.begin().await?;
    run(&mut tx, "set local idle_in_transaction_session_timeout = 0".to_owned()).await?;
    empty(&mut tx).await?;
    for schema in ["messaging", "public"] {
        make_tables(&mut tx, service, schema, &copy.migrations).await?;
    }
    let references = let_go(&mut tx).await?;
    for table in &copy.tables {
        fill(&mut tx, backup, table).await.with_context(|| format!("{service}.{}", table.name))?;
    }
    for sequence in &copy.sequences {
        let name = format!("{}.{}", quoted(&sequence.schema), quoted(&sequence.name));
        let set = sqlx::query("select setval($1::text::regclass, $2)").bind(name).bind(sequence.value);
        set.execute(&mut *tx).await?;
    }
    hold_again(&mut tx, references).await?;
    tx.commit().await?;
    run(&mut connection, "analyze".to_owned()).await?;
    connection.close().await?;
    let rows: u64 = copy.tables.iter().map(|table| table.rows).sum();
    println!("  {service:16} {rows} rows in {} tables, {:.1?}", copy.tables.len(), begun.elapsed());
    Ok(())
}

async fn empty(tx: &mut PgConnection) -> Result<()> {
    let schemas: Vec<String> = sqlx::query_scalar(SCHEMAS).fetch_all(&mut *tx).await?;
    for schema in schemas {
        run(tx, format!("drop schema {} cascade", quoted(&schema))).await?;
    }
    run(tx, "create schema public".to_owned()).await
}

/// The schema as it was when the backup was taken: newer migrations find the rows that they are written for.
async fn make_tables(tx: &mut PgConnection, service: &str, schema: &str, applied: &[Applied]) -> Result<()> {
    let ours = own_migrator(service, schema);
    let newest = applied.iter().filter(|one| one.table == schema).map(|one| one.version).max();
    let Some(newest) = newest else { return Ok(()) };
    let mut migrator = Migrator::with_migrations(ours.iter().map(inside_transaction).collect());
    migrator.dangerous_set_table_name(ours.table_name.clone());
    for schema in ours.create_schemas.iter() {
        migrator.create_schema(schema.clone());
    }
    Ok(migrator.run_to(newest, tx).await?)
}

/// Tables without rows need no index to be built beside their use, which no transaction can do.
fn inside_transaction(migration: &Migration) -> Migration {
    let mut migration = migration.clone();
    if migration.no_tx {
        let sql = migration.sql.as_str().replace("concurrently", "");
        migration.sql = AssertSqlSafe(sql).into_sql_str();
        migration.no_tx = false;
    }
    migration
}

/// Empties all tables of what migrations put there, and lets go of what would look at every row that comes:
/// triggers, whose effects are in the backup too, and references, which are checked when all rows are there.
async fn let_go(tx: &mut PgConnection) -> Result<Vec<(String, String)>> {
    let tables = tables(tx).await?;
    let references: Vec<(String, String, String, String)> =
        sqlx::query_as(REFERENCES).fetch_all(&mut *tx).await?;
    for table in &tables {
        run(tx, format!("alter table {table} disable trigger user")).await?;
    }
    let mut again = Vec::with_capacity(references.len());
    for (schema, table, name, definition) in references {
        let table = format!("{}.{}", quoted(&schema), quoted(&table));
        run(tx, format!("alter table {table} drop constraint {}", quoted(&name))).await?;
        again.push((table, format!("add constraint {} {definition}", quoted(&name))));
    }
    if !tables.is_empty() {
        run(tx, format!("truncate {}", tables.join(", "))).await?;
    }
    Ok(again)
}

async fn hold_again(tx: &mut PgConnection, references: Vec<(String, String)>) -> Result<()> {
    for (table, change) in references {
        run(tx, format!("alter table {table} {change}")).await?;
    }
    for table in tables(tx).await? {
        run(tx, format!("alter table {table} enable trigger user")).await?;
    }
    Ok(())
}

async fn tables(tx: &mut PgConnection) -> Result<Vec<String>> {
    let tables: Vec<(String, String)> = sqlx::query_as(TABLES).fetch_all(tx).await?;
    Ok(tables.iter().map(|(schema, name)| format!("{}.{}", quoted(schema), quoted(name))).collect())
}

async fn fill(tx: &mut PgConnection, backup: &Path, table: &TableCopy) -> Result<()> {
    let statement = format!("copy {} from stdin", target(&table.schema, &table.name, &table.columns));
    let mut file = File::open(backup.join(&table.file.path)).await?;
    let mut rows = tx.copy_in_raw(&statement).await?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer).await?;
        if read == 0 {
            break;
        }
        rows.send(&buffer[..read]).await?;
    }
    let taken = rows.finish().await?;
    ensure!(taken == table.rows, "{taken} rows were taken of {}", table.rows);
    Ok(())
}

async fn run(connection: &mut PgConnection, statement: String) -> Result<()> {
    let done = sqlx::raw_sql(AssertSqlSafe(statement.clone())).execute(connection).await;
    done.map(|_| ()).with_context(|| statement)
}
