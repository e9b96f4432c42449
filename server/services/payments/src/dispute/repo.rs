//! Rows of `payment_disputes`.

use crate::{Error, gateway::Case};
use contracts::{
    DisputeId, OrderId, PaymentId, Timestamp,
    payments::{Dispute, DisputeKind, DisputeQuery},
};
use platform::ids;
use sqlx::PgConnection;
use uuid::Uuid;

struct Row {
    id: Uuid,
    kind: String,
    gateway_reference: String,
    charge_reference: String,
    payment_id: Option<Uuid>,
    order_id: Option<Uuid>,
    amount_minor: i64,
    currency: String,
    reason: String,
    status: String,
    is_closed: bool,
    evidence_due_at: Option<Timestamp>,
    opened_at: Timestamp,
    updated_at: Timestamp,
}

impl TryFrom<Row> for Dispute {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            id: DisputeId(row.id),
            kind: DisputeKind::from_text(&row.kind).ok_or_else(|| Error::unreadable(&row.kind))?,
            gateway_reference: row.gateway_reference,
            charge_reference: row.charge_reference,
            payment: row.payment_id.map(PaymentId),
            order: row.order_id.map(OrderId),
            amount_minor: row.amount_minor,
            currency: row.currency,
            reason: row.reason,
            status: row.status,
            is_closed: row.is_closed,
            evidence_due_at: row.evidence_due_at,
            opened_at: row.opened_at,
            updated_at: row.updated_at,
        })
    }
}

/// A page of cases: open ones by their deadline, then the others, newest first.
pub async fn page(conn: &mut PgConnection, query: &DisputeQuery) -> Result<Vec<Dispute>, Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select d.id, d.kind, d.gateway_reference, d.charge_reference, d.payment_id, p.order_id as "order_id?",
               d.amount_minor, d.currency, d.reason, d.status, d.is_closed, d.evidence_due_at, d.opened_at, d.updated_at
           from payment_disputes d left join payments p on p.id = d.payment_id
           where d.is_closed = false or not $1
           order by d.is_closed, d.evidence_due_at nulls last, d.opened_at desc, d.id desc limit $2 offset $3"#,
        query.open_only,
        query.page.limit(),
        query.page.offset()
    );
    rows.fetch_all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// How many cases there are, counted up to [`contracts::PageRequest::COUNTED`].
pub async fn count(conn: &mut PgConnection, open_only: bool) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from payment_disputes where is_closed = false or not $1 limit $2) as counted"#,
        open_only,
        contracts::PageRequest::COUNTED + 1,
    );
    Ok(count.fetch_one(conn).await?)
}

/// Writes what the gateway tells of a case; its id when that is news.
pub async fn save(
    conn: &mut PgConnection,
    case: &Case,
    payment: Option<PaymentId>,
) -> Result<Option<DisputeId>, Error> {
    let id = sqlx::query_scalar!(
        "insert into payment_disputes as known (id, kind, gateway_reference, charge_reference, payment_id, amount_minor,
             currency, reason, status, is_closed, evidence_due_at, opened_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (gateway_reference) do update set
             payment_id = coalesce(known.payment_id, excluded.payment_id), amount_minor = excluded.amount_minor,
             reason = excluded.reason, status = excluded.status, is_closed = excluded.is_closed,
             evidence_due_at = excluded.evidence_due_at, updated_at = now()
         where (known.payment_id, known.amount_minor, known.reason, known.status, known.evidence_due_at)
             is distinct from (coalesce(known.payment_id, excluded.payment_id), excluded.amount_minor, excluded.reason,
                 excluded.status, excluded.evidence_due_at)
         returning id",
        ids::mint(),
        case.kind.as_str(),
        case.reference,
        case.charge,
        payment.map(|payment| payment.0),
        case.sum.minor,
        case.sum.currency,
        case.reason,
        case.status,
        case.is_closed,
        case.evidence_due_at,
        case.opened_at
    );
    Ok(id.fetch_optional(conn).await?.map(DisputeId))
}

/// Whether a payment's money is being taken back by the payer's bank, or was: a refund would pay twice.
pub async fn is_disputed(conn: &mut PgConnection, payment: PaymentId) -> Result<bool, Error> {
    let disputed = sqlx::query_scalar!(
        r#"select exists (
               select from payment_disputes
               where payment_id = $1 and kind = 'dispute'
                 and status not in ('won', 'warning_needs_response', 'warning_under_review', 'warning_closed', 'prevented')
           ) as "disputed!""#,
        payment.0
    );
    Ok(disputed.fetch_one(conn).await?)
}
