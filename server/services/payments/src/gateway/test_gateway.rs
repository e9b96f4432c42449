//! The built-in test gateway: cards that succeed, decline, ask for a challenge or fail later, and no
//! money. Its ledger survives restarts, as another party's would.

use super::{
    Case, Charge, Entry, Failure, NewCharge, Notice, PaymentGateway, Returned, Standing, Subject, Sum, Terms,
};
use async_trait::async_trait;
use contracts::{
    CheckoutId, Currency, GiftCardId, Money, PaymentId, RefundId, Timestamp,
    payments::{RefundStatus, test_card},
};
use platform::{Database, ids};
use serde_json::json;

const NO_TEST_CARD: &str = "This is not a test card.";
const FAILED_CHALLENGE: &str = "The bank could not confirm that it was you.";
const DECLINED: &str = "Your card was declined.";
const REFUND_FAILED: &str = "The bank did not take the money back.";

/// The test gateway.
pub struct TestGateway {
    db: Database,
    base_url: String,
}

struct Row {
    id: String,
    payment_id: uuid::Uuid,
    checkout_id: Option<uuid::Uuid>,
    amount_minor: i64,
    currency: String,
    label: String,
    behaviour: String,
    standing: String,
    message: Option<String>,
    captured: i64,
    refunded: i64,
    created_at: Timestamp,
    gift_card_id: Option<uuid::Uuid>,
    gift_card_minor: Option<i64>,
}

/// The columns of a [`Row`], with the given rest of the statement.
macro_rules! select {
    ($rest:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            Row,
            r#"select c.id, c.payment_id, c.checkout_id, c.amount_minor, c.currency, c.label, c.behaviour, c.standing,
                 c.message, c.created_at, c.gift_card_id, c.gift_card_minor, coalesce(t.amount_minor, 0) as "captured!",
                 (select coalesce(sum(amount_minor), 0) from test_gateway.refunds r
                  where r.charge_id = c.id and r.status <> 'failed')::bigint as "refunded!"
             from test_gateway.charges c left join test_gateway.captures t on t.charge_id = c.id "# + $rest
            $(, $argument)*
        )
    };
}

/// The columns of a [`RefundRow`], with the given rest of the statement.
macro_rules! select_refund {
    ($rest:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            RefundRow,
            "select refunds.id, refunds.idempotency_key, charge_id, refunds.amount_minor, status, currency
             from test_gateway.refunds join test_gateway.charges on charges.id = charge_id " + $rest
            $(, $argument)*
        )
    };
}

impl Row {
    fn terms(&self) -> Terms {
        Terms {
            sum: Some(Sum::new(self.amount_minor, &self.currency)),
            payment: Some(PaymentId(self.payment_id)),
            checkout: self.checkout_id.map(CheckoutId),
            gift_card: self.gift_card_id.map(GiftCardId).zip(self.gift_card_minor),
            held: None,
            captured: self.captured,
            refunded: self.refunded,
        }
    }
}

/// What a card does when an amount is to be held: standing and message.
fn first_standing(card: Option<&str>) -> (&'static str, Option<&'static str>) {
    match card {
        None => ("declined", Some(NO_TEST_CARD)),
        Some("4000000000000002") => ("declined", Some(DECLINED)),
        Some("4000000000009995") => ("declined", Some("Your card has insufficient funds.")),
        Some("4000002500003155" | "4000008400001629") => ("requires_action", None),
        Some(_) => ("authorised", None),
    }
}

/// What a card does later.
fn behaviour(card: Option<&str>) -> &'static str {
    match card {
        Some("4000000000000341") => "capture_refused",
        Some("4000000000005126") => "refund_fails",
        Some("4000008400001629") => "challenge_then_declined",
        _ => "plain",
    }
}

fn standing(stored: &str, challenge: Option<String>, message: Option<String>) -> Standing {
    match stored {
        "requires_action" => Standing::RequiresAction(challenge),
        "authorised" => Standing::Authorised,
        "captured" => Standing::Captured,
        "voided" => Standing::Voided,
        _ => Standing::Declined(message.unwrap_or_else(|| DECLINED.to_owned())),
    }
}

impl TestGateway {
    /// The gateway with its ledger in schema `test_gateway`; challenges are answered on the shop's page.
    pub fn new(db: Database, base_url: &str) -> Self {
        Self { db, base_url: base_url.trim_end_matches('/').to_owned() }
    }

