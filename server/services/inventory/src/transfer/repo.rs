use super::model::{Arrived, Line};
use crate::stock::repo::sku;
use contracts::{
    InventoryId, Sku, TransferId, VariantId, WarehouseId,
    inventory::{TransferDraft, TransferStatus},
};
use sqlx::PgConnection;
use uuid::Uuid;

type Result<T> = std::result::Result<T, sqlx::Error>;

/// A transfer, kept as it is until the transaction ends.
pub(super) struct Found {
    pub status: TransferStatus,
    pub from: WarehouseId,
    pub to: WarehouseId,
}

pub(super) async fn lock(conn: &mut PgConnection, id: TransferId) -> Result<Option<Found>> {
    let row = sqlx::query!(
        "select status, from_warehouse_id, to_warehouse_id from stock_transfers
         where transfer_id = $1 for no key update",
        id.0
    );
    let Some(row) = row.fetch_optional(conn).await? else { return Ok(None) };
    let (from, to) = (WarehouseId(row.from_warehouse_id), WarehouseId(row.to_warehouse_id));
    Ok(Some(Found { status: status(&row.status)?, from, to }))
}

pub(super) async fn are_in_use(conn: &mut PgConnection, one: WarehouseId, two: WarehouseId) -> Result<bool> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from warehouses where warehouse_id in ($1, $2) and active"#,
        one.0,
        two.0,
    );
    Ok(count.fetch_one(conn).await? == 2)
}

/// Whether there was no such transfer yet.
pub(super) async fn insert(conn: &mut PgConnection, draft: &TransferDraft, actor: &str) -> Result<bool> {
    let inserted = sqlx::query!(
        "insert into stock_transfers (transfer_id, from_warehouse_id, to_warehouse_id, note, created_by)
         values ($1, $2, $3, $4, $5) on conflict (transfer_id) do nothing",
        draft.id.0,
        draft.from.0,
        draft.to.0,
        draft.note,
        actor,
    );
    Ok(inserted.execute(conn).await?.rows_affected() == 1)
}

/// The variant of a SKU; one that the catalogue still has, if any.
pub(super) async fn variant_of(conn: &mut PgConnection, sku: &Sku) -> Result<Option<VariantId>> {
    let id = sqlx::query_scalar!(
        "select variant_id from inventory where sku = $1
         order by retired_at is not null, inventory_id limit 1",
        sku.as_str(),
    );
    Ok(id.fetch_optional(conn).await?.map(VariantId))
}

/// Sets the units of an article, or takes it off; how many articles there are then.
pub(super) async fn set_line(
    conn: &mut PgConnection,
    id: TransferId,
    (row, variant): (InventoryId, VariantId),
    units: i32,
) -> Result<i64> {
    if units == 0 {
        sqlx::query!(
            "delete from stock_transfer_lines where transfer_id = $1 and inventory_id = $2",
            id.0,
            row.0
        )
        .execute(&mut *conn)
        .await?;
    } else {
        sqlx::query!(
            "insert into stock_transfer_lines (transfer_id, inventory_id, variant_id, quantity)
             values ($1, $2, $3, $4)
             on conflict (transfer_id, inventory_id) do update set quantity = excluded.quantity",
            id.0,
            row.0,
            variant.0,
            units,
        )
        .execute(&mut *conn)
        .await?;
    }
    sqlx::query!("update stock_transfers set updated_at = now() where transfer_id = $1", id.0)
        .execute(&mut *conn)
        .await?;
    let articles = sqlx::query_scalar!(
        r#"select count(*) as "count!" from stock_transfer_lines where transfer_id = $1"#,
        id.0
    );
    articles.fetch_one(conn).await
}

/// What is to leave.
pub(super) async fn lines(conn: &mut PgConnection, id: TransferId) -> Result<Vec<Line>> {
    let rows = sqlx::query!(
        "select l.inventory_id, l.variant_id, l.quantity, i.sku
         from stock_transfer_lines l join inventory i using (inventory_id)
         where l.transfer_id = $1 order by l.variant_id",
        id.0
    );
    let line = rows.fetch_all(conn).await?.into_iter().map(|row| {
        Ok(Line {
            inventory: InventoryId(row.inventory_id),
            variant: VariantId(row.variant_id),
            sku: sku(row.sku)?,
            units: row.quantity,
        })
    });
    line.collect()
}

/// Whether this arrival has been booked before.
pub(super) async fn is_booked(conn: &mut PgConnection, receipt: Uuid) -> Result<bool> {
    let booked = sqlx::query_scalar!(
        r#"select exists (select from stock_transfer_receipts where receipt_id = $1) as "booked!""#,
        receipt
    );
    booked.fetch_one(conn).await
}

