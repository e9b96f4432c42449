//! The orders before and after one in a list, found by where it stands and not by counting pages.

use super::lists::Filter;
use crate::Error;
use contracts::{
    OrderId, Timestamp,
    orders::{OrderNeighbours, OrderQuery},
};
use platform::Database;
use sqlx::PgConnection;
use uuid::Uuid;

/// The first order that stands on one side of a place in the list. Column and way are spelt out for an index to
/// serve it.
macro_rules! first {
    ($conn:expr, $filter:expr, $place:expr, $orders:literal, $tagged:literal, $column:literal, $than:literal, $way:literal) => {
        sqlx::query_scalar!(
            "select id from "
                + $orders
                + "
             where ($1::text is null or search like $1)
               and ($2::text is null or order_status = $2)
               and ($3::text is null or payment_status = $3)
               and ($4::uuid is null or user_id = $4)
               and ($8::timestamptz is null or order_date >= $8)
               and ($9::timestamptz is null or order_date < $9)
               and "
                + $tagged
                + " and ("
                + $column
                + ", id) "
                + $than
                + " ($6, $7)
             order by "
                + $column
                + " "
                + $way
                + ", id "
                + $way
                + " fetch first row only",
            $filter.like,
            $filter.status,
            $filter.payment_status,
            $filter.user,
            $filter.tag,
            $place.0,
            $place.1,
            $filter.from,
            $filter.before
        )
        .fetch_optional(&mut *$conn)
        .await?
    };
}

/// The first of all orders, or of those with a tag.
macro_rules! nearest {
    ($conn:expr, $filter:expr, $place:expr, $column:literal, $than:literal, $way:literal) => {
        if $filter.tag.is_none() {
            first!($conn, $filter, $place, "orders", "$5::text is null", $column, $than, $way)
        } else {
            first!(
                $conn,
                $filter,
                $place,
                "order_tags join orders on orders.id = order_tags.order_id",
                "order_tags.tag = $5",
                $column,
                $than,
                $way
            )
        }
    };
}

/// The orders beside one; none when it does not exist.
pub async fn beside(db: &Database, query: &OrderQuery, id: OrderId) -> Result<OrderNeighbours, Error> {
    let mut tx = db.begin_planned().await?;
    let filter = Filter::of(&mut tx, query).await?;
    let row = sqlx::query!("select order_date, total_amount_minor from orders where id = $1", id.0);
    let Some(row) = row.fetch_optional(&mut *tx).await? else { return Ok(OrderNeighbours::default()) };
    let (placed, total) = ((row.order_date, id.0), (row.total_amount_minor, id.0));
    let (previous, next) = match query.sort.as_str() {
        "placed" => (older(&mut tx, &filter, placed).await?, newer(&mut tx, &filter, placed).await?),
        "total" => (cheaper(&mut tx, &filter, total).await?, dearer(&mut tx, &filter, total).await?),
        "-total" => (dearer(&mut tx, &filter, total).await?, cheaper(&mut tx, &filter, total).await?),
        _ => (newer(&mut tx, &filter, placed).await?, older(&mut tx, &filter, placed).await?),
    };
    tx.commit().await?;
    Ok(OrderNeighbours { previous: previous.map(OrderId), next: next.map(OrderId) })
}

async fn older(
    conn: &mut PgConnection,
    filter: &Filter,
    place: (Timestamp, Uuid),
) -> Result<Option<Uuid>, Error> {
    Ok(nearest!(conn, filter, place, "order_date", "<", "desc"))
}

async fn newer(
    conn: &mut PgConnection,
    filter: &Filter,
    place: (Timestamp, Uuid),
) -> Result<Option<Uuid>, Error> {
    Ok(nearest!(conn, filter, place, "order_date", ">", "asc"))
}

async fn cheaper(
    conn: &mut PgConnection,
    filter: &Filter,
    place: (i64, Uuid),
) -> Result<Option<Uuid>, Error> {
    Ok(nearest!(conn, filter, place, "total_amount_minor", "<", "desc"))
}

async fn dearer(conn: &mut PgConnection, filter: &Filter, place: (i64, Uuid)) -> Result<Option<Uuid>, Error> {
    Ok(nearest!(conn, filter, place, "total_amount_minor", ">", "asc"))
}
