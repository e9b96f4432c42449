//! A shop with a payments service and the test gateway, whose answers can be lost.

pub mod gift_cards;

use async_trait::async_trait;
use contracts::{
    Actor, CheckoutId, Currency, Money, PaymentId, Permission, RefundId,
    payments::{Authorise, Payment, PaymentStatus, Payments as _, Reconciliation, ReconciliationQuery},
};
use payments::{
    Payments,
    gateway::{
        Case, Charge, Entry, Failure, NewCharge, Notice, PaymentGateway, Returned, Subject, TestGateway,
    },
};
use platform::{Clock, Database, ids};
use sqlx::PgPool;
use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

pub const GOOD: &str = "4242 4242 4242 4242";

/// The test gateway behind a line that can be cut.
pub struct Line {
    gateway: TestGateway,
    loses_answers: AtomicBool,
    loses_questions: AtomicBool,
    keeps_failures: AtomicBool,
    refuses_captures: AtomicBool,
    kept_in_vain: Mutex<HashSet<String>>,
    fails_in_vain: AtomicBool,
    case: Mutex<Option<Case>>,
    held: Mutex<Option<i64>>,
}

impl Line {
    /// From now on charges and refunds are done and answered with a failure, which the gateway keeps under the key.
    pub fn keep_failures(&self, kept: bool) {
        self.keeps_failures.store(kept, Ordering::SeqCst);
    }

    /// From now on the gateway says that only so much is held, in minor units.
    pub fn hold_only(&self, minor: i64) {
        *self.held.lock().unwrap() = Some(minor);
    }

    /// From now on nothing can be taken of what is held.
    pub fn refuse_captures(&self, refused: bool) {
        self.refuses_captures.store(refused, Ordering::SeqCst);
    }

    /// From now on captures, voids and refunds with a new key do nothing, and the gateway keeps that failure.
    pub fn fail_in_vain(&self, fails: bool) {
        self.fails_in_vain.store(fails, Ordering::SeqCst);
    }

    /// Whether nothing is done under the key, now and ever after.
    fn is_in_vain(&self, key: &str) -> Result<(), Failure> {
        let mut kept = self.kept_in_vain.lock().unwrap();
        if self.fails_in_vain.load(Ordering::SeqCst) {
            kept.insert(key.to_owned());
        }
        if kept.contains(key) { Err(Failure::Unavailable("status 500".to_owned())) } else { Ok(()) }
    }

    /// How the gateway tells of a dispute from now on.
    pub fn dispute(&self, case: Case) {
        *self.case.lock().unwrap() = Some(case);
    }

    /// From now on calls arrive and their answers are lost.
    pub fn lose_answers(&self, lost: bool) {
        self.loses_answers.store(lost, Ordering::SeqCst);
    }

    /// From now on calls do not even arrive.
    pub fn lose_questions(&self, lost: bool) {
        self.loses_questions.store(lost, Ordering::SeqCst);
    }

    fn keep_failure<T>(&self, answer: T) -> Result<T, Failure> {
        if self.keeps_failures.load(Ordering::SeqCst) {
            return Err(Failure::Unavailable("status 500".to_owned()));
        }
        Ok(answer)
    }

    async fn carry<T>(&self, call: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        if self.loses_questions.load(Ordering::SeqCst) {
            return Err(Failure::Unavailable("no route".to_owned()));
        }
        let answer = call.await;
        if self.loses_answers.load(Ordering::SeqCst) {
            return Err(Failure::Unavailable("the line was cut".to_owned()));
        }
        answer
    }
}