/// Books an arrival of so many units with so many that were lost; false when it has been booked before.
pub(super) async fn first_receipt(
    conn: &mut PgConnection,
    id: TransferId,
    receipt: Uuid,
    (units, lost): (i32, i32),
    actor: &str,
) -> Result<bool> {
    let inserted = sqlx::query!(
        "insert into stock_transfer_receipts (receipt_id, transfer_id, units, lost, received_by)
         values ($1, $2, $3, $4, $5) on conflict (receipt_id) do nothing",
        receipt,
        id.0,
        units,
        lost,
        actor,
    );
    Ok(inserted.execute(conn).await?.rows_affected() == 1)
}

/// Whether that many units were under way.
pub(super) async fn book_arrival(conn: &mut PgConnection, id: TransferId, part: &Arrived) -> Result<bool> {
    let booked = sqlx::query!(
        "update stock_transfer_lines set received = received + $3
         where transfer_id = $1 and variant_id = $2 and received + returned + lost + $3 <= quantity",
        id.0,
        part.variant.0,
        part.units,
    );
    Ok(booked.execute(conn).await?.rows_affected() == 1)
}

/// Units that have neither come nor gone back nor been lost.
pub(super) async fn outstanding(conn: &mut PgConnection, id: TransferId) -> Result<i64> {
    let units = sqlx::query_scalar!(
        r#"select coalesce(sum(quantity - received - returned - lost), 0)::bigint as "units!"
           from stock_transfer_lines where transfer_id = $1"#,
        id.0
    );
    units.fetch_one(conn).await
}

/// Has what is under way go back; what that is.
pub(super) async fn return_rest(conn: &mut PgConnection, id: TransferId) -> Result<Vec<Line>> {
    let rows = sqlx::query!(
        "update stock_transfer_lines l set returned = l.quantity - l.received - l.lost
         from inventory i
         where i.inventory_id = l.inventory_id and l.transfer_id = $1
             and l.received + l.returned + l.lost < l.quantity
         returning l.inventory_id, l.variant_id, l.returned, i.sku",
        id.0
    );
    let line = rows.fetch_all(conn).await?.into_iter().map(|row| {
        Ok(Line {
            inventory: InventoryId(row.inventory_id),
            variant: VariantId(row.variant_id),
            sku: sku(row.sku)?,
            units: row.returned,
        })
    });
    line.collect()
}

/// Gives up as lost what is under way; what that is.
pub(super) async fn lose_rest(conn: &mut PgConnection, id: TransferId) -> Result<Vec<Line>> {
    let rows = sqlx::query!(
        "update stock_transfer_lines l set lost = l.quantity - l.received - l.returned
         from inventory i
         where i.inventory_id = l.inventory_id and l.transfer_id = $1
             and l.received + l.returned + l.lost < l.quantity
         returning l.inventory_id, l.variant_id, l.lost, i.sku",
        id.0
    );
    let line = rows.fetch_all(conn).await?.into_iter().map(|row| {
        Ok(Line {
            inventory: InventoryId(row.inventory_id),
            variant: VariantId(row.variant_id),
            sku: sku(row.sku)?,
            units: row.lost,
        })
    });
    line.collect()
}

/// Leaves one state for another.
pub(super) async fn advance(
    conn: &mut PgConnection,
    id: TransferId,
    from: TransferStatus,
    to: TransferStatus,
) -> Result<()> {
    let moved = sqlx::query!(
        "update stock_transfers
         set status = $3, updated_at = now(), sent_at = coalesce(sent_at, now()),
             ended_at = case when $4::boolean then now() end
         where transfer_id = $1 and status = $2",
        id.0,
        from.as_str(),
        to.as_str(),
        to == TransferStatus::Received,
    );
    one(moved.execute(conn).await?.rows_affected())
}

/// Leaves a state for good.
pub(super) async fn cancel(
    conn: &mut PgConnection,
    id: TransferId,
    from: TransferStatus,
    because: &str,
) -> Result<()> {
    let cancelled = sqlx::query!(
        "update stock_transfers
         set status = 'cancelled', updated_at = now(), ended_at = now(), cancelled_because = $3
         where transfer_id = $1 and status = $2",
        id.0,
        from.as_str(),
        because,
    );
    one(cancelled.execute(conn).await?.rows_affected())
}

fn one(rows: u64) -> Result<()> {
    let moved = || sqlx::Error::Protocol("a transfer moved while it was locked".into());
    (rows == 1).then_some(()).ok_or_else(moved)
}

/// How many transfers from or to a warehouse are under way.
pub(crate) async fn under_way_at(conn: &mut PgConnection, warehouse: WarehouseId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from stock_transfers
           where (from_warehouse_id = $1 or to_warehouse_id = $1)
             and status in ('in_transit', 'partly_received')"#,
        warehouse.0
    );
    count.fetch_one(conn).await
}

pub(super) fn status(stored: &str) -> Result<TransferStatus> {
    TransferStatus::from_text(stored)
        .ok_or_else(|| sqlx::Error::Decode(format!("unknown transfer status {stored}").into()))
}
