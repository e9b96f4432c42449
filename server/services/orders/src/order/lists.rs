//! Lists of orders. Every sort has its index, so that a page costs the same at a hundred orders and at a
//! hundred thousand.

use super::repo;
use crate::Error;
use contracts::{
    Money, OrderId, Page, PageRequest, Timestamp,
    orders::{OrderQuery, OrderRow},
};
use platform::{Database, pattern};
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
}

impl Filter {
    /// What a list is narrowed by.
    pub fn of(query: &OrderQuery) -> Self {
        Self {
            like: pattern::containing(&query.search),
            status: query.status.map(contracts::orders::OrderStatus::as_str),
            payment_status: query.payment_status.map(contracts::orders::PaymentState::as_str),
            user: query.user.map(|user| user.0),
            tag: query.tag.clone(),
        }
    }
}

/// One page with the chosen order of rows, which must be spelt out for an index to serve it. Pictures are
/// looked up for the rows of the page alone, not for those before it.
macro_rules! rows {
    ($conn:expr, $filter:expr, $page:expr, $order:literal) => {
        sqlx::query_as!(
            Row,
            r#"select id, number, order_date, coalesce(address ->> 'name', '') as "name!", email, order_status,
                   payment_status, currency, total_amount_minor, units,
                   array(select picture_url from order_items item
                         where item.order_id = page.id and picture_url is not null
                         order by position limit 3) as "pictures!: Vec<String>"
               from (select * from orders
                     where ($1::text is null or search like $1)
                       and ($2::text is null or order_status = $2)
                       and ($3::text is null or payment_status = $3)
                       and ($4::uuid is null or user_id = $4)
                       and ($5::text is null or exists (select from order_tags where order_id = orders.id and tag = $5))
                     order by "# + $order + " limit $6 offset $7) as page
               order by " + $order,
            $filter.like,
            $filter.status,
            $filter.payment_status,
            $filter.user,
            $filter.tag,
            $page.limit(),
            $page.offset()
        )
        .fetch_all(&mut *$conn)
        .await?
    };
}

/// The page that a query asks for.
pub async fn page(db: &Database, query: &OrderQuery) -> Result<Page<OrderRow>, Error> {
    let filter = Filter::of(query);
    let page = query.page;
    let mut tx = db.begin().await?;
    plan_for_these_values(&mut tx).await?;
    let rows = match query.sort.as_str() {
        "placed" => rows!(tx, filter, page, "order_date, id"),
        "total" => rows!(tx, filter, page, "total_amount_minor, id"),
        "-total" => rows!(tx, filter, page, "total_amount_minor desc, id desc"),
        _ => rows!(tx, filter, page, "order_date desc, id desc"),
    };
    let total = count(&mut tx, &filter).await?;
    tx.commit().await?;
    let items: Result<Vec<OrderRow>, Error> = rows.into_iter().map(TryInto::try_into).collect();
    Ok(Page::new(items?, total, PageRequest::new(page.number, page.size)))
}

/// The orders of a query that follow one, the latest ids first; pictures are left out.
pub async fn after(
    db: &Database,
    query: &OrderQuery,
    after: Option<OrderId>,
) -> Result<Vec<OrderRow>, Error> {
    let filter = Filter::of(query);
    let mut tx = db.begin_planned().await?;
    let rows = sqlx::query_as!(
        Row,
        r#"select id, number, order_date, coalesce(address ->> 'name', '') as "name!", email, order_status,
               payment_status, currency, total_amount_minor, units, '{}'::text[] as "pictures!: Vec<String>"
           from orders
           where ($1::text is null or search like $1)
             and ($2::text is null or order_status = $2)
             and ($3::text is null or payment_status = $3)
             and ($4::uuid is null or user_id = $4)
             and ($5::text is null or exists (select from order_tags where order_id = orders.id and tag = $5))
             and ($6::uuid is null or id < $6)
           order by id desc limit $7"#,
        filter.like,
        filter.status,
        filter.payment_status,
        filter.user,
        filter.tag,
        after.map(|order| order.0),
        PageRequest::BATCH,
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Which index serves best depends on which filters are set: one plan for all values reads the whole table.
async fn plan_for_these_values(conn: &mut PgConnection) -> Result<(), Error> {
    let set = sqlx::query_scalar!("select set_config('plan_cache_mode', 'force_custom_plan', true)");
    set.fetch_one(conn).await?;
    Ok(())
}

/// Counted up to [`PageRequest::COUNTED`].
async fn count(conn: &mut PgConnection, filter: &Filter) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from orders
                 where ($1::text is null or search like $1)
                   and ($2::text is null or order_status = $2)
                   and ($3::text is null or payment_status = $3)
                   and ($4::uuid is null or user_id = $4)
                   and ($5::text is null or exists (select from order_tags where order_id = orders.id and tag = $5))
                 limit $6) as counted"#,
        filter.like,
        filter.status,
        filter.payment_status,
        filter.user,
        filter.tag,
        PageRequest::COUNTED + 1,
    );
    Ok(count.fetch_one(conn).await?)
}
