//! Lists of orders. Every sort has its index, so that a page costs the same at a hundred orders and at a
//! hundred thousand.

use super::repo;
use crate::{Error, settings::days};
use contracts::{
    Money, OrderId, Page, PageRequest, Timestamp,
    orders::{OrderQuery, OrderRow},
};
use platform::{Database, Walk, pattern};
use sqlx::PgConnection;
use uuid::Uuid;

struct Row {
    id: Uuid,
    number: String,
    order_date: Timestamp,
    name: String,
    email: String,
    order_status: String,
    payment_status: String,
    currency: String,
    total_amount_minor: i64,
    units: i32,
    pictures: Vec<String>,
}

impl TryFrom<Row> for OrderRow {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            id: OrderId(row.id),
            number: row.number,
            placed_at: row.order_date,
            name: row.name,
            email: row.email.parse().map_err(Error::unreadable)?,
            status: repo::status(&row.order_status)?,
            payment_status: repo::payment_state(&row.payment_status)?,
            total: Money::new(row.total_amount_minor, repo::currency(&row.currency)?),
            units: repo::counted(row.units)?,
            pictures: row.pictures,
        })
    }
}

/// Which orders are wanted; all without any of these.
#[derive(Default)]
pub struct Filter {
    /// A pattern for the words that orders are found by.
    pub like: Option<String>,
    /// The stored status.
    pub status: Option<&'static str>,
    /// The stored state of the money.
    pub payment_status: Option<&'static str>,
    /// The customer.
    pub user: Option<Uuid>,
    /// A tag.
    pub tag: Option<String>,
    /// Placed then or later.
    pub from: Option<Timestamp>,
    /// Placed before.
    pub before: Option<Timestamp>,
}

impl Filter {
    /// What a list is narrowed by.
    pub async fn of(conn: &mut PgConnection, query: &OrderQuery) -> Result<Self, Error> {
        let (from, before) = days::bounds(conn, query.from, query.to).await?;
        Ok(Self {
            like: pattern::containing(&query.search),
            status: query.status.map(contracts::orders::OrderStatus::as_str),
            payment_status: query.payment_status.map(contracts::orders::PaymentState::as_str),
            user: query.user.map(|user| user.0),
            tag: query.tag.clone(),
            from,
            before,
        })
    }
}

/// The rows of one page with the chosen order, and what follows a row in it, which must be spelt out for an index to
/// serve them. Pictures are looked up for the rows of the page alone, not for those before it.
macro_rules! rows {
    ($conn:expr, $filter:expr, $walk:expr, $orders:literal, $tagged:literal, $follows:literal, $order:literal) => {
        sqlx::query_as!(
            Row,
            r#"select id, number, order_date, coalesce(address ->> 'name', '') as "name!", email, order_status,
                   payment_status, currency, total_amount_minor, units,
                   array(select picture_url from order_items item
                         where item.order_id = page.id and picture_url is not null
                         order by position limit 3) as "pictures!: Vec<String>"
               from (select orders.* from "# + $orders + r#"
                     where ($1::text is null or search like $1)
                       and ($2::text is null or order_status = $2)
                       and ($3::text is null or payment_status = $3)
                       and ($4::uuid is null or user_id = $4)
                       and ($6::timestamptz is null or order_date >= $6)
                       and ($7::timestamptz is null or order_date < $7)
                       and ("# + $follows + ") and " + $tagged + " order by " + $order + " limit $8 offset $9) as page
               order by " + $order,
            $filter.like,
            $filter.status,
            $filter.payment_status,
            $filter.user,
            $filter.tag,
            $filter.from,
            $filter.before,
            $walk.limit(),
            $walk.offset(),
            $walk.value(),
            $walk.id()
        )
        .fetch_all(&mut *$conn)
        .await?
    };
}

/// Those of all orders, or of those with a tag: only a join lets the planner begin at the tags when they are few.
macro_rules! sorted {
    ($conn:expr, $filter:expr, $walk:expr, $follows:literal, $order:literal) => {
        if $filter.tag.is_none() {
            rows!($conn, $filter, $walk, "orders", "$5::text is null", $follows, $order)
        } else {
            rows!(
                $conn,
                $filter,
                $walk,
                "order_tags join orders on orders.id = order_tags.order_id",
                "order_tags.tag = $5",
                $follows,
                $order
            )
        }
    };
}

/// The page that a query asks for.
pub async fn page(db: &Database, query: &OrderQuery) -> Result<Page<OrderRow>, Error> {
    let mut tx = db.begin_planned().await?;
    let filter = Filter::of(&mut tx, query).await?;
    let total = count(&mut tx, &filter).await?;
    let rows = match query.sort.as_str() {
        sort @ ("total" | "-total") => {
            let walk = Walk::to(&query.page);
            let rows = by_total(&mut tx, &filter, &walk, sort == "-total").await?;
            walk.page(rows, total, |row| (row.total_amount_minor, row.id))
        }
        sort => {
            let walk = Walk::to(&query.page);
            let rows = by_date(&mut tx, &filter, &walk, sort != "placed").await?;
            walk.page(rows, total, |row| (row.order_date, row.id))
        }
    };
    tx.commit().await?;
    rows.try_map(TryInto::try_into)
}

