//! One service's database: its pool, its migrations, its transactions.

use crate::Tx;
use sqlx::{
    Connection, PgConnection, PgPool, migrate::Migrator, postgres::PgConnectOptions, postgres::PgPoolOptions,
};
use std::{str::FromStr, time::Duration};
use tracing::Instrument;

/// The `messaging` schema that every service database has.
pub static MESSAGING: Migrator = sqlx::migrate!("../../migrations/platform");

/// A connection that rested for so long may be one to a server that is gone.
const RESTED: Duration = Duration::from_secs(1);

/// One service's database.
#[derive(Clone, Debug)]
pub struct Database {
    name: &'static str,
    pool: PgPool,
}

impl Database {
    /// Opens the pool. Nothing is migrated.
    ///
    /// # Errors
    /// When the URL is malformed or the database does not answer.
    pub async fn open(name: &'static str, url: &str, max_connections: u32) -> Result<Self, sqlx::Error> {
        Self::connect(name, options(url)?, max_connections).await
    }

    /// As [`Self::open`], acting as another role than the one that logs in, from the first statement on.
    ///
    /// # Errors
    /// As [`Self::open`]; also when the one that logs in may not act as the other.
    pub async fn open_as(
        name: &'static str,
        url: &str,
        max_connections: u32,
        role: &str,
    ) -> Result<Self, sqlx::Error> {
        Self::connect(name, options(url)?.options([("role", role)]), max_connections).await
    }

    async fn connect(
        name: &'static str,
        options: PgConnectOptions,
        max_connections: u32,
    ) -> Result<Self, sqlx::Error> {
        let pool = PgPoolOptions::new()
            .max_connections(max_connections)
            .acquire_timeout(Duration::from_secs(5))
            .test_before_acquire(false)
            .before_acquire(|conn, meta| Box::pin(is_alive(conn, meta.idle_for)))
            .connect_with(options)
            .await?;
        Ok(Self { name, pool })
    }

    /// A database around an open pool.
    pub fn from_pool(name: &'static str, pool: PgPool) -> Self {
        Self { name, pool }
    }

    /// Brings the service's tables and the `messaging` schema up to date. A newer release may have been here
    /// already: while releases take turns, both work on the same tables (held by `server/tests/migrations.rs`).
    ///
    /// # Errors
    /// When a migration fails or one that was applied has been changed.
    pub async fn migrate(&self, migrator: &Migrator) -> Result<(), sqlx::migrate::MigrateError> {
        tolerant(&MESSAGING).run(&self.pool).await?;
        tolerant(migrator).run(&self.pool).await
    }

    /// The service's name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// For reads outside a transaction.
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Begins a transaction.
    ///
    /// On a task of its own: a `begin` that is cancelled half-way would give the connection back to the
    /// pool inside an open transaction (sqlx issues 4385 and 4393).
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        let pool = self.pool.clone();
        let begun = tokio::spawn(async move { pool.begin().await }.in_current_span());
        let begun = begun.await.map_err(|_| sqlx::Error::WorkerCrashed)?;
        begun.map(|tx| Tx::new(self.name, tx))
    }

    /// Begins a transaction whose statements are planned for their values. Which index serves a list best
    /// depends on which filters are set: one plan for all of them reads the whole table.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub async fn begin_planned(&self) -> Result<Tx, sqlx::Error> {
        let mut tx = self.begin().await?;
        sqlx::query("set local plan_cache_mode = force_custom_plan").execute(&mut *tx).await?;
        Ok(tx)
    }
}

fn options(url: &str) -> Result<PgConnectOptions, sqlx::Error> {
    // A forgotten transaction must not hold its locks for ever. Compiling a query at run time costs more than our
    // queries take.
    let settings = [("idle_in_transaction_session_timeout", "30s"), ("lock_timeout", "10s"), ("jit", "off")];
    Ok(PgConnectOptions::from_str(url)?.application_name("tradewind").options(settings))
}

/// Asking each time would cost every statement a round trip; not asking at all would have as many requests fail
/// after Postgres was restarted as there are connections in the pool.
async fn is_alive(conn: &mut PgConnection, rested: Duration) -> Result<bool, sqlx::Error> {
    Ok(rested < RESTED || conn.ping().await.is_ok())
}

/// The same migrations, for a database that may have newer ones.
pub fn tolerant(migrator: &Migrator) -> Migrator {
    let mut tolerant = Migrator::with_migrations(migrator.iter().cloned().collect());
    tolerant.set_ignore_missing(true);
    tolerant.dangerous_set_table_name(migrator.table_name.clone());
    for schema in migrator.create_schemas.iter() {
        tolerant.create_schema(schema.clone());
    }
    tolerant
}
