//! Rows for every list, made by the databases themselves: the same rows each time, with as many values as shops have.

use anyhow::{Context, Result};
use platform::{Database, private_postgres::PrivatePostgres};
use sqlx::AssertSqlSafe;
use std::time::Instant;

/// Rows of each table that are made at once.
const AT_ONCE: u64 = 100_000;

/// Each service's statements. `{from}` and `{to}` are the first row and the last; `{id}` is row `n`'s id, `{h}` a number
/// that looks drawn by lot, `{first}` and `{last}` are names, `{at}` is a moment: a minute after that of the row before.
const FILLS: [(&str, &str); 8] = [
    ("catalog", include_str!("catalog.sql")),
    ("inventory", include_str!("inventory.sql")),
    ("identity", include_str!("identity.sql")),
    ("orders", include_str!("orders.sql")),
    ("payments", include_str!("payments.sql")),
    ("shipping", include_str!("shipping.sql")),
    ("notifications", include_str!("notifications.sql")),
    ("analytics", include_str!("analytics.sql")),
];

/// What is thrown away afterwards need not survive a power cut.
const HASTE: [&str; 4] = [
    "alter system set fsync = off",
    "alter system set full_page_writes = off",
    "alter system set max_wal_size = '4GB'",
    "select pg_reload_conf()",
];
/// Jobs would find much to do about shops that came from nowhere, and be at it while one measures.
const NO_JOBS: &str = "update messaging.jobs set run_at = now() + interval '1 day'";
/// Indexes that keep nothing, but only make reading quick: built over all rows they cost a fraction of what they cost row
/// by row.
const INDEXES: &str = "select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and not i.indisunique";

/// Fills all databases with the rows of these numbers, both included.
pub async fn fill(postgres: &PrivatePostgres, from: u64, to: u64) -> Result<()> {
    let admin = Database::open("postgres", &postgres.admin_url(), 1).await?;
    for setting in HASTE {
        run(&admin, setting).await?;
    }
    admin.pool().close().await;
    for (service, statements) in FILLS {
        let began = Instant::now();
        let db = Database::open(service, &postgres.url(service), 1).await?;
        run(&db, NO_JOBS).await?;
        let indexes = without_indexes(&db).await?;
        let mut next = from;
        while next <= to {
            let last = to.min(next + AT_ONCE - 1);
            run(&db, &written(statements, next, last)).await?;
            next = last + 1;
        }
        let filled = began.elapsed().as_secs();
        with_indexes(&db, &indexes).await?;
        run(&db, "vacuum analyze").await?;
        run(&db, NO_JOBS).await?;
        db.pool().close().await;
        eprintln!(
            "{service}: rows {from} to {to} after {filled} s, indexed after {} s",
            began.elapsed().as_secs()
        );
    }
    Ok(())
}

/// Takes the indexes away that nothing but reading needs; how they are made.
async fn without_indexes(db: &Database) -> Result<Vec<String>> {
    let found: Vec<(String, String)> = sqlx::query_as(INDEXES).fetch_all(db.pool()).await?;
    for (name, _) in &found {
        run(db, &format!("drop index {name}")).await?;
    }
    Ok(found.into_iter().map(|(_, definition)| definition).collect())
}

/// Makes them again. One process makes each: shared memory is small in containers.
async fn with_indexes(db: &Database, indexes: &[String]) -> Result<()> {
    let memory = "set maintenance_work_mem = '256MB'; set max_parallel_maintenance_workers = 0";
    run(db, memory).await?;
    for definition in indexes {
        run(db, definition).await?;
    }
    Ok(())
}

async fn run(db: &Database, statements: &str) -> Result<()> {
    let done = sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(db.pool()).await;
    done.with_context(|| format!("filling {}", db.name())).map(drop)
}

fn written(statements: &str, from: u64, to: u64) -> String {
    let name = |names: &str, divisor: u32| {
        format!("(string_to_array('{names}', ' '))[1 + (hashint8(n) & 2147483647) / {divisor} % 20]")
    };
    let first = name(FIRST, 1);
    let last = name(LAST, 20);
    statements
        .replace("{from}", &from.to_string())
        .replace("{to}", &to.to_string())
        .replace("{id}", "('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid")
        .replace("{h}", "(hashint8(n) & 2147483647)")
        .replace("{first}", &first)
        .replace("{last}", &last)
        .replace("{at}", "(timestamptz '2024-01-01 00:00Z' + n * interval '1 minute')")
}

const FIRST: &str = "Ada Alan Barbara Claude Dorothy Edsger Frances Grace Hedy Ida John Katherine Lise Margaret Niklaus \
                     Olga Peter Radia Sophie Tim";
const LAST: &str = "Lovelace Turing Liskov Shannon Vaughan Dijkstra Allen Hopper Lamarr Rhodes Backus Johnson Meitner \
                    Hamilton Wirth Ladyzhenskaya Naur Perlman Wilson Berners";
