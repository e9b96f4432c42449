//! Rows of `invoices` and `invoice_series`.

use crate::{Error, order::repo::currency};
use contracts::{
    Address, Money, OrderId, Timestamp,
    orders::{Invoice, InvoiceKind, InvoiceLine, Seller},
};
use platform::Database;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

/// What is in `content`.
#[derive(Serialize, Deserialize)]
struct Content {
    ordered_at: Timestamp,
    seller: Seller,
    buyer: Address,
    lines: Vec<InvoiceLine>,
}

pub(super) struct Row {
    pub id: Uuid,
    pub kind: String,
    pub number: String,
    pub order_id: Uuid,
    pub order_number: String,
    pub corrects: Option<String>,
    pub issued_at: Timestamp,
    pub currency: String,
    pub total_minor: i64,
    pub tax_minor: i64,
    pub content: Value,
}

impl TryFrom<Row> for Invoice {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self, Error> {
        let (currency, content) = (currency(&row.currency)?, serde_json::from_value::<Content>(row.content)?);
        let net = row.total_minor.checked_sub(row.tax_minor).ok_or_else(|| Error::unreadable(&row.number))?;
        Ok(Self {
            id: row.id.into(),
            kind: InvoiceKind::from_text(&row.kind).ok_or_else(|| Error::unreadable(&row.kind))?,
            number: row.number,
            order: OrderId(row.order_id),
            order_number: row.order_number,
            corrects: row.corrects,
            issued_at: row.issued_at,
            ordered_at: content.ordered_at,
            seller: content.seller,
            buyer: content.buyer,
            lines: content.lines,
            net: Money::new(net, currency),
            tax: Money::new(row.tax_minor, currency),
            total: Money::new(row.total_minor, currency),
        })
    }
}

/// Takes the next number of a kind and year. Whoever wants the one after it waits until this transaction ends.
pub async fn next_position(conn: &mut PgConnection, kind: InvoiceKind, year: i32) -> Result<i64, Error> {
    let position = sqlx::query_scalar!(
        "insert into invoice_series (kind, year, last_position) values ($1, $2, 1)
         on conflict (kind, year) do update set last_position = invoice_series.last_position + 1
         returning last_position",
        kind.as_str(),
        year
    );
    Ok(position.fetch_one(conn).await?)
}

/// Writes a document down, for good.
pub async fn insert(
    conn: &mut PgConnection,
    invoice: &Invoice,
    reference: Option<Uuid>,
    (year, position): (i32, i64),
) -> Result<(), Error> {
    let content = Content {
        ordered_at: invoice.ordered_at,
        seller: invoice.seller.clone(),
        buyer: invoice.buyer.clone(),
        lines: invoice.lines.clone(),
    };
    sqlx::query!(
        "insert into invoices (id, kind, year, position, number, order_id, order_number, reference, corrects, issued_at,
             currency, total_minor, tax_minor, content)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        invoice.id.0,
        invoice.kind.as_str(),
        year,
        position,
        invoice.number,
        invoice.order.0,
        invoice.order_number,
        reference,
        invoice.corrects,
        invoice.issued_at,
        invoice.total.currency.code(),
        invoice.total.minor,
        invoice.tax.minor,
        serde_json::to_value(content)?,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The documents of an order, oldest first.
pub async fn of_order(conn: &mut PgConnection, order: OrderId) -> Result<Vec<Invoice>, Error> {
    let rows = sqlx::query_as!(
        Row,
        "select id, kind, number, order_id, order_number, corrects, issued_at, currency, total_minor, tax_minor, content
         from invoices where order_id = $1 order by id",
        order.0
    );
    rows.fetch_all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// The document with this number.
pub async fn by_number(conn: &mut PgConnection, number: &str) -> Result<Option<Invoice>, Error> {
    let row = sqlx::query_as!(
        Row,
        "select id, kind, number, order_id, order_number, corrects, issued_at, currency, total_minor, tax_minor, content
         from invoices where number = $1",
        number
    );
    row.fetch_optional(conn).await?.map(TryInto::try_into).transpose()
}

/// The oldest refund of an order that no credit note answers to.
pub async fn refund_without_note(conn: &mut PgConnection, order: OrderId) -> Result<Option<Uuid>, Error> {
    let refund = sqlx::query_scalar!(
        "select reference from order_movements m where order_id = $1 and kind = 'refund'
             and not exists (select from invoices i where i.reference = m.reference)
         order by recorded_at, reference limit 1",
        order.0
    );
    Ok(refund.fetch_optional(conn).await?)
}

/// Notes that an order has its invoice.
pub async fn note_invoiced(conn: &mut PgConnection, order: OrderId) -> Result<(), Error> {
    sqlx::query!("update orders set is_invoiced = true where id = $1 and not is_invoiced", order.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Counts an amount as credited.
pub async fn add_credited(conn: &mut PgConnection, order: OrderId, amount: Money) -> Result<(), Error> {
    sqlx::query!(
        "update orders set credited_minor = credited_minor + $2 where id = $1",
        order.0,
        amount.minor
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Paid orders that lack their invoice or a credit note, in the order they were placed.
pub async fn orders_without(db: &Database, limit: i64) -> Result<Vec<OrderId>, Error> {
    let ids = sqlx::query_scalar!(
        "select id from orders
         where payment_status in ('paid', 'partially_refunded', 'refunded')
             and (not is_invoiced or credited_minor < refunded_minor)
         order by order_date asc, id limit $1",
        limit
    );
    Ok(ids.fetch_all(db.pool()).await?.into_iter().map(OrderId).collect())
}
