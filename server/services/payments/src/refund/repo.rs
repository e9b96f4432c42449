//! Rows of `refunds`.

use super::{Outcome, Wanted};
use crate::Error;
use contracts::{
    Currency, Money, PaymentId, RefundId, Timestamp,
    payments::{Refund, RefundStatus},
};
use sqlx::PgConnection;
use std::collections::HashMap;
use uuid::Uuid;

/// A refund as stored, with what is needed to go on with it.
pub struct Stored {
    /// Its id.
    pub id: RefundId,
    /// Of which payment.
    pub payment: PaymentId,
    /// How much, with what goes to the gift card.
    pub amount: Money,
    /// What of it the gateway is asked for.
    pub part: Money,
    /// Where it is.
    pub status: RefundStatus,
    /// What the asker wanted to remember.
    pub memo: String,
    /// The gateway's id of it, once it answered.
    pub reference: Option<String>,
    /// The gateway's id of the charge.
    pub charge: String,
    /// Whether the gateway may have forgotten the key by now, so that asking again would refund again.
    pub is_forgotten: bool,
}

/// Records a refund that is about to be made, with what of it the gift card gets.
pub async fn insert(
    conn: &mut PgConnection,
    wanted: &Wanted,
    gift_card_minor: i64,
    at: Timestamp,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into refunds (id, payment_id, refund_amount_minor, refund_date, refund_status, reason, memo,
             gift_card_minor)
         values ($1, $2, $3, $4, 'pending', $5, $6, $7)",
        wanted.id.0,
        wanted.payment.0,
        wanted.amount.minor,
        at,
        wanted.reason,
        wanted.memo,
        gift_card_minor
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A refund, held until the transaction ends.
pub async fn lock(conn: &mut PgConnection, id: RefundId) -> Result<Option<Stored>, Error> {
    let row = sqlx::query!(
        r#"select refunds.id, payment_id, refund_amount_minor, refund_status, memo, currency,
               refunds.gift_card_minor, refunds.gateway_reference as reference, coalesce(payments.gateway_reference, '') as "charge!",
               refund_date < now() - interval '23 hours' as "is_forgotten!"
           from refunds join payments on payments.id = payment_id
           where refunds.id = $1 for update of payments, refunds"#,
        id.0
    );
    let Some(row) = row.fetch_optional(conn).await? else {
        return Ok(None);
    };
    let currency = currency(&row.currency)?;
    Ok(Some(Stored {
        id: RefundId(row.id),
        payment: PaymentId(row.payment_id),
        amount: Money::new(row.refund_amount_minor, currency),
        part: Money::new(row.refund_amount_minor - row.gift_card_minor, currency),
        status: status(&row.refund_status)?,
        memo: row.memo,
        reference: row.reference,
        charge: row.charge,
        is_forgotten: row.is_forgotten,
    }))
}

/// Records a refund that was made at the gateway itself; false when it is recorded already.
pub async fn insert_found(
    conn: &mut PgConnection,
    found: &Wanted,
    reference: &str,
    at: Timestamp,
) -> Result<bool, Error> {
    let inserted = sqlx::query!(
        "insert into refunds (id, payment_id, refund_amount_minor, refund_date, refund_status, reason, memo,
             gateway_reference)
         values ($1, $2, $3, $4, 'pending', $5, $6, $7)
         on conflict (gateway_reference) do nothing",
        found.id.0,
        found.payment.0,
        found.amount.minor,
        at,
        found.reason,
        found.memo,
        reference
    );
    Ok(inserted.execute(conn).await?.rows_affected() == 1)
}

/// Writes where a refund is.
pub async fn settle(conn: &mut PgConnection, id: RefundId, outcome: &Outcome) -> Result<(), Error> {
    sqlx::query!(
        "update refunds
         set refund_status = $2, gateway_reference = coalesce(gateway_reference, $3), failure = $4
         where id = $1",
        id.0,
        text(outcome.status),
        outcome.reference,
        outcome.failure
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Refunds that wait for the gateway, oldest first: answered ones at once, lost ones after a minute.
pub async fn waiting(conn: &mut PgConnection) -> Result<Vec<RefundId>, Error> {
    let ids = sqlx::query_scalar!(
        "select id from refunds
         where refund_status = 'pending'
           and (gateway_reference is not null or refund_date between now() - interval '23 hours' and now() - interval '60 seconds')
         order by refund_date limit 100"
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(RefundId).collect())
}

/// The refund behind a gateway's id.
pub async fn id_of(conn: &mut PgConnection, reference: &str) -> Result<Option<RefundId>, Error> {
    let id = sqlx::query_scalar!("select id from refunds where gateway_reference = $1", reference);
    Ok(id.fetch_optional(conn).await?.map(RefundId))
}

/// The refunds of these payments, oldest first.
pub async fn of(
    conn: &mut PgConnection,
    payments: &[Uuid],
) -> Result<HashMap<PaymentId, Vec<Refund>>, Error> {
    let rows = sqlx::query!(
        "select refunds.id, payment_id, refund_amount_minor, refunds.gift_card_minor, refund_status, reason, refund_date,
             failure, currency
         from refunds join payments on payments.id = payment_id
         where payment_id = any($1) order by refund_date, refunds.id",
        payments
    );
    let mut found: HashMap<PaymentId, Vec<Refund>> = HashMap::new();
    for row in rows.fetch_all(conn).await? {
        let currency = currency(&row.currency)?;
        let to_gift_card = Money::new(row.gift_card_minor, currency);
        found.entry(PaymentId(row.payment_id)).or_default().push(Refund {
            id: RefundId(row.id),
            amount: Money::new(row.refund_amount_minor, currency),
            to_gift_card: Some(to_gift_card).filter(|part| part.minor > 0),
            status: status(&row.refund_status)?,
            reason: row.reason,
            at: row.refund_date,
            failure: row.failure,
        });
    }
    Ok(found)
}

fn currency(code: &str) -> Result<Currency, Error> {
    Currency::from_code(code).ok_or_else(|| Error::unreadable(code))
}

fn status(text: &str) -> Result<RefundStatus, Error> {
    match text {
        "pending" => Ok(RefundStatus::Pending),
        "processed" => Ok(RefundStatus::Processed),
        "failed" => Ok(RefundStatus::Failed),
        other => Err(Error::unreadable(other)),
    }
}

fn text(status: RefundStatus) -> &'static str {
    match status {
        RefundStatus::Pending => "pending",
        RefundStatus::Processed => "processed",
        RefundStatus::Failed => "failed",
    }
}
