//! The log of calls to the gateway: written before a call, so that the same key is used again when its
//! answer is lost.

use crate::Error;
use contracts::PaymentId;
use serde_json::Value;
use sqlx::PgConnection;

/// The key of a payment's call. A payment is one attempt to be paid, so each is made at most once.
pub fn key(payment: PaymentId, operation: &str) -> String {
    format!("{payment}:1:{operation}")
}

/// Stores that a call is about to be made; when it was stored before, nothing changes.
pub async fn begin(
    conn: &mut PgConnection,
    key: &str,
    payment: PaymentId,
    operation: &str,
    request: Value,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into gateway_calls (idempotency_key, payment_id, operation, request) values ($1, $2, $3, $4)
         on conflict (idempotency_key) do nothing",
        key,
        payment.0,
        operation,
        request
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Stores what was answered.
pub async fn answered(conn: &mut PgConnection, key: &str, response: &Value) -> Result<(), Error> {
    sqlx::query!(
        "update gateway_calls set answered_at = now(), response = $2 where idempotency_key = $1",
        key,
        response
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What was asked under a key that was not answered and that the gateway still knows: after a day the same
/// question would be a new one.
pub async fn unanswered(conn: &mut PgConnection, key: &str) -> Result<Option<Value>, Error> {
    let request = sqlx::query_scalar!(
        "select request from gateway_calls
         where idempotency_key = $1 and answered_at is null and called_at > now() - interval '23 hours'",
        key
    );
    Ok(request.fetch_optional(conn).await?)
}

/// Calls about payments under way whose answer is missing for a minute, oldest first. A gateway forgets
/// keys after a day: what is older is for a person to look at.
pub async fn lost(conn: &mut PgConnection) -> Result<Vec<(PaymentId, String)>, Error> {
    let rows = sqlx::query!(
        "select call.payment_id, call.operation
         from gateway_calls call join payments on payments.id = call.payment_id
         where call.answered_at is null
           and call.called_at between now() - interval '23 hours' and now() - interval '60 seconds'
           and payments.payment_status in ('created', 'requires_action', 'authorised')
         order by call.called_at limit 100"
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (PaymentId(row.payment_id), row.operation)).collect())
}
