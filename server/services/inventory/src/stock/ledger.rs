//! Reading the ledger, newest first.

use super::repo::sku;
use contracts::{
    InventoryId, PageRequest, Timestamp, VariantId,
    inventory::{LedgerEntry, TransactionType},
};
use sqlx::PgPool;
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

/// A page of all movements.
pub(crate) async fn all(pool: &PgPool, page: PageRequest) -> Result<Vec<LedgerEntry>> {
    let rows = sqlx::query_as!(
        Row,
        "select t.transaction_id, t.inventory_id, i.sku, w.name as warehouse_name, t.change_quantity, t.balance,
                t.transaction_type, t.reference, t.actor, t.transaction_date
         from (select * from inventory_transactions order by transaction_id desc limit $1 offset $2) as t
         join inventory i using (inventory_id) join warehouses w using (warehouse_id)
         order by t.transaction_id desc",
        page.limit(),
        page.offset(),
    );
    rows.fetch_all(pool).await?.into_iter().map(Row::into_contract).collect()
}

/// A page of a variant's movements. Each of its rows gives its newest: the index holds them in order.
pub(crate) async fn of(pool: &PgPool, variant: VariantId, page: PageRequest) -> Result<Vec<LedgerEntry>> {
    let rows = sqlx::query_as!(
        Row,
        "select t.transaction_id, t.inventory_id, i.sku, w.name as warehouse_name, t.change_quantity, t.balance,
                t.transaction_type, t.reference, t.actor, t.transaction_date
         from inventory i join warehouses w using (warehouse_id)
         cross join lateral (
             select * from inventory_transactions own where own.inventory_id = i.inventory_id
             order by own.transaction_id desc limit $2::bigint + $3) as t
         where i.variant_id = $1
         order by t.transaction_id desc limit $2 offset $3",
        variant.0,
        page.limit(),
        page.offset(),
    );
    rows.fetch_all(pool).await?.into_iter().map(Row::into_contract).collect()
}

/// How many movements there are, of one variant or of all; counted up to [`PageRequest::COUNTED`].
pub(crate) async fn count(pool: &PgPool, variant: Option<VariantId>) -> Result<i64> {
    let most = PageRequest::COUNTED + 1;
    let Some(variant) = variant else {
        let count = sqlx::query_scalar!(
            r#"select count(*) as "count!" from (select from inventory_transactions limit $1) as counted"#,
            most,
        );
        return count.fetch_one(pool).await;
    };
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from inventory i join inventory_transactions t using (inventory_id)
                 where i.variant_id = $1 limit $2) as counted"#,
        variant.0,
        most,
    );
    count.fetch_one(pool).await
}

fn transaction_type(stored: &str) -> Result<TransactionType> {
    use TransactionType as T;
    [T::Restock, T::Adjustment, T::Reservation, T::Release, T::Sale, T::Return]
        .into_iter()
        .find(|kind| kind.as_str() == stored)
        .ok_or_else(|| sqlx::Error::Decode(format!("unknown transaction type {stored}").into()))
}