async fn by_date(
    conn: &mut PgConnection,
    filter: &Filter,
    walk: &Walk<Timestamp>,
    newest_first: bool,
) -> Result<Vec<Row>, Error> {
    if newest_first != walk.is_backwards() {
        return Ok(sorted!(
            conn,
            filter,
            walk,
            "$10::timestamptz is null or (order_date, id) < ($10, $11::uuid)",
            "order_date desc, id desc"
        ));
    }
    Ok(sorted!(
        conn,
        filter,
        walk,
        "$10::timestamptz is null or (order_date, id) > ($10, $11::uuid)",
        "order_date, id"
    ))
}

async fn by_total(
    conn: &mut PgConnection,
    filter: &Filter,
    walk: &Walk<i64>,
    dearest_first: bool,
) -> Result<Vec<Row>, Error> {
    if dearest_first != walk.is_backwards() {
        return Ok(sorted!(
            conn,
            filter,
            walk,
            "$10::bigint is null or (total_amount_minor, id) < ($10, $11::uuid)",
            "total_amount_minor desc, id desc"
        ));
    }
    Ok(sorted!(
        conn,
        filter,
        walk,
        "$10::bigint is null or (total_amount_minor, id) > ($10, $11::uuid)",
        "total_amount_minor, id"
    ))
}

/// As [`rows`], the latest ids first and after one; pictures are left out.
macro_rules! following {
    ($conn:expr, $filter:expr, $after:expr, $orders:literal, $tagged:literal) => {
        sqlx::query_as!(
            Row,
            r#"select id, number, order_date, coalesce(address ->> 'name', '') as "name!", email, order_status,
                   payment_status, currency, total_amount_minor, units, '{}'::text[] as "pictures!: Vec<String>"
               from "# + $orders + r#"
               where ($1::text is null or search like $1)
                 and ($2::text is null or order_status = $2)
                 and ($3::text is null or payment_status = $3)
                 and ($4::uuid is null or user_id = $4)
                 and ($6::timestamptz is null or order_date >= $6)
                 and ($7::timestamptz is null or order_date < $7)
                 and ($8::uuid is null or id < $8)
                 and "# + $tagged + " order by id desc limit $9",
            $filter.like,
            $filter.status,
            $filter.payment_status,
            $filter.user,
            $filter.tag,
            $filter.from,
            $filter.before,
            $after,
            PageRequest::BATCH,
        )
        .fetch_all(&mut *$conn)
        .await?
    };
}

/// The orders of a query that follow one, the latest ids first; pictures are left out.
pub async fn after(
    db: &Database,
    query: &OrderQuery,
    after: Option<OrderId>,
) -> Result<Vec<OrderRow>, Error> {
    let after = after.map(|order| order.0);
    let mut tx = db.begin_planned().await?;
    let filter = Filter::of(&mut tx, query).await?;
    let rows = if filter.tag.is_none() {
        following!(tx, filter, after, "orders", "$5::text is null")
    } else {
        following!(
            tx,
            filter,
            after,
            "order_tags join orders on orders.id = order_tags.order_id",
            "order_tags.tag = $5"
        )
    };
    tx.commit().await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

macro_rules! counted {
    ($conn:expr, $filter:expr, $orders:literal, $tagged:literal) => {
        sqlx::query_scalar!(
            r#"select count(*) as "count!"
               from (select from "#
                + $orders
                + r#"
                     where ($1::text is null or search like $1)
                       and ($2::text is null or order_status = $2)
                       and ($3::text is null or payment_status = $3)
                       and ($4::uuid is null or user_id = $4)
                       and ($6::timestamptz is null or order_date >= $6)
                       and ($7::timestamptz is null or order_date < $7)
                       and "#
                + $tagged
                + " limit $8) as counted",
            $filter.like,
            $filter.status,
            $filter.payment_status,
            $filter.user,
            $filter.tag,
            $filter.from,
            $filter.before,
            PageRequest::COUNTED + 1,
        )
        .fetch_one(&mut *$conn)
        .await?
    };
}

/// Counted up to [`PageRequest::COUNTED`].
async fn count(conn: &mut PgConnection, filter: &Filter) -> Result<i64, Error> {
    if filter.tag.is_none() {
        return Ok(counted!(conn, filter, "orders", "$5::text is null"));
    }
    Ok(counted!(
        conn,
        filter,
        "order_tags join orders on orders.id = order_tags.order_id",
        "order_tags.tag = $5"
    ))
}
