//! Payments and the built-in gateway, by their statements.

use super::publish;
use crate::statements;
use anyhow::Result;
use platform::{Database, system_clock};
use serde_json::json;
use uuid::Uuid;

const PAYMENTS: &str = "server/services/payments";

/// The payments' database and statements.
pub(super) struct Money {
    db: Database,
    insert: &'static str,
    find: &'static str,
    lock: &'static str,
    call: &'static str,
    answered: &'static str,
    settle: &'static str,
    attach: &'static str,
    charge: &'static str,
    captured: &'static str,
    take: &'static str,
    publish: &'static str,
}

impl Money {
    pub(super) fn new(db: Database) -> Result<Self> {
        let find = |words| statements::find(PAYMENTS, words);
        Ok(Self {
            insert: find("insert into payments")?,
            find: find("action_url, decline_message from payments where id = $1")?,
            lock: find("select id from payments where id = $1 for update")?,
            call: find("insert into gateway_calls")?,
            answered: find("update gateway_calls set answered_at")?,
            settle: find("payment_gateway_response = $4")?,
            attach: find("update payments set order_id = $2")?,
            charge: find("insert into test_gateway.charges")?,
            captured: find("update test_gateway.charges set standing = 'captured'")?,
            take: find("insert into test_gateway.captures")?,
            publish: statements::find("server/platform", "values ($1, $2, $3, $4, $5, $6)")?,
            db,
        })
    }

    pub(super) async fn authorise(&self, payment: Uuid, run: Uuid, amount: i64) -> sqlx::Result<()> {
        let mut tx = self.db.begin().await?;
        let row = sqlx::query(self.insert).bind(payment).bind(run).bind("test_card").bind(amount).bind("EUR");
        row.bind(system_clock().now()).bind("test").execute(&mut *tx).await?;
        let call = sqlx::query(self.call).bind(key(payment, "authorise")).bind(payment).bind("authorise");
        call.bind(json!({ "amount": amount })).execute(&mut *tx).await?;
        sqlx::query(self.find).bind(payment).fetch_one(&mut *tx).await?;
        tx.commit().await?;
        let charge = sqlx::query(self.charge).bind(reference(payment)).bind(key(payment, "authorise"));
        let charge = charge.bind(payment).bind(amount).bind("EUR").bind("Visa 4242").bind("ok");
        charge.bind("authorised").bind(None::<String>).fetch_one(self.db.pool()).await?;
        self.settle(payment, "authorise", ("authorised", 0)).await
    }

    pub(super) async fn attach(&self, payment: Uuid, order: Uuid) -> sqlx::Result<()> {
        sqlx::query(self.attach).bind(payment).bind(order).execute(self.db.pool()).await?;
        Ok(())
    }

    pub(super) async fn capture(&self, payment: Uuid, amount: i64) -> sqlx::Result<()> {
        let mut tx = self.db.begin().await?;
        sqlx::query(self.lock).bind(payment).fetch_one(&mut *tx).await?;
        sqlx::query(self.find).bind(payment).fetch_one(&mut *tx).await?;
        let call = sqlx::query(self.call).bind(key(payment, "capture")).bind(payment).bind("capture");
        call.bind(json!({ "amount": amount })).execute(&mut *tx).await?;
        tx.commit().await?;
        let mut tx = self.db.begin().await?;
        sqlx::query(self.captured).bind(reference(payment)).execute(&mut *tx).await?;
        let take = sqlx::query(self.take).bind(key(payment, "capture")).bind(reference(payment)).bind(amount);
        take.execute(&mut *tx).await?;
        tx.commit().await?;
        self.settle(payment, "capture", ("captured", amount)).await
    }

    async fn settle(
        &self,
        payment: Uuid,
        operation: &str,
        (status, captured): (&str, i64),
    ) -> sqlx::Result<()> {
        let mut tx = self.db.begin().await?;
        sqlx::query(self.lock).bind(payment).fetch_one(&mut *tx).await?;
        sqlx::query(self.find).bind(payment).fetch_one(&mut *tx).await?;
        let answer = json!({ "standing": status });
        let settled = sqlx::query(self.settle).bind(payment).bind(status).bind(captured).bind(answer.clone());
        let settled = settled.bind(reference(payment)).bind("Visa 4242").bind(None::<String>);
        settled.bind(None::<String>).execute(&mut *tx).await?;
        let answered = sqlx::query(self.answered).bind(key(payment, operation)).bind(answer);
        answered.execute(&mut *tx).await?;
        publish(&mut tx, self.publish, "payment_settled", payment).await?;
        tx.commit().await
    }
}

fn key(payment: Uuid, operation: &str) -> String {
    format!("{payment}:1:{operation}")
}

fn reference(payment: Uuid) -> String {
    format!("ch_{}", payment.simple())
}
