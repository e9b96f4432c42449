//! Examining what a database must never hold. A rule is a statement that names the rows that break it.

use crate::Database;
use contracts::{Result, operations::Finding};

/// Rows of a breach that are named; the count is of all.
pub const NAMED: usize = 100;

/// Something that must hold of every row.
pub struct Rule {
    /// Its short name, e.g. `I-1`.
    pub name: &'static str,
    /// In words.
    pub what: &'static str,
    /// A statement that counts the rows it is about.
    pub examined: &'static str,
    /// A statement whose rows break it, each told in one text column.
    pub breaches: &'static str,
}

/// Every service's: what is on its way arrives, and what cannot is seen to.
pub const MESSAGING: &[Rule] = &[
    Rule {
        name: "I-12",
        what: "an event reaches its consumers within ten minutes",
        examined: "select count(*) from messaging.outbox",
        breaches: "select format('%s %s since %s, %s tries: %s', name, id, created_at, attempts, last_error)
            from messaging.outbox
            where status = 'new' and created_at < now() - interval '10 minutes' order by created_at",
    },
    Rule {
        name: "I-12",
        what: "no event is given up",
        examined: "select count(*) from messaging.outbox",
        breaches: "select format('%s %s of %s: %s', name, id, created_at, last_error)
            from messaging.outbox where status = 'dead' order by created_at",
    },
    Rule {
        name: "I-12",
        what: "no job is given up",
        examined: "select count(*) from messaging.jobs",
        breaches: "select format('%s %s of %s: %s', kind, id, created_at, last_error)
            from messaging.jobs where status = 'dead' order by created_at",
    },
    Rule {
        name: "I-12",
        what: "an event counts as delivered once every consumer has applied it",
        examined: "select count(*) from messaging.outbox where status = 'delivered'",
        breaches: "select format('%s %s: %s by %s', o.name, o.id, d.status, d.consumer)
            from messaging.deliveries d join messaging.outbox o on o.id = d.event_id
            where o.status = 'delivered' and d.status <> 'applied' order by o.created_at",
    },
    Rule {
        name: "I-19",
        what: "no connection stays inside a transaction for a minute without a statement",
        examined: "select count(*) from pg_stat_activity where datname = current_database()",
        breaches: "select messaging.forgotten_transactions()",
    },
];

/// Examines rules in one database.
///
/// # Errors
/// When the database does not answer.
pub async fn examine(db: &Database, rules: &[Rule]) -> Result<Vec<Finding>> {
    let mut findings = Vec::with_capacity(rules.len());
    for rule in rules {
        let found = examine_one(db, rule).await;
        findings.push(found.map_err(|error| crate::failure("verify", &error))?);
    }
    Ok(findings)
}

async fn examine_one(db: &Database, rule: &Rule) -> sqlx::Result<Finding> {
    let examined: i64 = sqlx::query_scalar(rule.examined).fetch_one(db.pool()).await?;
    let rows: Vec<String> = sqlx::query_scalar(rule.breaches).fetch_all(db.pool()).await?;
    Ok(finding(rule.name, db.name(), rule.what, examined.unsigned_abs(), rows))
}

/// A finding whose rows are cut to those that are named.
pub fn finding(rule: &str, place: &str, what: &str, examined: u64, mut rows: Vec<String>) -> Finding {
    let breaches = rows.len() as u64;
    rows.truncate(NAMED);
    Finding {
        rule: rule.to_owned(),
        place: place.to_owned(),
        what: what.to_owned(),
        examined,
        breaches,
        rows,
    }
}
