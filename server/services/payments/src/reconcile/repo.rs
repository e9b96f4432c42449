//! Rows of `payment_reconciliations`.

use super::model::Finding;
use crate::{Error, gateway::Sum};
use contracts::{
    OrderId, PaymentId, ReconciliationId, Timestamp,
    payments::{
        Reconciliation, ReconciliationAction, ReconciliationKind, ReconciliationOutcome, ReconciliationQuery,
    },
};
use platform::ids;
use sqlx::PgConnection;
use uuid::Uuid;

struct Row {
    id: Uuid,
    kind: String,
    charge_reference: String,
    payment_id: Option<Uuid>,
    order_id: Option<Uuid>,
    amount_minor: i64,
    currency: String,
    details: String,
    found_at: Timestamp,
    action: String,
    resolved_at: Option<Timestamp>,
    outcome: Option<String>,
    note: Option<String>,
}

impl TryFrom<Row> for Reconciliation {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self, Error> {
        let outcome = row
            .outcome
            .map(|text| ReconciliationOutcome::from_text(&text).ok_or_else(|| Error::unreadable(text)));
        Ok(Self {
            id: ReconciliationId(row.id),
            kind: ReconciliationKind::from_text(&row.kind).ok_or_else(|| Error::unreadable(&row.kind))?,
            charge_reference: row.charge_reference,
            payment: row.payment_id.map(PaymentId),
            order: row.order_id.map(OrderId),
            amount_minor: row.amount_minor,
            currency: row.currency,
            details: row.details,
            found_at: row.found_at,
            action: ReconciliationAction::from_text(&row.action)
                .ok_or_else(|| Error::unreadable(&row.action))?,
            resolved_at: row.resolved_at,
            outcome: outcome.transpose()?,
            note: row.note,
        })
    }
}

/// The columns of a [`Row`], with the given rest of the statement.
macro_rules! select {
    ($rest:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            Row,
            r#"select r.id, r.kind, r.charge_reference, r.payment_id, p.order_id as "order_id?", r.amount_minor,
                 r.currency, r.details, r.found_at, r.action, r.resolved_at, r.outcome, r.note
             from payment_reconciliations r left join payments p on p.id = r.payment_id "# + $rest
            $(, $argument)*
        )
    };
}

/// A page of findings, newest first.
pub async fn page(
    conn: &mut PgConnection,
    query: &ReconciliationQuery,
) -> Result<Vec<Reconciliation>, Error> {
    let (limit, offset) = (query.page.limit(), query.page.offset());
    let rows = if query.open_only {
        select!(
            "where r.resolved_at is null order by r.found_at desc, r.id desc limit $1 offset $2",
            limit,
            offset
        )
        .fetch_all(conn)
        .await?
    } else {
        select!("order by r.found_at desc, r.id desc limit $1 offset $2", limit, offset)
            .fetch_all(conn)
            .await?
    };
    rows.into_iter().map(TryInto::try_into).collect()
}

/// How many findings there are, counted up to [`contracts::PageRequest::COUNTED`].
pub async fn count(conn: &mut PgConnection, open_only: bool) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from payment_reconciliations where not $1 or resolved_at is null limit $2) as counted"#,
        open_only,
        contracts::PageRequest::COUNTED + 1,
    );
    Ok(count.fetch_one(conn).await?)
}

/// A finding by its id.
pub async fn find(conn: &mut PgConnection, id: ReconciliationId) -> Result<Option<Reconciliation>, Error> {
    let row = select!("where r.id = $1", id.0).fetch_optional(conn).await?;
    row.map(TryInto::try_into).transpose()
}

/// Findings that are to be settled without a person, those that were tried longest ago first, at most 100.
pub async fn due(conn: &mut PgConnection) -> Result<Vec<Reconciliation>, Error> {
    let rows = select!(
        "where r.resolved_at is null and r.action <> 'person'
         order by r.tried_at nulls first, r.found_at limit 100"
    );
    rows.fetch_all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// Findings that wait for a person, at most 100: they may have settled themselves.
pub async fn waiting(conn: &mut PgConnection) -> Result<Vec<Reconciliation>, Error> {
    let rows = select!(
        "where r.resolved_at is null and r.action = 'person' order by r.tried_at nulls first, r.found_at limit 100"
    );
    rows.fetch_all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// Records a finding; none when the same is open already.
pub async fn insert(
    conn: &mut PgConnection,
    found: &Finding,
    at: Timestamp,
) -> Result<Option<ReconciliationId>, Error> {
    let Finding { kind, action, payment, reference, sum: Sum { minor, currency }, details } = found;
    let id = sqlx::query_scalar!(
        "insert into payment_reconciliations
             (id, kind, charge_reference, payment_id, amount_minor, currency, details, found_at, action)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (charge_reference, kind) where resolved_at is null do nothing
         returning id",
        ids::mint(),
        kind.as_str(),
        reference,
        payment.map(|payment| payment.0),
        minor,
        currency,
        details,
        at,
        action.as_str()
    );
    Ok(id.fetch_optional(conn).await?.map(ReconciliationId))
}

/// The open finding of that kind about a charge.
pub async fn open_of(
    conn: &mut PgConnection,
    reference: &str,
    kind: ReconciliationKind,
) -> Result<Option<ReconciliationId>, Error> {
    let id = sqlx::query_scalar!(
        "select id from payment_reconciliations
         where charge_reference = $1 and kind = $2 and resolved_at is null",
        reference,
        kind.as_str()
    );
    Ok(id.fetch_optional(conn).await?.map(ReconciliationId))
}

/// Notes how a finding ended; false when it had ended before.
pub async fn resolve(
    conn: &mut PgConnection,
    id: ReconciliationId,
    outcome: ReconciliationOutcome,
    note: Option<&str>,
) -> Result<bool, Error> {
    let resolved = sqlx::query!(
        "update payment_reconciliations
         set resolved_at = now(), tried_at = now(), outcome = $2, note = coalesce($3, note)
         where id = $1 and resolved_at is null",
        id.0,
        outcome.as_str(),
        note
    );
    Ok(resolved.execute(conn).await?.rows_affected() == 1)
}

/// Notes that a try did not help.
pub async fn tried(conn: &mut PgConnection, id: ReconciliationId, why: Option<&str>) -> Result<(), Error> {
    sqlx::query!(
        "update payment_reconciliations set tried_at = now(), note = coalesce($2, note)
         where id = $1 and resolved_at is null",
        id.0,
        why
    )
    .execute(conn)
    .await?;
    Ok(())
}