#[async_trait]
impl PaymentGateway for Line {
    fn name(&self) -> &'static str {
        self.gateway.name()
    }

    fn method(&self) -> &'static str {
        self.gateway.method()
    }

    fn publishable_key(&self) -> Option<String> {
        None
    }

    fn storable(&self, method: &str) -> String {
        self.gateway.storable(method)
    }

    async fn authorise(&self, key: &str, charge: &NewCharge) -> Result<Charge, Failure> {
        let answer = self.carry(self.gateway.authorise(key, charge)).await?;
        self.keep_failure(answer)
    }

    async fn retrieve(&self, reference: &str) -> Result<Charge, Failure> {
        let mut charge = self.carry(self.gateway.retrieve(reference)).await?;
        charge.terms.held = *self.held.lock().unwrap();
        Ok(charge)
    }

    async fn capture(&self, key: &str, reference: &str, amount: Money) -> Result<Charge, Failure> {
        if self.refuses_captures.load(Ordering::SeqCst) {
            return Err(Failure::Refused("This charge cannot be captured.".to_owned()));
        }
        self.is_in_vain(key)?;
        self.carry(self.gateway.capture(key, reference, amount)).await
    }

    async fn void(&self, key: &str, reference: &str) -> Result<Charge, Failure> {
        self.is_in_vain(key)?;
        self.carry(self.gateway.void(key, reference)).await
    }

    async fn refund(
        &self,
        key: &str,
        reference: &str,
        refund: RefundId,
        amount: Money,
    ) -> Result<Returned, Failure> {
        self.is_in_vain(key)?;
        let answer = self.carry(self.gateway.refund(key, reference, refund, amount)).await?;
        self.keep_failure(answer)
    }

    async fn retrieve_refund(&self, reference: &str) -> Result<Returned, Failure> {
        self.carry(self.gateway.retrieve_refund(reference)).await
    }

    async fn refunds_of(&self, reference: &str) -> Result<Vec<Returned>, Failure> {
        self.carry(self.gateway.refunds_of(reference)).await
    }

    async fn retrieve_case(&self, _subject: &Subject) -> Result<Case, Failure> {
        let case = self.case.lock().unwrap().clone();
        self.carry(async { case.ok_or_else(|| Failure::Refused("No such dispute.".to_owned())) }).await
    }

    async fn book(&self, after: Option<&str>) -> Result<Vec<Entry>, Failure> {
        self.carry(self.gateway.book(after)).await
    }

    /// A body of `event:charge`, `event:refund` or `event:dispute`, signed with `good`.
    fn verify_webhook(&self, body: &[u8], signature: &str) -> Result<Notice, Failure> {
        let body = String::from_utf8_lossy(body);
        match (body.split_once(':'), signature) {
            (Some((event, refund)), "good") if refund.starts_with("re_") => {
                Ok(Notice { event: event.to_owned(), subject: Subject::Refund(refund.to_owned()) })
            }
            (Some((event, all)), "good") if all.starts_with("refunds_of_") => {
                let charge = all.trim_start_matches("refunds_of_").to_owned();
                Ok(Notice { event: event.to_owned(), subject: Subject::RefundsOf(charge) })
            }
            (Some((event, dispute)), "good") if dispute.starts_with("du_") => {
                Ok(Notice { event: event.to_owned(), subject: Subject::Dispute(dispute.to_owned()) })
            }
            (Some((event, charge)), "good") => {
                Ok(Notice { event: event.to_owned(), subject: Subject::Charge(charge.to_owned()) })
            }
            _ => Err(Failure::Forged),
        }
    }

    async fn answer_challenge(&self, reference: &str, passed: bool) -> Result<(), Failure> {
        self.gateway.answer_challenge(reference, passed).await
    }
}

pub struct Shop {
    pub db: Database,
    pub line: Arc<Line>,
    pub payments: Arc<Payments>,
}

impl Shop {
    pub async fn open(pool: PgPool) -> Self {
        Self::open_at(pool, platform::system_clock()).await
    }

    /// The shop in its own time.
    pub async fn open_at(pool: PgPool, clock: Arc<dyn Clock>) -> Self {
        let db = platform::testing::database(pool, "payments").await;
        let line = Arc::new(Line {
            gateway: TestGateway::new(db.clone(), "http://shop.test"),
            loses_answers: AtomicBool::new(false),
            loses_questions: AtomicBool::new(false),
            keeps_failures: AtomicBool::new(false),
            refuses_captures: AtomicBool::new(false),
            kept_in_vain: Mutex::default(),
            fails_in_vain: AtomicBool::new(false),
            case: Mutex::default(),
            held: Mutex::default(),
        });
        let gateway: Arc<dyn PaymentGateway> = Arc::clone(&line) as _;
        let payments = Payments::with_gateway(db.clone(), clock, gateway, true);
        Self { db, line, payments: Arc::new(payments) }
    }

