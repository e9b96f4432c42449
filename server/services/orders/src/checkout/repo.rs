//! Rows of `checkouts` and `checkout_steps`.

use crate::Error;
use contracts::{
    CartId, CheckoutId, OrderId, Timestamp,
    orders::{CheckoutRecord, CheckoutState, CheckoutStep},
};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};
use std::time::Duration;
use uuid::Uuid;

struct Row {
    id: Uuid,
    cart_id: Uuid,
    idempotency_key: String,
    state: String,
    data: Value,
    attempts: i32,
    failure: Option<String>,
    order_id: Option<Uuid>,
    started_at: Timestamp,
    updated_at: Timestamp,
    next_attempt_at: Timestamp,
}

impl TryFrom<Row> for CheckoutRecord {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            id: CheckoutId(row.id),
            cart: CartId(row.cart_id),
            idempotency_key: row.idempotency_key,
            state: CheckoutState::from_text(&row.state).ok_or_else(|| Error::unreadable(&row.state))?,
            data: row.data.to_string(),
            attempts: u32::try_from(row.attempts).map_err(Error::unreadable)?,
            failure: row.failure,
            order: row.order_id.map(OrderId),
            started_at: row.started_at,
            updated_at: row.updated_at,
            next_attempt_at: row.next_attempt_at,
        })
    }
}

/// Records a run; false when the cart has one with this key.
pub async fn insert(
    conn: &mut PgConnection,
    id: CheckoutId,
    cart: CartId,
    key: &str,
    data: &Value,
) -> Result<bool, Error> {
    let inserted = sqlx::query!(
        "insert into checkouts (id, cart_id, idempotency_key, state, data) values ($1, $2, $3, 'started', $4)
         on conflict do nothing",
        id.0,
        cart.0,
        key,
        data
    );
    Ok(inserted.execute(conn).await?.rows_affected() == 1)
}

/// A run by its id.
pub async fn find(conn: &mut PgConnection, id: CheckoutId) -> Result<Option<CheckoutRecord>, Error> {
    let row =
        sqlx::query_as!(Row, "select * from checkouts where id = $1", id.0).fetch_optional(conn).await?;
    row.map(TryInto::try_into).transpose()
}

/// The run that a cart's key began.
pub async fn by_key(
    conn: &mut PgConnection,
    cart: CartId,
    key: &str,
) -> Result<Option<CheckoutRecord>, Error> {
    let row = sqlx::query_as!(
        Row,
        "select * from checkouts where cart_id = $1 and idempotency_key = $2",
        cart.0,
        key
    );
    row.fetch_optional(conn).await?.map(TryInto::try_into).transpose()
}

