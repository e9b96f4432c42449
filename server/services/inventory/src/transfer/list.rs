//! Reading transfers, the newest first.

use super::repo::status;
use crate::stock::{model::units, repo::sku};
use contracts::{
    Page, PageRequest, Timestamp, TransferId, VariantId, WarehouseId,
    inventory::{Transfer, TransferArrival, TransferLine, TransferQuery, TransferRow, TransferStatus},
};
use platform::{Database, Walk, pattern};
use sqlx::PgConnection;
use uuid::Uuid;

type Result<T> = std::result::Result<T, sqlx::Error>;

struct Row {
    transfer_id: Uuid,
    number: i64,
    status: String,
    from_warehouse_id: Uuid,
    from_name: String,
    to_warehouse_id: Uuid,
    to_name: String,
    articles: i64,
    units: i64,
    received: i64,
    lost: i64,
    note: String,
    created_by: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    sent_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    cancelled_because: String,
}

impl Row {
    fn in_list(&self) -> Result<TransferRow> {
        Ok(TransferRow {
            id: TransferId(self.transfer_id),
            number: self.number,
            status: status(&self.status)?,
            from: WarehouseId(self.from_warehouse_id),
            from_name: self.from_name.clone(),
            to: WarehouseId(self.to_warehouse_id),
            to_name: self.to_name.clone(),
            articles: many(self.articles),
            units: many(self.units),
            received: many(self.received),
            lost: many(self.lost),
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

/// The page that a query asks for.
pub(super) async fn page(db: &Database, query: &TransferQuery) -> Result<Page<TransferRow>> {
    let walk = Walk::to(&query.page);
    let mut tx = db.begin_planned().await?;
    let rows = rows(&mut tx, query, None, &walk).await?;
    let total = count(&mut tx, query).await?;
    tx.commit().await?;
    walk.page(rows, total, |row| (row.created_at, row.transfer_id)).try_map(|row| row.in_list())
}

/// A transfer with its articles.
pub(super) async fn one(db: &Database, id: TransferId) -> Result<Option<Transfer>> {
    let mut tx = db.begin_planned().await?;
    let query = TransferQuery::default();
    let found = rows(&mut tx, &query, Some(id), &Walk::to(&query.page)).await?;
    let Some(row) = found.into_iter().next() else {
        tx.commit().await?;
        return Ok(None);
    };
    let (lines, arrivals) = (lines(&mut tx, id).await?, arrivals(&mut tx, id).await?);
    tx.commit().await?;
    Ok(Some(Transfer {
        row: row.in_list()?,
        note: row.note,
        created_by: row.created_by,
        sent_at: row.sent_at,
        ended_at: row.ended_at,
        cancelled_because: row.cancelled_because,
        lines,
        arrivals,
    }))
}

async fn rows(
    conn: &mut PgConnection,
    query: &TransferQuery,
    id: Option<TransferId>,
    walk: &Walk<Timestamp>,
) -> Result<Vec<Row>> {
    macro_rules! rows {
        ($follows:literal, $order:literal) => {
            sqlx::query_as!(
                Row,
                r#"select t.transfer_id, t.number, t.status, t.from_warehouse_id, f.name as from_name,
                          t.to_warehouse_id, d.name as to_name, l.articles as "articles!", l.units as "units!",
                          l.received as "received!", l.lost as "lost!", t.note, t.created_by, t.created_at, t.updated_at, t.sent_at,
                          t.ended_at, t.cancelled_because
                   from stock_transfers t
                   join warehouses f on f.warehouse_id = t.from_warehouse_id
                   join warehouses d on d.warehouse_id = t.to_warehouse_id
                   cross join lateral (
                       select count(*) as articles, coalesce(sum(own.quantity), 0)::bigint as units,
                              coalesce(sum(own.received), 0)::bigint as received,
                              coalesce(sum(own.lost), 0)::bigint as lost
                       from stock_transfer_lines own where own.transfer_id = t.transfer_id) as l
                   where ($1::text is null or 't-' || t.number::text like $1 or exists (
                             select from stock_transfer_lines part join inventory i using (inventory_id)
                             where part.transfer_id = t.transfer_id and i.search like $1))
                     and ($2::text is null or t.status = $2)
                     and ($3::uuid is null or t.from_warehouse_id = $3 or t.to_warehouse_id = $3)
                     and ($4::uuid is null or exists (
                             select from stock_transfer_lines part
                             where part.transfer_id = t.transfer_id and part.variant_id = $4))
                     and ($5::uuid is null or t.transfer_id = $5)
                     and ($8::timestamptz is null or (t.created_at, t.transfer_id) "# + $follows + " ($8, $9::uuid))
                   order by " + $order + " limit $6 offset $7",
                pattern::containing(&query.search),
                query.status.map(TransferStatus::as_str),
                query.warehouse.map(|place| place.0),
                query.variant.map(|variant| variant.0),
                id.map(|id| id.0),
                walk.limit(),
                walk.offset(),
                walk.value(),
                walk.id(),
            )
        };
    }
    if walk.is_backwards() {
        return rows!(">", "t.created_at, t.transfer_id").fetch_all(conn).await;
    }
    rows!("<", "t.created_at desc, t.transfer_id desc").fetch_all(conn).await
}

async fn count(conn: &mut PgConnection, query: &TransferQuery) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
               select from stock_transfers t
               where ($1::text is null or 't-' || t.number::text like $1 or exists (
                         select from stock_transfer_lines part join inventory i using (inventory_id)
                         where part.transfer_id = t.transfer_id and i.search like $1))
                 and ($2::text is null or t.status = $2)
                 and ($3::uuid is null or t.from_warehouse_id = $3 or t.to_warehouse_id = $3)
                 and ($4::uuid is null or exists (
                         select from stock_transfer_lines part
                         where part.transfer_id = t.transfer_id and part.variant_id = $4))
               limit $5) as counted"#,
        pattern::containing(&query.search),
        query.status.map(TransferStatus::as_str),
        query.warehouse.map(|place| place.0),
        query.variant.map(|variant| variant.0),
        PageRequest::COUNTED + 1,
    );
    count.fetch_one(conn).await
}

async fn lines(conn: &mut PgConnection, id: TransferId) -> Result<Vec<TransferLine>> {
    let rows = sqlx::query!(
        "select l.variant_id, i.sku, i.name, l.quantity, l.received, l.returned, l.lost, i.quantity_available
         from stock_transfer_lines l join inventory i using (inventory_id)
         where l.transfer_id = $1 order by i.sku, l.inventory_id",
        id.0
    );
    let line = rows.fetch_all(conn).await?.into_iter().map(|row| {
        Ok(TransferLine {
            variant: VariantId(row.variant_id),
            sku: sku(row.sku)?,
            name: row.name,
            units: units(row.quantity),
            received: units(row.received),
            returned: units(row.returned),
            lost: units(row.lost),
            available: units(row.quantity_available),
        })
    });
    line.collect()
}

async fn arrivals(conn: &mut PgConnection, id: TransferId) -> Result<Vec<TransferArrival>> {
    let rows = sqlx::query!(
        "select units, lost, received_by, received_at from stock_transfer_receipts
         where transfer_id = $1 order by received_at, receipt_id",
        id.0
    );
    let arrival = rows.fetch_all(conn).await?.into_iter().map(|row| TransferArrival {
        units: units(row.units),
        lost: units(row.lost),
        received_by: row.received_by,
        at: row.received_at,
    });
    Ok(arrival.collect())
}

fn many(stored: i64) -> u32 {
    u32::try_from(stored).unwrap_or(u32::MAX)
}