    pub async fn told(&self) -> Vec<String> {
        platform::testing::published(&self.db).await.into_iter().map(|event| event.name).collect()
    }

    /// Runs all jobs, as if a minute had passed.
    pub async fn a_minute_later(&self) {
        self.let_pass("61 seconds").await;
        for job in payments::jobs(&self.payments) {
            job.run_now(serde_json::Value::Null).await.unwrap();
        }
    }

    /// Makes everything older.
    pub async fn let_pass(&self, interval: &str) {
        for statement in [
            "update gateway_calls set called_at = called_at - $1::text::interval,
                 last_called_at = last_called_at - $1::text::interval",
            "update refunds set refund_date = refund_date - $1::text::interval",
            "update payments set transaction_date = transaction_date - $1::text::interval",
            "update test_gateway.charges set created_at = created_at - $1::text::interval",
        ] {
            sqlx::query(statement).bind(interval).execute(self.db.pool()).await.unwrap();
        }
    }

    /// Changes the gateway's own ledger, as things happen there of which nobody tells.
    pub async fn behind_our_back(&self, statement: &'static str) {
        sqlx::raw_sql(statement).execute(self.db.pool()).await.unwrap();
    }

    /// The gateway tells of a charge, a refund or a dispute.
    pub async fn hear_of(&self, reference: &str) -> contracts::Result<Option<CheckoutId>> {
        let body = format!("evt_{}:{reference}", ids::mint().simple()).into_bytes();
        self.payments.receive_webhook(body, "good".to_owned()).await
    }

    /// The gateway's only charge: its id and where it is.
    pub async fn charge(&self) -> (String, String) {
        let charge =
            "select id, standing from test_gateway.charges order by created_at desc, id desc limit 1";
        sqlx::query_as(charge).fetch_one(self.db.pool()).await.unwrap()
    }

    /// What the reconciliation found, newest first.
    pub async fn findings(&self, open_only: bool) -> Vec<Reconciliation> {
        let query = ReconciliationQuery { open_only, ..ReconciliationQuery::default() };
        self.payments.reconciliations(Actor::System, query).await.unwrap().items
    }

    /// Sends an amount back by hand, as in the gateway's dashboard; returns the gateway's id of it.
    pub async fn refund_by_hand(&self, payment: &Payment, cents: i64) -> String {
        let reference = format!("re_by_hand_{}", ids::mint().simple());
        sqlx::query(
            "insert into test_gateway.refunds (id, idempotency_key, charge_id, amount_minor, status)
             values ($1, $1, $2, $3, 'succeeded')",
        )
        .bind(&reference)
        .bind(payment.gateway_reference.as_deref())
        .bind(cents)
        .execute(self.db.pool())
        .await
        .unwrap();
        reference
    }

    /// How many rows of the gateway's own ledger there are.
    pub async fn at_the_gateway(&self, table: &str) -> i64 {
        let count = sqlx::AssertSqlSafe(format!("select count(*) from test_gateway.{table}"));
        sqlx::query_scalar(count).fetch_one(self.db.pool()).await.unwrap()
    }

    pub async fn status(&self, payment: PaymentId) -> PaymentStatus {
        self.payments.payment(Actor::System, payment).await.unwrap().unwrap().status
    }

    /// 84.00 € paid with this card, captured.
    pub async fn captured(&self, card: &str) -> Payment {
        let payment = self.payments.authorise(wish(card)).await.unwrap();
        self.payments.capture(Actor::System, payment.id).await.unwrap()
    }
}

pub fn wish(card: &str) -> Authorise {
    Authorise {
        payment: PaymentId(ids::mint()),
        checkout: CheckoutId(ids::mint()),
        amount: euros(8400),
        gift_card: None,
        method: card.to_owned(),
        return_url: "http://shop.test/checkout/return".to_owned(),
    }
}

pub fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::Eur)
}

pub fn refund_id() -> RefundId {
    RefundId(ids::mint())
}

pub fn staff(permissions: &[Permission]) -> Actor {
    let user = ids::mint().into();
    Actor::Staff { user, email: "grace@example.com".to_owned(), permissions: permissions.to_vec() }
}
