//! `audit_log`. Its triggers add the chain: position and hash.

use crate::error::Result;
use contracts::{
    AuditRecord, Page, PageRequest, Timestamp,
    identity::{AuditEntry, AuditQuery},
};
use platform::{Walk, pattern};
use sqlx::{PgConnection, PgExecutor};

/// Appends an entry; `at` none stands for now.
pub(crate) async fn append(
    conn: &mut PgConnection,
    at: Option<Timestamp>,
    record: &AuditRecord,
    request_id: Option<&str>,
) -> Result<()> {
    let details: serde_json::Value = serde_json::from_str(&record.details)
        .unwrap_or_else(|_| serde_json::json!({ "text": record.details }));
    sqlx::query!(
        "insert into audit_log (at, actor_id, actor, action, subject, details, request_id)
         values (coalesce($1, now()), $2, $3, $4, $5, $6, $7)",
        at,
        record.actor.map(|user| user.0),
        record.actor_label,
        record.action,
        record.subject,
        details,
        request_id,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What narrows the log, as the statements take it.
pub(crate) struct Filter {
    actors: Option<Vec<String>>,
    action: Option<String>,
    subject: Option<String>,
    /// The id in `subject`, if there is a whole one.
    id: Option<String>,
    from: Option<Timestamp>,
    before: Option<Timestamp>,
}

impl Filter {
    /// Of what was asked: the people whose name has the part, who are few.
    pub(crate) async fn of(conn: &mut PgConnection, query: &AuditQuery) -> Result<Self> {
        let (from, before) = platform::days::bounds(conn, &query.time_zone, query.from, query.to).await?;
        let actors = match pattern::containing(&query.actor) {
            Some(pattern) => Some(actors(conn, &pattern).await?),
            None => None,
        };
        Ok(Self {
            actors,
            action: Some(query.action.clone()).filter(|action| !action.is_empty()),
            subject: pattern::containing(&query.subject),
            id: whole_id(&query.subject),
            from,
            before,
        })
    }
}

/// The first word that is an id. Subjects hold ids as words of their own, and an index of words finds one at once;
/// the one of parts has to look at every entry whose id has a few signs in common with it.
fn whole_id(text: &str) -> Option<String> {
    let id = |word: &str| word.parse::<uuid::Uuid>().ok().map(|id| id.to_string());
    text.to_lowercase().split_whitespace().find_map(|word| id(word).filter(|id| id == word))
}

/// Everybody who ever did something and whose name is like this. Each step of the recursion is one look into the
/// index of actors, so that a million entries of thirty people cost thirty looks.
async fn actors(conn: &mut PgConnection, pattern: &str) -> Result<Vec<String>> {
    let found = sqlx::query_scalar!(
        r#"with recursive people as (
               (select actor from audit_log order by actor limit 1)
               union all
               select (select l.actor from audit_log l where l.actor > p.actor order by l.actor limit 1)
               from people p where p.actor is not null)
           select actor as "actor!" from people where lower(actor) like $1"#,
        pattern,
    )
    .fetch_all(conn)
    .await?;
    Ok(found)
}

/// How many entries match, counted up to [`PageRequest::COUNTED`].
pub(crate) async fn count(db: impl PgExecutor<'_>, filter: &Filter) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from audit_log
                 where ($1::text[] is null or actor = any($1))
                   and ($2::text is null or action = $2)
                   and ($3::text is null or subject ilike $3)
                   and ($3::text is null or $7::text is not null or actor || ' ' || action || ' ' || subject ilike $3)
                   and ($7::text is null or string_to_array(lower(subject), ' ') @> array[$7])
                   and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at < $5)
                 limit $6) as counted"#,
        filter.actors.as_deref(),
        filter.action,
        filter.subject,
        filter.from,
        filter.before,
        PageRequest::COUNTED + 1,
        filter.id,
    )
    .fetch_one(db)
    .await?;
    Ok(count)
}

/// A page of the entries that match, newest first. The index of words is of three columns together: what it finds is
/// few before the one that was meant is looked at. Beside a whole id it would only cost time.
pub(crate) async fn list(
    db: impl PgExecutor<'_>,
    filter: &Filter,
    page: &PageRequest,
    total: i64,
) -> Result<Page<AuditEntry>> {
    let walk = Walk::<Timestamp, i64>::to(page);
    macro_rules! rows {
        ($follows:literal, $order:literal) => {
            sqlx::query_as!(
                AuditEntry,
                r#"select number, coalesce(position, 0) as "position!", at, actor, action, subject,
                          details::text as "details!", request_id, coalesce(encode(hash, 'hex'), '') as "hash!"
                   from audit_log
                   where ($1::text[] is null or actor = any($1))
                     and ($2::text is null or action = $2)
                     and ($3::text is null or subject ilike $3)
                     and ($3::text is null or $8::text is not null
                          or actor || ' ' || action || ' ' || subject ilike $3)
                     and ($8::text is null or string_to_array(lower(subject), ' ') @> array[$8])
                     and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at < $5)
                     and ($9::timestamptz is null or (at, number) "# + $follows + " ($9, $10::bigint))
                   order by " + $order + " limit $6 offset $7",
                filter.actors.as_deref(),
                filter.action,
                filter.subject,
                filter.from,
                filter.before,
                walk.limit(),
                walk.offset(),
                filter.id,
                walk.value(),
                walk.id(),
            )
        };
    }
    let rows = if walk.is_backwards() {
        rows!(">", "at, number").fetch_all(db).await?
    } else {
        rows!("<", "at desc, number desc").fetch_all(db).await?
    };
    Ok(walk.page(rows, total, |entry| (entry.at, entry.number)))
}

/// The entries that match and follow one, by its moment and number; from the newest when there is none.
pub(crate) async fn after(
    db: impl PgExecutor<'_>,
    filter: &Filter,
    after: Option<(Timestamp, i64)>,
) -> Result<Vec<AuditEntry>> {
    let rows = sqlx::query_as!(
        AuditEntry,
        r#"select number, coalesce(position, 0) as "position!", at, actor, action, subject,
                  details::text as "details!", request_id, coalesce(encode(hash, 'hex'), '') as "hash!"
           from audit_log
           where ($1::text[] is null or actor = any($1))
             and ($2::text is null or action = $2)
             and ($3::text is null or subject ilike $3)
             and ($3::text is null or $9::text is not null or actor || ' ' || action || ' ' || subject ilike $3)
             and ($9::text is null or string_to_array(lower(subject), ' ') @> array[$9])
             and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at < $5)
             and ($6::timestamptz is null or (at, number) < ($6, $7::bigint))
           order by at desc, number desc limit $8"#,
        filter.actors.as_deref(),
        filter.action,
        filter.subject,
        filter.from,
        filter.before,
        after.map(|(at, _)| at),
        after.map(|(_, number)| number),
        PageRequest::BATCH,
        filter.id,
    )
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Every kind of act once, looked for as [`actors`] are.
pub(crate) async fn actions(db: impl PgExecutor<'_>) -> Result<Vec<String>> {
    let found = sqlx::query_scalar!(
        r#"with recursive kinds as (
               (select action from audit_log order by action limit 1)
               union all
               select (select l.action from audit_log l where l.action > k.action order by l.action limit 1)
               from kinds k where k.action is not null)
           select action as "action!" from kinds where action is not null"#
    )
    .fetch_all(db)
    .await?;
    Ok(found)
}
