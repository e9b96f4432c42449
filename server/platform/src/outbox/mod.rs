//! Events are written beside the change they tell of, in its transaction, and delivered later by the
//! relay: what was committed is told, what was rolled back never happened.

mod operate;

pub use operate::{given_up, health, list, replay};

use contracts::{Actor, AuditRecord, DomainEvent};
use sqlx::PgConnection;
use uuid::Uuid;

/// The name under which every service publishes acts of staff.
pub const AUDIT: &str = "audit_recorded";

/// Publishes an event with the transaction's commit.
///
/// # Errors
/// As the database answers.
pub async fn publish<E: DomainEvent>(conn: &mut PgConnection, event: &E) -> Result<(), sqlx::Error> {
    let payload = serde_json::to_value(event).map_err(|error| sqlx::Error::Encode(error.into()))?;
    append(conn, E::SERVICE, event.name(), event.aggregate(), payload).await
}

/// Publishes many events with one statement.
///
/// # Errors
/// As the database answers.
pub async fn publish_all<E: DomainEvent>(conn: &mut PgConnection, events: &[E]) -> Result<(), sqlx::Error> {
    for chunk in events.chunks(500) {
        let mut ids = Vec::with_capacity(chunk.len());
        let mut names = Vec::with_capacity(chunk.len());
        let mut aggregates = Vec::with_capacity(chunk.len());
        let mut payloads = Vec::with_capacity(chunk.len());
        for event in chunk {
            ids.push(crate::ids::mint());
            names.push(event.name().to_owned());
            aggregates.push(event.aggregate());
            payloads.push(serde_json::to_value(event).map_err(|error| sqlx::Error::Encode(error.into()))?);
        }
        sqlx::query!(
            "insert into messaging.outbox (id, service, name, aggregate, payload, request_id)
             select id, $5, name, aggregate, payload, $6
             from unnest($1::uuid[], $2::text[], $3::uuid[], $4::jsonb[]) as event (id, name, aggregate, payload)",
            &ids,
            &names,
            &aggregates,
            &payloads,
            E::SERVICE,
            crate::request::current(),
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Records an act of staff with the transaction's commit; identity keeps it in the audit log.
///
/// # Errors
/// As the database answers.
pub async fn audit(
    conn: &mut PgConnection,
    service: &str,
    actor: &Actor,
    action: &str,
    subject: &str,
    details: serde_json::Value,
) -> Result<(), sqlx::Error> {
    let record = AuditRecord {
        actor: actor.user(),
        actor_label: actor.label().to_owned(),
        action: action.to_owned(),
        subject: subject.to_owned(),
        details: crate::pan::masked_json(details).to_string(),
    };
    let payload = serde_json::to_value(record).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let aggregate = actor.user().map_or(Uuid::nil(), |user| user.0);
    append(conn, service, AUDIT, aggregate, payload).await
}

async fn append(
    conn: &mut PgConnection,
    service: &str,
    name: &str,
    aggregate: Uuid,
    payload: serde_json::Value,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into messaging.outbox (id, service, name, aggregate, payload, request_id)
         values ($1, $2, $3, $4, $5, $6)",
        crate::ids::mint(),
        service,
        name,
        aggregate,
        payload,
        crate::request::current(),
    )
    .execute(conn)
    .await?;
    Ok(())
}
