//! Examinations of the shop's rules that were kept: the figures of each for a week, what the newest one found,
//! and since when a rule is broken.

use crate::{Database, Tx, outbox};
use contracts::{
    ExaminationId, Timestamp,
    operations::{BrokenRule, Event, Examination, ExaminationFigures, Finding},
};
use std::time::Duration;

/// Days for which the figures of an examination are kept.
const KEPT_DAYS: i32 = 7;
/// Rows of each rule that the news of it names.
const TOLD_ROWS: usize = 3;

/// Keeps what was found. Rules that held before and do not now are told of with the same commit.
///
/// # Errors
/// As the database answers.
pub async fn keep(
    db: &Database,
    asked_by: &str,
    took: Duration,
    findings: Vec<Finding>,
) -> Result<Examination, sqlx::Error> {
    let id = ExaminationId(crate::ids::mint());
    let mut tx = db.begin().await?;
    // Two that end at once are kept one after the other, so that a rule is news once.
    sqlx::query!("lock table messaging.broken_rules in share row exclusive mode").execute(&mut *tx).await?;
    let took_ms = u32::try_from(took.as_millis()).unwrap_or(u32::MAX);
    let at = insert(&mut tx, id, asked_by, took_ms, &findings).await?;
    forget_older(&mut tx, id).await?;
    let news = note_broken(&mut tx, &findings).await?;
    if !news.is_empty() {
        outbox::publish(&mut tx, &Event::RulesBroken { examination: id, rules: news }).await?;
    }
    tx.commit().await?;
    let broken = broken(db).await?;
    Ok(Examination { id, at, took_ms, asked_by: asked_by.to_owned(), findings, broken })
}

async fn insert(
    tx: &mut Tx,
    id: ExaminationId,
    asked_by: &str,
    took_ms: u32,
    findings: &[Finding],
) -> Result<Timestamp, sqlx::Error> {
    let found = serde_json::to_value(findings).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let sum = |figure: fn(&Finding) -> u64| signed(findings.iter().map(figure).sum());
    sqlx::query_scalar!(
        "insert into messaging.examinations (id, took_ms, asked_by, rules, examined, breaches, findings)
         values ($1, $2, $3, $4, $5, $6, $7) returning at",
        id.0,
        i32::try_from(took_ms).unwrap_or(i32::MAX),
        asked_by,
        i32::try_from(findings.len()).unwrap_or(i32::MAX),
        sum(|found| found.examined),
        sum(|found| found.breaches),
        found,
    )
    .fetch_one(&mut **tx)
    .await
}

/// Of older ones the figures are enough, and a week of them.
async fn forget_older(tx: &mut Tx, id: ExaminationId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update messaging.examinations set findings = null where findings is not null and id <> $1",
        id.0
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from messaging.examinations where at < now() - make_interval(days => $1)",
        KEPT_DAYS
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Forgets the rules that hold again; returns those that have just been broken.
async fn note_broken(tx: &mut Tx, findings: &[Finding]) -> Result<Vec<Finding>, sqlx::Error> {
    let broken = || findings.iter().filter(|found| found.breaches > 0);
    let places: Vec<String> = broken().map(|found| found.place.clone()).collect();
    let rules: Vec<String> = broken().map(|found| found.what.clone()).collect();
    sqlx::query!(
        "delete from messaging.broken_rules where (place, what) not in (
             select place, what from unnest($1::text[], $2::text[]) as found (place, what))",
        &places,
        &rules,
    )
    .execute(&mut **tx)
    .await?;
    let fresh = sqlx::query!(
        "insert into messaging.broken_rules (place, what)
         select place, what from unnest($1::text[], $2::text[]) as found (place, what)
         on conflict do nothing returning place, what",
        &places,
        &rules,
    )
    .fetch_all(&mut **tx)
    .await?;
    let is_fresh =
        |found: &&Finding| fresh.iter().any(|row| row.place == found.place && row.what == found.what);
    Ok(broken().filter(is_fresh).map(shortened).collect())
}

fn shortened(found: &Finding) -> Finding {
    Finding { rows: found.rows.iter().take(TOLD_ROWS).cloned().collect(), ..found.clone() }
}

/// The newest examination; none before the first.
///
/// # Errors
/// As the database answers.
pub async fn newest(db: &Database) -> Result<Option<Examination>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id, at, took_ms, asked_by, findings as "findings!" from messaging.examinations
           where findings is not null order by at desc, id desc limit 1"#
    )
    .fetch_optional(db.pool())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let findings = serde_json::from_value(row.findings).map_err(|error| sqlx::Error::Decode(error.into()))?;
    let (took_ms, broken) = (unsigned(row.took_ms), broken(db).await?);
    Ok(Some(Examination {
        id: ExaminationId(row.id),
        at: row.at,
        took_ms,
        asked_by: row.asked_by,
        findings,
        broken,
    }))
}

/// The last examinations, at most `limit`, oldest first.
///
/// # Errors
/// As the database answers.
pub async fn figures(db: &Database, limit: i64) -> Result<Vec<ExaminationFigures>, sqlx::Error> {
    let rows = sqlx::query!(
        "select at, took_ms, rules, examined, breaches from messaging.examinations
         order by at desc, id desc limit $1",
        limit
    )
    .fetch_all(db.pool())
    .await?;
    let figures = rows.into_iter().rev().map(|row| ExaminationFigures {
        at: row.at,
        took_ms: unsigned(row.took_ms),
        rules: unsigned(row.rules),
        examined: row.examined.unsigned_abs(),
        breaches: row.breaches.unsigned_abs(),
    });
    Ok(figures.collect())
}

/// The rules that are broken, the longest broken one first.
///
/// # Errors
/// As the database answers.
pub async fn broken(db: &Database) -> Result<Vec<BrokenRule>, sqlx::Error> {
    sqlx::query_as!(
        BrokenRule,
        "select place, what, since from messaging.broken_rules order by since, place, what"
    )
    .fetch_all(db.pool())
    .await
}

fn unsigned(value: i32) -> u32 {
    u32::try_from(value).unwrap_or(0)
}

fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
