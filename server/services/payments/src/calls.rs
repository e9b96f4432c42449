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

/// What is known of a call that is about to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// It was never made.
    First,
    /// It was made before, and its answer is not known.
    Again,
    /// It was made so long ago that the gateway may have forgotten the key: the same call would be another one.
    TooLate,
}

/// Stores that a call is about to be made, or made again.
pub async fn begin(
    conn: &mut PgConnection,
    key: &str,
    payment: PaymentId,
    operation: &str,
    request: Value,
) -> Result<Made, Error> {
    let made = sqlx::query!(
        r#"insert into gateway_calls as call (idempotency_key, payment_id, operation, request)
         values ($1, $2, $3, $4)
         on conflict (idempotency_key) do update set last_called_at = now(), times = call.times + 1
         returning times > 1 as "is_repeat!", called_at < now() - interval '23 hours' as "is_late!""#,
        key,
        payment.0,
        operation,
        request
    );
    let made = made.fetch_one(conn).await?;
    Ok(match (made.is_repeat, made.is_late) {
        (_, true) => Made::TooLate,
        (true, false) => Made::Again,
        (false, false) => Made::First,
    })
}

/// Whether an answer can still be on its way, or the call itself: gateways are waited for no longer than this.
pub async fn is_quiet(conn: &mut PgConnection, key: &str) -> Result<bool, Error> {
    let is_quiet = sqlx::query_scalar!(
        r#"select coalesce(max(last_called_at) < now() - interval '90 seconds', true) as "is_quiet!"
           from gateway_calls where idempotency_key = $1"#,
        key
    );
    Ok(is_quiet.fetch_one(conn).await?)
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

/// What became of a payment answers the calls that led there, however it was learnt.
pub async fn outlived(
    conn: &mut PgConnection,
    payment: PaymentId,
    operations: &[&str],
    response: &Value,
) -> Result<(), Error> {
    let operations: Vec<String> = operations.iter().map(|&operation| operation.to_owned()).collect();
    sqlx::query!(
        "update gateway_calls set answered_at = now(), response = $3
         where payment_id = $1 and operation = any($2) and answered_at is null",
        payment.0,
        &operations,
        response
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Calls about payments under way whose answer is missing for a minute, oldest first. A gateway forgets
/// keys after a day: what is older is for a person to look at.
pub async fn lost(conn: &mut PgConnection) -> Result<Vec<(PaymentId, String)>, Error> {
    let rows = sqlx::query!(
        "select call.payment_id, call.operation
         from gateway_calls call join payments on payments.id = call.payment_id
         where call.answered_at is null
           and call.called_at > now() - interval '23 hours' and call.last_called_at < now() - interval '60 seconds'
           and payments.payment_status in ('created', 'requires_action', 'authorised')
         order by call.called_at limit 100"
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (PaymentId(row.payment_id), row.operation)).collect())
}