/// The runs of a cart that are not final.
pub async fn open(conn: &mut PgConnection, cart: CartId) -> Result<Vec<CheckoutRecord>, Error> {
    let rows = sqlx::query_as!(
        Row,
        "select * from checkouts
         where cart_id = $1 and state not in ('completed', 'abandoned', 'stuck') order by started_at, id",
        cart.0
    );
    rows.fetch_all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// Moves a run on; false when it is not in the expected state any more.
pub async fn compare_and_move(
    conn: &mut PgConnection,
    id: CheckoutId,
    (from, to): (CheckoutState, CheckoutState),
    data: &Value,
    failure: Option<&str>,
) -> Result<bool, Error> {
    let moved = sqlx::query!(
        "update checkouts set state = $3, data = $4, failure = $5, attempts = 0,
             updated_at = now(), next_attempt_at = now()
         where id = $1 and state = $2",
        id.0,
        from.as_str(),
        to.as_str(),
        data,
        failure
    );
    Ok(moved.execute(conn).await?.rows_affected() == 1)
}

/// Notes a step, for people.
pub async fn note_step(
    conn: &mut PgConnection,
    id: CheckoutId,
    from: Option<CheckoutState>,
    to: CheckoutState,
    note: Option<&str>,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into checkout_steps (checkout_id, from_state, to_state, note) values ($1, $2, $3, $4)",
        id.0,
        from.map(CheckoutState::as_str),
        to.as_str(),
        note
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What a run went through, oldest first.
pub async fn steps(conn: &mut PgConnection, id: CheckoutId) -> Result<Vec<CheckoutStep>, Error> {
    let rows = sqlx::query!(
        "select from_state, to_state, at, note from checkout_steps where checkout_id = $1 order by step_id",
        id.0
    );
    let state = |text: &str| CheckoutState::from_text(text).ok_or_else(|| Error::unreadable(text));
    let mut steps = Vec::new();
    for row in rows.fetch_all(conn).await? {
        let from = row.from_state.as_deref().map(state).transpose()?;
        steps.push(CheckoutStep { from, to: state(&row.to_state)?, at: row.at, note: row.note });
    }
    Ok(steps)
}

/// Has a run tried at once, without using up its patience; false when it is not in that state any more.
pub async fn make_due(conn: &mut PgConnection, id: CheckoutId, state: CheckoutState) -> Result<bool, Error> {
    let made = sqlx::query!(
        "update checkouts set next_attempt_at = now() where id = $1 and state = $2",
        id.0,
        state.as_str()
    );
    Ok(made.execute(conn).await?.rows_affected() == 1)
}

/// Whether the order that came of a run is one that the shop keeps to.
pub async fn order_stands(conn: &mut PgConnection, id: CheckoutId) -> Result<bool, Error> {
    let stands = sqlx::query_scalar!(
        r#"select exists (
               select from orders where checkout_id = $1 and order_status in ('confirmed', 'shipped', 'delivered')
           ) as "stands!""#,
        id.0
    );
    Ok(stands.fetch_one(conn).await?)
}

/// Counts a failed try of the present state, if it was due, and puts the next one off.
pub async fn count_attempt(
    conn: &mut PgConnection,
    id: CheckoutId,
    failure: &str,
    pause: Duration,
) -> Result<(), Error> {
    sqlx::query!(
        "update checkouts
         set attempts = attempts + 1, failure = $2, next_attempt_at = now() + make_interval(secs => $3)
         where id = $1 and next_attempt_at <= now()",
        id.0,
        failure,
        pause.as_secs_f64()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Names the order that came of a run.
pub async fn set_order(conn: &mut PgConnection, id: CheckoutId, order: OrderId) -> Result<(), Error> {
    sqlx::query!("update checkouts set order_id = $2 where id = $1", id.0, order.0).execute(conn).await?;
    Ok(())
}

/// Runs that are not final, have not moved for so many seconds, and are due.
pub async fn idle(conn: &mut PgConnection, seconds: u32) -> Result<Vec<CheckoutRecord>, Error> {
    let rows = sqlx::query_as!(
        Row,
        "select * from checkouts
         where state not in ('completed', 'abandoned', 'stuck') and updated_at <= now() - make_interval(secs => $1)
           and next_attempt_at <= now()
         order by next_attempt_at limit 100",
        f64::from(seconds)
    );
    rows.fetch_all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// Runs whose undoing failed for good, and runs that have been failing for more than ten minutes.
pub async fn stuck(conn: &mut PgConnection) -> Result<Vec<CheckoutRecord>, Error> {
    let rows = sqlx::query_as!(
        Row,
        "select * from checkouts
         where id in (
             select id from checkouts where state = 'stuck'
             union all
             select id from checkouts
             where attempts > 7 and state not in ('completed', 'abandoned', 'stuck')
         )
         order by updated_at limit 100"
    );
    rows.fetch_all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// Forgets what was agreed in at most `limit` runs that ended so many days ago; how many there were.
pub async fn forget_finished(pool: &PgPool, days: i32, limit: i64) -> Result<u64, sqlx::Error> {
    let forgotten = sqlx::query!(
        "update checkouts set data = '{}' where id in (
             select id from checkouts
             where state in ('completed', 'abandoned') and data <> '{}'
               and updated_at < now() - make_interval(days => $1)
             order by updated_at limit $2 for update skip locked)",
        days,
        limit,
    );
    Ok(forgotten.execute(pool).await?.rows_affected())
}
