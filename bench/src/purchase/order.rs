//! Orders, by their statements.

use super::{Line, address, publish};
use crate::statements;
use anyhow::Result;
use platform::{Database, system_clock};
use sqlx::PgConnection;
use uuid::Uuid;

const ORDERS: &str = "server/services/orders";

/// The orders' database and statements.
pub(super) struct Order {
    db: Database,
    insert: &'static str,
    item: &'static str,
    note: &'static str,
    empty_cart: &'static str,
    name: &'static str,
    lock: &'static str,
    items: &'static str,
    status: &'static str,
    payment: &'static str,
    publish: &'static str,
}

impl Order {
    pub(super) fn new(db: Database) -> Result<Self> {
        let find = |words| statements::find(ORDERS, words);
        Ok(Self {
            insert: find("insert into orders")?,
            item: find("insert into order_items")?,
            note: find("insert into order_status_history")?,
            empty_cart: find("delete from cart_items where cart_id = $1 and variant_id")?,
            name: find("update checkouts set order_id")?,
            lock: find("select id from orders where id = $1 for update")?,
            items: find("select * from order_items where order_id = $1")?,
            status: find("update orders set order_status")?,
            payment: find("update orders set payment_status")?,
            publish: statements::find("server/platform", "values ($1, $2, $3, $4, $5, $6)")?,
            db,
        })
    }

    pub(super) async fn place(
        &self,
        run: Uuid,
        cart: Uuid,
        payment: Uuid,
        line: &Line,
    ) -> sqlx::Result<Uuid> {
        let id = platform::ids::mint();
        let mut tx = self.db.begin().await?;
        let order =
            sqlx::query(self.insert).bind(id).bind(platform::ids::order_number()).bind(run).bind(cart);
        let order = order.bind(payment).bind(None::<Uuid>).bind("bench@example.test").bind("en");
        let order = order
            .bind(system_clock().now())
            .bind("EUR")
            .bind(line.price)
            .bind(0_i64)
            .bind(line.price * 19 / 119);
        let order = order.bind(1900).bind(line.price).bind(1).bind("Standard").bind(address()).bind("");
        let order = order.bind(None::<String>).bind(0_i64);
        order.execute(&mut *tx).await?;
        let item = sqlx::query(self.item).bind(platform::ids::mint()).bind(id).bind(0).bind(line.product);
        let item = item.bind(line.variant).bind(&line.sku).bind(&line.name).bind("").bind(None::<String>);
        item.bind(line.weight_g).bind(1).bind(line.price).bind(0_i64).execute(&mut *tx).await?;
        self.note(&mut tx, id, "pending").await?;
        sqlx::query(self.empty_cart).bind(cart).bind(vec![line.variant]).execute(&mut *tx).await?;
        sqlx::query(self.name).bind(run).bind(id).execute(&mut *tx).await?;
        publish(&mut tx, self.publish, "order_placed", id).await?;
        tx.commit().await?;
        Ok(id)
    }

    pub(super) async fn confirm(&self, id: Uuid) -> sqlx::Result<()> {
        let mut tx = self.db.begin().await?;
        sqlx::query(self.lock).bind(id).fetch_one(&mut *tx).await?;
        sqlx::query(self.items).bind(id).fetch_all(&mut *tx).await?;
        sqlx::query(self.status).bind(id).bind("confirmed").execute(&mut *tx).await?;
        self.note(&mut tx, id, "confirmed").await?;
        publish(&mut tx, self.publish, "order_confirmed", id).await?;
        tx.commit().await
    }

    pub(super) async fn set_payment(&self, id: Uuid, state: &str) -> sqlx::Result<()> {
        let mut tx = self.db.begin().await?;
        sqlx::query(self.lock).bind(id).fetch_one(&mut *tx).await?;
        sqlx::query(self.payment).bind(id).bind(state).execute(&mut *tx).await?;
        tx.commit().await
    }

    async fn note(&self, conn: &mut PgConnection, id: Uuid, status: &str) -> sqlx::Result<()> {
        let note =
            sqlx::query(self.note).bind(id).bind(status).bind(system_clock().now()).bind("").bind("system");
        note.execute(conn).await?;
        Ok(())
    }
}
