//! Rows of `order_notes` and `order_note_mentions`.

use crate::Error;
use contracts::{
    NoteId, OrderId, PageRequest, Timestamp, UserId,
    orders::{Mention, NewOrderNote, OrderNote},
};
use sqlx::PgConnection;
use uuid::Uuid;

struct Row {
    id: Uuid,
    author_id: Uuid,
    author: String,
    text: String,
    created_at: Timestamp,
}

impl From<Row> for OrderNote {
    fn from(row: Row) -> Self {
        Self {
            id: NoteId(row.id),
            author: UserId(row.author_id),
            author_name: row.author,
            text: row.text,
            at: row.created_at,
        }
    }
}

/// Whether there is such an order.
pub async fn exists(conn: &mut PgConnection, order: OrderId) -> Result<bool, Error> {
    let exists =
        sqlx::query_scalar!(r#"select exists (select from orders where id = $1) as "exists!""#, order.0);
    Ok(exists.fetch_one(conn).await?)
}

/// Writes a note; false when there is one of this id.
pub async fn insert(
    conn: &mut PgConnection,
    note: &NewOrderNote,
    author: UserId,
    text: &str,
) -> Result<bool, Error> {
    let inserted = sqlx::query!(
        "insert into order_notes (id, order_id, author_id, author, text) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        note.id.0,
        note.order.0,
        author.0,
        note.author_name,
        text
    );
    Ok(inserted.execute(conn).await?.rows_affected() == 1)
}

/// Writes who is named in a note.
pub async fn insert_mentions(conn: &mut PgConnection, note: NoteId, users: &[UserId]) -> Result<(), Error> {
    let users: Vec<Uuid> = users.iter().map(|user| user.0).collect();
    sqlx::query!(
        "insert into order_note_mentions (note_id, user_id)
         select $1, named from unnest($2::uuid[]) as named on conflict do nothing",
        note.0,
        &users
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The notes about an order, oldest first.
pub async fn of_order(conn: &mut PgConnection, order: OrderId) -> Result<Vec<OrderNote>, Error> {
    let rows = sqlx::query_as!(
        Row,
        "select id, author_id, author, text, created_at from order_notes
         where order_id = $1 order by created_at, id limit 500",
        order.0
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(OrderNote::from).collect())
}

/// The notes that name somebody, newest first.
pub async fn mentions(
    conn: &mut PgConnection,
    user: UserId,
    page: &PageRequest,
) -> Result<Vec<Mention>, Error> {
    let rows = sqlx::query!(
        r#"select n.id, n.order_id, n.author_id, n.author, n.text, n.created_at, o.number,
               m.read_at is not null as "is_read!"
           from order_note_mentions m
           join order_notes n on n.id = m.note_id
           join orders o on o.id = n.order_id
           where m.user_id = $1
           order by n.created_at desc, n.id desc limit $2 offset $3"#,
        user.0,
        page.limit(),
        page.offset()
    );
    let rows = rows.fetch_all(conn).await?;
    let mentions = rows.into_iter().map(|row| Mention {
        note: OrderNote {
            id: NoteId(row.id),
            author: UserId(row.author_id),
            author_name: row.author,
            text: row.text,
            at: row.created_at,
        },
        order: OrderId(row.order_id),
        order_number: row.number,
        is_read: row.is_read,
    });
    Ok(mentions.collect())
}

/// How many notes name somebody, up to [`PageRequest::COUNTED`].
pub async fn count_mentions(conn: &mut PgConnection, user: UserId) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from order_note_mentions where user_id = $1 limit $2) as counted"#,
        user.0,
        PageRequest::COUNTED + 1
    );
    Ok(count.fetch_one(conn).await?)
}

/// How many of them were not read.
pub async fn count_unread(conn: &mut PgConnection, user: UserId) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from order_note_mentions where user_id = $1 and read_at is null"#,
        user.0
    );
    Ok(count.fetch_one(conn).await?)
}

/// Marks one of them, or all, as read.
pub async fn read(conn: &mut PgConnection, user: UserId, note: Option<NoteId>) -> Result<(), Error> {
    sqlx::query!(
        "update order_note_mentions set read_at = now()
         where user_id = $1 and read_at is null and ($2::uuid is null or note_id = $2)",
        user.0,
        note.map(|note| note.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}
