//! One database, read at one moment. The only place with an isolation level: nothing is decided here, every
//! table is only read as it was at the same moment.

use super::manifest::{Applied, DatabaseCopy, FileSum, Sequence, TableCopy};
use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use futures::TryStreamExt;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::path::Path;
use tokio::{fs::File, io::AsyncWriteExt, io::BufWriter};

/// Ordinary tables of ours, with the columns that are stored and not computed.
const TABLES: &str = "select n.nspname::text, c.relname::text, array(
        select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relpersistence = 'p' and c.relname <> '_sqlx_migrations'
        and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by 1, 2";

/// Where migrations are written down: `messaging`'s beside the service's own.
const MIGRATIONS: &str =
    "select n.nspname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relname = '_sqlx_migrations' order by 1";

const SEQUENCES: &str = "select schemaname::text, sequencename::text, last_value from pg_sequences
    where last_value is not null order by 1, 2";

/// A database held still for the reader.
pub(super) struct Snapshot {
    service: &'static str,
    connection: PgConnection,
    cut_at: DateTime<Utc>,
}

impl Snapshot {
    /// From here on the reader sees the database as it is now; others go on writing.
    pub(super) async fn begin(service: &'static str, url: &str) -> Result<Self> {
        let mut connection = PgConnection::connect(url)
            .await
            .with_context(|| format!("the database of {service} does not answer"))?;
        // While one table is written to the disk the others wait, for as long as that takes.
        sqlx::raw_sql(
            "set idle_in_transaction_session_timeout = 0; set timezone = 'UTC'; set datestyle = 'ISO'",
        )
        .execute(&mut connection)
        .await?;
        sqlx::raw_sql("begin isolation level repeatable read, read only").execute(&mut connection).await?;
        let cut_at = sqlx::query_scalar("select clock_timestamp()").fetch_one(&mut connection).await?;
        Ok(Self { service, connection, cut_at })
    }

    /// Writes every table into a file of its own.
    pub(super) async fn copy_to(mut self, backup: &Path) -> Result<DatabaseCopy> {
        std::fs::create_dir_all(backup.join(self.service))?;
        let found: Vec<(String, String, Vec<String>)> =
            sqlx::query_as(TABLES).fetch_all(&mut self.connection).await?;
        let mut tables = Vec::with_capacity(found.len());
        for (schema, name, columns) in found {
            tables.push(self.copy_table(backup, schema, name, columns).await?);
        }
        let migrations = self.migrations().await?;
        // Counters stand outside snapshots: read last, they are never behind the rows.
        let sequences = self.sequences().await?;
        self.connection.close().await?;
        let service = self.service.to_owned();
        Ok(DatabaseCopy { service, cut_at: self.cut_at, migrations, tables, sequences })
    }

    async fn copy_table(
        &mut self,
        backup: &Path,
        schema: String,
        name: String,
        columns: Vec<String>,
    ) -> Result<TableCopy> {
        let path = Path::new(self.service).join(format!("{schema}.{name}.copy"));
        let statement = format!("copy {} to stdout", target(&schema, &name, &columns));
        let mut file = BufWriter::new(File::create(backup.join(&path)).await?);
        let mut rows = self.connection.copy_out_raw(&statement).await?;
        let (mut sum, mut bytes, mut count) = (Sha256::new(), 0, 0);
        while let Some(chunk) = rows.try_next().await? {
            sum.update(&chunk);
            bytes += chunk.len() as u64;
            // A line break inside a value is written as `\n`: each line is a row.
            count += chunk.iter().filter(|byte| **byte == b'\n').count() as u64;
            file.write_all(&chunk).await?;
        }
        file.flush().await?;
        file.get_ref().sync_all().await?;
        let file = FileSum { path, bytes, sha256: hex::encode(sum.finalize()) };
        Ok(TableCopy { schema, name, columns, rows: count, file })
    }

    async fn migrations(&mut self) -> Result<Vec<Applied>> {
        let schemas: Vec<String> = sqlx::query_scalar(MIGRATIONS).fetch_all(&mut self.connection).await?;
        let mut all = Vec::new();
        for schema in schemas {
            let statement =
                format!("select version, checksum from {}._sqlx_migrations order by 1", quoted(&schema));
            let rows: Vec<(i64, Vec<u8>)> =
                sqlx::query_as(AssertSqlSafe(statement)).fetch_all(&mut self.connection).await?;
            let table = |(version, checksum): (i64, Vec<u8>)| Applied {
                table: schema.clone(),
                version,
                checksum: hex::encode(checksum),
            };
            all.extend(rows.into_iter().map(table));
        }
        Ok(all)
    }

    async fn sequences(&mut self) -> Result<Vec<Sequence>> {
        let rows: Vec<(String, String, i64)> =
            sqlx::query_as(SEQUENCES).fetch_all(&mut self.connection).await?;
        Ok(rows.into_iter().map(|(schema, name, value)| Sequence { schema, name, value }).collect())
    }
}

/// A table and its columns, as `copy` wants them.
pub(crate) fn target(schema: &str, name: &str, columns: &[String]) -> String {
    let columns: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
    format!("{}.{} ({})", quoted(schema), quoted(name), columns.join(", "))
}

/// A name of Postgres, whatever is in it.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
