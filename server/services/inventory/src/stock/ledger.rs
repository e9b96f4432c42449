//! Reading the ledger, newest first.

use super::repo::sku;
use contracts::{
    InventoryId, Page, PageRequest, Timestamp, VariantId,
    inventory::{LedgerEntry, TransactionType},
};
use platform::{Database, Walk};
use sqlx::PgConnection;
use uuid::Uuid;

type Result<T> = std::result::Result<T, sqlx::Error>;

struct Row {
    transaction_id: i64,
    inventory_id: Uuid,
    sku: String,
    warehouse_name: String,
    change_quantity: i32,
    balance: i32,
    transaction_type: String,
    reference: String,
    actor: String,
    transaction_date: Timestamp,
}

impl Row {
    fn into_contract(self) -> Result<LedgerEntry> {
        Ok(LedgerEntry {
            number: self.transaction_id,
            inventory: InventoryId(self.inventory_id),
            sku: sku(self.sku)?,
            warehouse_name: self.warehouse_name,
            change: self.change_quantity,
            balance: self.balance,
            transaction_type: transaction_type(&self.transaction_type)?,
            reference: self.reference,
            actor: self.actor,
            at: self.transaction_date,
        })
    }
}

/// A page of the movements of one variant or of all, the newest first.
pub(crate) async fn page(
    db: &Database,
    variant: Option<VariantId>,
    page: &PageRequest,
) -> Result<Page<LedgerEntry>> {
    let walk = Walk::to(page);
    let mut tx = db.begin_planned().await?;
    let total = count(&mut tx, variant).await?;
    let rows = match variant {
        Some(variant) => of(&mut tx, variant, &walk).await?,
        None => all(&mut tx, &walk).await?,
    };
    tx.commit().await?;
    walk.page(rows, total, |row| (row.transaction_id, ())).try_map(Row::into_contract)
}

async fn all(conn: &mut PgConnection, walk: &Walk<i64, ()>) -> Result<Vec<Row>> {
    macro_rules! rows {
        ($follows:literal, $way:literal) => {
            sqlx::query_as!(
                Row,
                "select t.transaction_id, t.inventory_id, i.sku, w.name as warehouse_name, t.change_quantity, t.balance,
                        t.transaction_type, t.reference, t.actor, t.transaction_date
                 from (select * from inventory_transactions
                       where $3::bigint is null or transaction_id " + $follows + " $3
                       order by transaction_id" + $way + " limit $1 offset $2) as t
                 join inventory i using (inventory_id) join warehouses w using (warehouse_id)
                 order by t.transaction_id" + $way,
                walk.limit(),
                walk.offset(),
                walk.value(),
            )
        };
    }
    if walk.is_backwards() {
        return rows!(">", "").fetch_all(conn).await;
    }
    rows!("<", " desc").fetch_all(conn).await
}

/// Each of the variant's rows gives its newest: the index holds them in order.
async fn of(conn: &mut PgConnection, variant: VariantId, walk: &Walk<i64, ()>) -> Result<Vec<Row>> {
    macro_rules! rows {
        ($follows:literal, $way:literal) => {
            sqlx::query_as!(
                Row,
                "select t.transaction_id, t.inventory_id, i.sku, w.name as warehouse_name, t.change_quantity, t.balance,
                        t.transaction_type, t.reference, t.actor, t.transaction_date
                 from inventory i join warehouses w using (warehouse_id)
                 cross join lateral (
                     select * from inventory_transactions own where own.inventory_id = i.inventory_id
                         and ($4::bigint is null or own.transaction_id " + $follows + " $4)
                     order by own.transaction_id" + $way + " limit $2::bigint + $3) as t
                 where i.variant_id = $1
                 order by t.transaction_id" + $way + " limit $2 offset $3",
                variant.0,
                walk.limit(),
                walk.offset(),
                walk.value(),
            )
        };
    }
    if walk.is_backwards() {
        return rows!(">", "").fetch_all(conn).await;
    }
    rows!("<", " desc").fetch_all(conn).await
}

/// How many movements there are, of one variant or of all; counted up to [`PageRequest::COUNTED`].
async fn count(conn: &mut PgConnection, variant: Option<VariantId>) -> Result<i64> {
    let most = PageRequest::COUNTED + 1;
    let Some(variant) = variant else {
        let count = sqlx::query_scalar!(
            r#"select count(*) as "count!" from (select from inventory_transactions limit $1) as counted"#,
            most,
        );
        return count.fetch_one(conn).await;
    };
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from inventory i join inventory_transactions t using (inventory_id)
                 where i.variant_id = $1 limit $2) as counted"#,
        variant.0,
        most,
    );
    count.fetch_one(conn).await
}

fn transaction_type(stored: &str) -> Result<TransactionType> {
    use TransactionType as T;
    [T::Restock, T::Adjustment, T::Reservation, T::Release, T::Sale, T::Return, T::Loss]
        .into_iter()
        .find(|kind| kind.as_str() == stored)
        .ok_or_else(|| sqlx::Error::Decode(format!("unknown transaction type {stored}").into()))
}
