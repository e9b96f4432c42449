//! The log of calls to the gateway: written before a call, so that the same key is used again when its
//! answer is lost.

use crate::Error;
use contracts::PaymentId;
use serde_json::Value;
use sqlx::PgConnection;

/// The first key of a payment's call. A payment is one attempt to be paid, so each is made at most once.
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

/// The newest call of an act: of those that go on from the key `first`.
pub struct Current {
    /// Its key.
    pub key: String,
    /// It was made before, and its answer is not known.
    pub is_repeat: bool,
    /// It was tried three times over a minute or more, in vain.
    pub is_worn: bool,
    /// No answer of it can be on its way any more.
    pub is_quiet: bool,
}

/// What is known of an act.
pub async fn current(conn: &mut PgConnection, payment: PaymentId, first: &str) -> Result<Current, Error> {
    let row = sqlx::query!(
        r#"select idempotency_key, answered_at is null and times > 1 as "is_repeat!",
               answered_at is null and times > 2 and called_at < now() - interval '60 seconds' as "is_worn!",
               last_called_at < now() - interval '90 seconds' as "is_quiet!"
           from gateway_calls
           where payment_id = $1 and (idempotency_key = $2 or starts_with(idempotency_key, $2 || '#'))
           order by called_at desc limit 1"#,
        payment.0,
        first
    );
    let Some(row) = row.fetch_optional(conn).await? else {
        return Ok(Current { key: first.to_owned(), is_repeat: false, is_worn: false, is_quiet: true });
    };
    let (is_repeat, is_worn, is_quiet) = (row.is_repeat, row.is_worn, row.is_quiet);
    Ok(Current { key: row.idempotency_key, is_repeat, is_worn, is_quiet })
}

/// Gives a call up and returns the key of the next. Stripe keeps a failure under its key, also one with status
/// 500 that did nothing (<https://docs.stripe.com/api/idempotent_requests>): the same key would be answered the
/// same way for a day. Only for acts that were looked for in vain, or that are done once whatever their key.
pub async fn renew(conn: &mut PgConnection, worn: &Current) -> Result<String, Error> {
    sqlx::query!(
        r#"update gateway_calls set answered_at = now(), response = '{"given_up": true}' where idempotency_key = $1"#,
        worn.key
    )
    .execute(conn)
    .await?;
    let (first, turn) = worn.key.split_once('#').unwrap_or((&worn.key, "1"));
    Ok(format!("{first}#{}", turn.parse().unwrap_or(1) + 1))
}

/// The key for capturing or voiding: neither can be done twice, whatever the key.
pub async fn lasting_key(
    conn: &mut PgConnection,
    payment: PaymentId,
    operation: &str,
) -> Result<String, Error> {
    let call = current(conn, payment, &key(payment, operation)).await?;
    if call.is_worn { renew(conn, &call).await } else { Ok(call.key) }
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

/// Stores what was answered, to this call or to one that went on from it.
pub async fn answered(
    conn: &mut PgConnection,
    payment: PaymentId,
    key: &str,
    response: &Value,
) -> Result<(), Error> {
    sqlx::query!(
        "update gateway_calls set answered_at = now(), response = $3
         where payment_id = $1 and (idempotency_key = $2
             or (starts_with(idempotency_key, $2 || '#') and answered_at is null))",
        payment.0,
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
/// keys after a day: what is older is not made again.
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
