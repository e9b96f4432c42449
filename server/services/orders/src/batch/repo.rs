//! Rows of `order_batches` and `order_batch_rows`.

use super::model;
use crate::{
    Error,
    order::{lists::Filter, repo as orders},
};
use contracts::{
    BatchId, Money, OrderId, UserId,
    orders::{Batch, BatchAction, BatchRow, BatchRowState},
};
use sqlx::PgConnection;
use uuid::Uuid;

/// Writes a new batch; false when there is one of this id.
pub async fn insert(
    conn: &mut PgConnection,
    id: BatchId,
    action: BatchAction,
    (user, label): (UserId, &str),
) -> Result<bool, Error> {
    let inserted = sqlx::query!(
        "insert into order_batches (id, action, author_id, author) values ($1, $2, $3, $4) on conflict do nothing",
        id.0,
        action.as_str(),
        user.0,
        label
    );
    Ok(inserted.execute(conn).await?.rows_affected() == 1)
}

/// Writes which orders are chosen, the newest first and at most [`Batch::MOST`]: these, or all that match. Returns how
/// many there are.
pub async fn insert_rows(
    conn: &mut PgConnection,
    id: BatchId,
    ids: Option<&[Uuid]>,
    filter: &Filter,
) -> Result<u64, Error> {
    let inserted = sqlx::query!(
        "insert into order_batch_rows (batch_id, position, order_id)
         select $1, row_number() over (order by order_date desc, id desc), id
         from (select id, order_date from orders
               where ($2::uuid[] is null or id = any($2))
                 and ($3::text is null or search like $3)
                 and ($4::text is null or order_status = $4)
                 and ($5::text is null or payment_status = $5)
                 and ($6::uuid is null or user_id = $6)
                 and ($7::text is null or exists (select from order_tags where order_id = orders.id and tag = $7))
                 and ($8::timestamptz is null or order_date >= $8)
                 and ($9::timestamptz is null or order_date < $9)
               order by order_date desc, id desc fetch first 1000 rows only) as chosen",
        id.0,
        ids,
        filter.like,
        filter.status,
        filter.payment_status,
        filter.user,
        filter.tag,
        filter.from,
        filter.before
    );
    Ok(inserted.execute(conn).await?.rows_affected())
}

/// Holds a batch until the transaction ends.
pub async fn lock(conn: &mut PgConnection, id: BatchId) -> Result<(), Error> {
    sqlx::query!("select id from order_batches where id = $1 for update", id.0).fetch_optional(conn).await?;
    Ok(())
}

/// Notes that a batch counts.
pub async fn confirm(conn: &mut PgConnection, id: BatchId, input: &str) -> Result<(), Error> {
    sqlx::query!("update order_batches set confirmed_at = now(), input = $2 where id = $1", id.0, input)
        .execute(conn)
        .await?;
    Ok(())
}

/// Notes where an order is that was still waiting.
pub async fn settle(
    conn: &mut PgConnection,
    id: BatchId,
    order: OrderId,
    state: BatchRowState,
    told: &str,
) -> Result<(), Error> {
    sqlx::query!(
        "update order_batch_rows set state = $3, told = $4
         where batch_id = $1 and order_id = $2 and state = 'waiting'",
        id.0,
        order.0,
        state.as_str(),
        told
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes what was not confirmed within a day.
pub async fn delete_unconfirmed(conn: &mut PgConnection) -> Result<(), Error> {
    sqlx::query!(
        "delete from order_batches where confirmed_at is null and created_at < now() - interval '1 day'"
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A batch with its orders.
pub async fn find(conn: &mut PgConnection, id: BatchId) -> Result<Option<Batch>, Error> {
    let row = sqlx::query!(
        "select action, author_id, author, input, created_at, confirmed_at from order_batches where id = $1",
        id.0
    );
    let Some(row) = row.fetch_optional(&mut *conn).await? else { return Ok(None) };
    let action = BatchAction::from_text(&row.action).ok_or_else(|| Error::unreadable(&row.action))?;
    Ok(Some(Batch {
        id,
        action,
        input: row.input,
        author: UserId(row.author_id),
        author_label: row.author,
        created_at: row.created_at,
        confirmed_at: row.confirmed_at,
        rows: rows(conn, id, action, row.confirmed_at.is_some()).await?,
    }))
}

struct Found {
    id: Uuid,
    number: String,
    name: String,
    order_status: String,
    payment_status: String,
    currency: String,
    total_amount_minor: i64,
    key: Uuid,
    state: String,
    told: String,
    is_sent: bool,
}

async fn rows(
    conn: &mut PgConnection,
    id: BatchId,
    action: BatchAction,
    is_confirmed: bool,
) -> Result<Vec<BatchRow>, Error> {
    let found = sqlx::query_as!(
        Found,
        r#"select o.id, o.number, coalesce(o.address ->> 'name', '') as "name!", o.order_status, o.payment_status,
               o.currency, o.total_amount_minor, r.key, r.state, r.told,
               exists (select from order_items i where i.order_id = o.id and i.shipped > 0) as "is_sent!"
           from order_batch_rows r join orders o on o.id = r.order_id
           where r.batch_id = $1 order by r.position"#,
        id.0
    );
    let found = found.fetch_all(conn).await?;
    let row = |row: Found| -> Result<BatchRow, Error> {
        let (status, payment_status) =
            (orders::status(&row.order_status)?, orders::payment_state(&row.payment_status)?);
        let noted = BatchRowState::from_text(&row.state).ok_or_else(|| Error::unreadable(&row.state))?;
        let now = (status, payment_status, row.is_sent);
        let (state, told) = model::state(action, is_confirmed, (noted, row.told), now);
        Ok(BatchRow {
            order: OrderId(row.id),
            key: row.key,
            number: row.number,
            name: row.name,
            status,
            payment_status,
            total: Money::new(row.total_amount_minor, orders::currency(&row.currency)?),
            state,
            told,
        })
    };
    found.into_iter().map(row).collect()
}
