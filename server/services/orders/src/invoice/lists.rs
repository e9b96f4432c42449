//! Lists of documents.

use super::repo::Row;
use crate::{Error, settings::days};
use chrono::{Months, NaiveDate};
use contracts::{
    InvoiceId, Page, PageRequest, Timestamp, UserId,
    orders::{Invoice, InvoiceKind, InvoiceQuery, InvoiceRow},
};
use platform::{Database, Walk, pattern};
use sqlx::PgConnection;

struct Filter {
    like: Option<String>,
    kind: Option<&'static str>,
    from: Option<Timestamp>,
    before: Option<Timestamp>,
}

/// The documents on one way through the list: what follows a row, and in which order.
macro_rules! rows {
    ($conn:expr, $filter:expr, $walk:expr, $follows:literal, $order:literal) => {
        sqlx::query_as!(
            Row,
            "select id, kind, number, order_id, order_number, corrects, issued_at, currency, total_minor, tax_minor, content
             from invoices
             where ($1::text is null or search like $1)
               and ($2::text is null or kind = $2)
               and ($3::timestamptz is null or issued_at >= $3)
               and ($4::timestamptz is null or issued_at < $4)
               and ($7::timestamptz is null or (issued_at, id) " + $follows + " ($7, $8::uuid))
             order by " + $order + " limit $5 offset $6",
            $filter.like,
            $filter.kind,
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

/// The page that a query asks for, newest first.
pub async fn page(db: &Database, query: &InvoiceQuery) -> Result<Page<InvoiceRow>, Error> {
    let walk = Walk::<Timestamp>::to(&query.page);
    let mut tx = db.begin_planned().await?;
    let filter = filter(&mut tx, query).await?;
    let total = count(&mut tx, &filter).await?;
    let rows = if walk.is_backwards() {
        rows!(tx, filter, walk, ">", "issued_at, id")
    } else {
        rows!(tx, filter, walk, "<", "issued_at desc, id desc")
    };
    tx.commit().await?;
    walk.page(rows, total, |row| (row.issued_at, row.id)).try_map(listed)
}

/// The documents of a query that follow one, the latest ids first.
pub async fn after(
    db: &Database,
    query: &InvoiceQuery,
    after: Option<InvoiceId>,
) -> Result<Vec<InvoiceRow>, Error> {
    let mut tx = db.begin_planned().await?;
    let filter = filter(&mut tx, query).await?;
    let rows = sqlx::query_as!(
        Row,
        "select id, kind, number, order_id, order_number, corrects, issued_at, currency, total_minor, tax_minor, content
         from invoices
         where ($1::text is null or search like $1)
           and ($2::text is null or kind = $2)
           and ($3::timestamptz is null or issued_at >= $3)
           and ($4::timestamptz is null or issued_at < $4)
           and ($5::uuid is null or id < $5)
         order by id desc limit $6",
        filter.like,
        filter.kind,
        filter.from,
        filter.before,
        after.map(|invoice| invoice.0),
        PageRequest::BATCH,
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    rows.into_iter().map(listed).collect()
}

/// The latest credit notes for the orders of a customer, newest first.
pub async fn credit_notes_of(conn: &mut PgConnection, user: UserId) -> Result<Vec<InvoiceRow>, Error> {
    let rows = sqlx::query_as!(
        Row,
        "select i.id, i.kind, i.number, i.order_id, i.order_number, i.corrects, i.issued_at, i.currency, i.total_minor,
             i.tax_minor, i.content
         from orders o join invoices i on i.order_id = o.id
         where o.user_id = $1 and i.kind = 'credit_note'
         order by i.issued_at desc, i.id desc limit 20",
        user.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(listed).collect()
}

fn listed(row: Row) -> Result<InvoiceRow, Error> {
    Ok(Invoice::try_from(row)?.into())
}

/// Counted up to [`PageRequest::COUNTED`].
async fn count(conn: &mut PgConnection, filter: &Filter) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from invoices
                 where ($1::text is null or search like $1)
                   and ($2::text is null or kind = $2)
                   and ($3::timestamptz is null or issued_at >= $3)
                   and ($4::timestamptz is null or issued_at < $4)
                 limit $5) as counted"#,
        filter.like,
        filter.kind,
        filter.from,
        filter.before,
        PageRequest::COUNTED + 1,
    );
    Ok(count.fetch_one(conn).await?)
}

/// Of the month and of the days, whatever is narrower.
async fn filter(conn: &mut PgConnection, query: &InvoiceQuery) -> Result<Filter, Error> {
    let first = format!("{}-01", query.month.trim()).parse::<NaiveDate>().ok();
    let last = first.and_then(|day| day.checked_add_months(Months::new(1))).and_then(|day| day.pred_opt());
    let month = days::bounds(conn, first, last).await?;
    let chosen = days::bounds(conn, query.from, query.to).await?;
    Ok(Filter {
        like: pattern::containing(&query.search),
        kind: query.kind.map(InvoiceKind::as_str),
        from: month.0.into_iter().chain(chosen.0).max(),
        before: month.1.into_iter().chain(chosen.1).min(),
    })
}
