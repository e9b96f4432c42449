//! Stock, by the inventory's statements: what moves is in the ledger.

use super::{Line, publish};
use crate::statements;
use anyhow::Result;
use platform::Database;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

const INVENTORY: &str = "server/services/inventory";

/// The inventory's database and statements.
pub struct Stock {
    db: Database,
    available: &'static str,
    open: &'static str,
    lock: &'static str,
    forget_lines: &'static str,
    lines: &'static str,
    read_lines: &'static str,
    found: &'static str,
    status: &'static str,
    rows: &'static str,
    ledger: &'static str,
    publish: &'static str,
}

/// A stock row, locked.
struct Held {
    id: Uuid,
    available: i32,
}

impl Stock {
    pub fn new(db: Database) -> Result<Self> {
        let find = |words| statements::find(INVENTORY, words);
        Ok(Self {
            available: find("left join inventory i on i.variant_id = wanted.variant_id")?,
            open: find("insert into reservations (")?,
            lock: find("i.retired_at is not null as")?,
            forget_lines: find("delete from reservation_lines")?,
            lines: find("insert into reservation_lines")?,
            read_lines: find("select inventory_id, variant_id, quantity from reservation_lines")?,
            found: find("select status, expires_at from reservations")?,
            status: find("update reservations set status = $2")?,
            rows: find("update inventory i")?,
            ledger: find("insert into inventory_transactions")?,
            publish: statements::find("server/platform", "values ($1, $2, $3, $4, $5, $6)")?,
            db,
        })
    }

    /// Puts units on every shelf, as a delivery.
    pub async fn restock_all(&self, units: i32) -> sqlx::Result<()> {
        let variants: Vec<Uuid> =
            sqlx::query_scalar("select distinct variant_id from inventory").fetch_all(self.db.pool()).await?;
        for variant in variants {
            let mut tx = self.db.begin().await?;
            let row = self.locked(&mut tx, variant).await?;
            self.shift(&mut tx, &row, (units, 0), &[("restock", units, row.available + units)]).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Leaves so many units of a variant on the shelf, as after a count.
    pub async fn leave(&self, variant: Uuid, units: i32) -> sqlx::Result<()> {
        let mut tx = self.db.begin().await?;
        let row = self.locked(&mut tx, variant).await?;
        let change = units - row.available;
        if change != 0 {
            self.shift(&mut tx, &row, (change, 0), &[("adjustment", change, units)]).await?;
        }
        tx.commit().await
    }

    /// Units of a variant that can be sold.
    pub async fn left(&self, variant: Uuid) -> sqlx::Result<i32> {
        let mut tx = self.db.begin().await?;
        Ok(self.locked(&mut tx, variant).await?.available)
    }

    pub(super) async fn available(&self, variant: Uuid) -> sqlx::Result<()> {
        sqlx::query(self.available).bind(vec![variant]).fetch_all(self.db.pool()).await?;
        Ok(())
    }

    pub(super) async fn reserve(&self, run: Uuid, line: &Line) -> sqlx::Result<()> {
        let mut tx = self.db.begin().await?;
        sqlx::query(self.open).bind(run).bind(900_f64).fetch_optional(&mut *tx).await?;
        let row = self.locked(&mut tx, line.variant).await?;
        sqlx::query(self.forget_lines).bind(run).execute(&mut *tx).await?;
        let lines = sqlx::query(self.lines).bind(run).bind(vec![row.id]).bind(vec![line.variant]);
        lines.bind(vec![1]).execute(&mut *tx).await?;
        self.shift(&mut tx, &row, (-1, 1), &[("reservation", -1, row.available - 1)]).await?;
        publish(&mut tx, self.publish, "stock_changed", line.variant).await?;
        tx.commit().await
    }

    pub(super) async fn sell(&self, run: Uuid, line: &Line) -> sqlx::Result<()> {
        let mut tx = self.db.begin().await?;
        sqlx::query(self.found).bind(run).fetch_one(&mut *tx).await?;
        sqlx::query(self.read_lines).bind(run).fetch_all(&mut *tx).await?;
        let row = self.locked(&mut tx, line.variant).await?;
        sqlx::query(self.status).bind(run).bind("confirmed").execute(&mut *tx).await?;
        let moved = [("release", 1, row.available + 1), ("sale", -1, row.available)];
        self.shift(&mut tx, &row, (0, -1), &moved).await?;
        tx.commit().await
    }

    async fn locked(&self, conn: &mut PgConnection, variant: Uuid) -> sqlx::Result<Held> {
        let row = sqlx::query(self.lock).bind(vec![variant]).fetch_all(conn).await?;
        let row = row.first().ok_or(sqlx::Error::RowNotFound)?;
        Ok(Held { id: row.try_get("inventory_id")?, available: row.try_get("quantity_available")? })
    }

    /// Changes available and reserved units and writes each movement: type, change and what is available
    /// after it.
    async fn shift(
        &self,
        conn: &mut PgConnection,
        row: &Held,
        (available, reserved): (i32, i32),
        moved: &[(&str, i32, i32)],
    ) -> sqlx::Result<()> {
        let rows = sqlx::query(self.rows).bind(vec![row.id]).bind(vec![available]).bind(vec![reserved]);
        rows.execute(&mut *conn).await?;
        let column = |number: fn(&(&str, i32, i32)) -> i32| moved.iter().map(number).collect::<Vec<_>>();
        let kinds: Vec<String> = moved.iter().map(|entry| entry.0.to_owned()).collect();
        let entries = sqlx::query(self.ledger).bind(vec![row.id; moved.len()]).bind(column(|entry| entry.1));
        let entries = entries.bind(column(|entry| entry.2)).bind(kinds).bind("bench").bind("system");
        entries.execute(conn).await?;
        Ok(())
    }
}