    fn charge(&self, row: Row) -> Charge {
        let challenge = format!("{}/checkout/challenge/{}", self.base_url, PaymentId(row.payment_id));
        let standing = standing(&row.standing, Some(challenge), row.message.clone());
        let response = json!({ "id": row.id, "standing": row.standing, "message": row.message });
        let terms = row.terms();
        Charge { reference: Some(row.id), standing, label: row.label, response, terms }
    }

    async fn by_id(&self, id: &str) -> Result<Row, Failure> {
        select!("where c.id = $1", id)
            .fetch_optional(self.db.pool())
            .await?
            .ok_or_else(|| Failure::Refused("No such charge.".to_owned()))
    }

    /// Moves a charge on, if it is where it is expected.
    async fn turn(&self, id: &str, from: &[&str], to: &str, message: Option<&str>) -> Result<bool, Failure> {
        let from: Vec<String> = from.iter().map(|&standing| standing.to_owned()).collect();
        let turned = sqlx::query!(
            "update test_gateway.charges set standing = $3, message = $4 where id = $1 and standing = any($2)",
            id,
            &from,
            to,
            message
        );
        Ok(turned.execute(self.db.pool()).await?.rows_affected() == 1)
    }

    async fn refund_by(&self, id: &str) -> Result<Returned, Failure> {
        let row = select_refund!("where refunds.id = $1", id).fetch_optional(self.db.pool()).await?;
        row.map(Into::into).ok_or_else(|| Failure::Refused("No such refund.".to_owned()))
    }
}

struct RefundRow {
    id: String,
    idempotency_key: String,
    charge_id: String,
    amount_minor: i64,
    status: String,
    currency: String,
}

impl From<RefundRow> for Returned {
    fn from(row: RefundRow) -> Self {
        let status = match row.status.as_str() {
            "succeeded" => RefundStatus::Processed,
            "failed" => RefundStatus::Failed,
            _ => RefundStatus::Pending,
        };
        Self {
            reference: row.id,
            status,
            amount: Currency::from_code(&row.currency).map(|currency| Money::new(row.amount_minor, currency)),
            charge: Some(row.charge_id),
            // The middle of our key; a refund that was made here by hand has another one.
            ours: row.idempotency_key.split(':').nth(1).and_then(|id| id.parse().ok()),
            failure: (status == RefundStatus::Failed).then(|| REFUND_FAILED.to_owned()),
        }
    }
}

#[async_trait]
impl PaymentGateway for TestGateway {
    fn name(&self) -> &'static str {
        "test"
    }

    fn method(&self) -> &'static str {
        "test_card"
    }

    fn publishable_key(&self) -> Option<String> {
        None
    }

    fn storable(&self, _method: &str) -> String {
        String::new()
    }

    async fn authorise(&self, key: &str, charge: &NewCharge) -> Result<Charge, Failure> {
        let card = test_card(&charge.method);
        let (standing, message) = first_standing(card);
        let label =
            card.and_then(|card| card.get(12..)).map_or_else(String::new, |end| format!("Visa ending {end}"));
        let id = sqlx::query_scalar!(
            "insert into test_gateway.charges (id, idempotency_key, payment_id, amount_minor, currency, label,
                 behaviour, standing, message, checkout_id, gift_card_id, gift_card_minor)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             on conflict (idempotency_key) do update set idempotency_key = excluded.idempotency_key
             returning id",
            format!("ch_test_{}", ids::mint().simple()),
            key,
            charge.payment.0,
            charge.amount.minor,
            charge.amount.currency.code(),
            label,
            behaviour(card),
            standing,
            message,
            charge.checkout.0,
            charge.gift_card.as_ref().map(|share| share.card.0),
            charge.gift_card.as_ref().map(|share| share.amount.minor)
        );
        let id = id.fetch_one(self.db.pool()).await?;
        self.retrieve(&id).await
    }

    async fn retrieve(&self, reference: &str) -> Result<Charge, Failure> {
        Ok(self.charge(self.by_id(reference).await?))
    }

    async fn capture(&self, key: &str, reference: &str, amount: Money) -> Result<Charge, Failure> {
        if self.by_id(reference).await?.behaviour == "capture_refused" {
            self.turn(reference, &["authorised"], "declined", Some("The bank took the amount back.")).await?;
            return Err(Failure::Refused("The bank took the amount back.".to_owned()));
        }
        let mut tx = self.db.begin().await?;
        let taken = sqlx::query!(
            "update test_gateway.charges set standing = 'captured' where id = $1 and standing = 'authorised'",
            reference
        );
        if taken.execute(&mut *tx).await?.rows_affected() == 1 {
            sqlx::query!(
                "insert into test_gateway.captures (idempotency_key, charge_id, amount_minor) values ($1, $2, $3)",
                key,
                reference,
                amount.minor
            )
            .execute(&mut *tx)
            .await?;
        }
        let answered =
            sqlx::query!("select charge_id from test_gateway.captures where idempotency_key = $1", key);
        let is_ours = answered.fetch_optional(&mut *tx).await?.is_some();
        tx.commit().await?;
        if !is_ours {
            return Err(Failure::Refused("This charge cannot be captured.".to_owned()));
        }
        self.retrieve(reference).await
    }

    async fn void(&self, _key: &str, reference: &str) -> Result<Charge, Failure> {
        self.turn(reference, &["authorised", "requires_action"], "voided", None).await?;
        let charge = self.retrieve(reference).await?;
        if charge.standing == Standing::Captured {
            return Err(Failure::Refused("This charge was captured.".to_owned()));
        }
        Ok(charge)
    }

    async fn refund(
        &self,
        key: &str,
        reference: &str,
        _refund: RefundId,
        amount: Money,
    ) -> Result<Returned, Failure> {
        let fails_later = self.by_id(reference).await?.behaviour == "refund_fails";
        let id = sqlx::query_scalar!(
            "insert into test_gateway.refunds (id, idempotency_key, charge_id, amount_minor, status)
             values ($1, $2, $3, $4, $5)
             on conflict (idempotency_key) do update set idempotency_key = excluded.idempotency_key
             returning id",
            format!("re_test_{}", ids::mint().simple()),
            key,
            reference,
            amount.minor,
            if fails_later { "pending" } else { "succeeded" }
        );
        self.refund_by(&id.fetch_one(self.db.pool()).await?).await
    }

    async fn retrieve_refund(&self, reference: &str) -> Result<Returned, Failure> {
        // Only refunds that fail later are ever pending: by the time somebody asks, they have failed.
        let settled = sqlx::query!(
            "update test_gateway.refunds set status = 'failed' where id = $1 and status = 'pending'",
            reference
        );
        settled.execute(self.db.pool()).await?;
        self.refund_by(reference).await
    }

    async fn refunds_of(&self, reference: &str) -> Result<Vec<Returned>, Failure> {
        let rows = select_refund!(
            "where charge_id = $1 order by refunds.created_at desc, refunds.id limit 100",
            reference
        );
        Ok(rows.fetch_all(self.db.pool()).await?.into_iter().map(Into::into).collect())
    }

    async fn retrieve_case(&self, _subject: &Subject) -> Result<Case, Failure> {
        Err(Failure::Refused("Nobody disputes a test.".to_owned()))
    }

    async fn book(&self, after: Option<&str>) -> Result<Vec<Entry>, Failure> {
        let rows = select!(
            "where $1::text is null or (c.created_at, c.id) < (
                 select created_at, id from test_gateway.charges where id = $1)
             order by c.created_at desc, c.id desc limit 1000",
            after
        );
        let entry = |row: Row| Entry {
            terms: row.terms(),
            standing: standing(&row.standing, None, row.message),
            reference: row.id,
            created_at: row.created_at,
        };
        Ok(rows.fetch_all(self.db.pool()).await?.into_iter().map(entry).collect())
    }

    fn verify_webhook(&self, _body: &[u8], _signature: &str) -> Result<Notice, Failure> {
        Err(Failure::Forged)
    }

    async fn answer_challenge(&self, reference: &str, passed: bool) -> Result<(), Failure> {
        let row = self.by_id(reference).await?;
        let (standing, message) = match (passed, row.behaviour.as_str()) {
            (false, _) => ("declined", Some(FAILED_CHALLENGE)),
            (true, "challenge_then_declined") => ("declined", Some(DECLINED)),
            (true, _) => ("authorised", None),
        };
        self.turn(reference, &["requires_action"], standing, message).await?;
        Ok(())
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self::Unavailable(error.to_string())
    }
}
