//! Examines every rule that the shop must keep: in each database, between them, and against the payment
//! gateway's own book. Nothing is changed.

mod catalog_and_stock;
mod gateway;
mod orders_and_mails;
mod orders_and_payments;
mod orders_and_stock;
mod report;

pub use report::print;

use contracts::{
    Error, Result,
    operations::{Examination, Finding},
};
use payments::Payments;
use platform::{
    Database, examinations,
    verify::{MESSAGING, Rule, examine, finding},
};
use std::{sync::Arc, time::Instant};
use uuid::Uuid;

/// Rows that are compared at once.
const PAGE: i64 = 5_000;

/// What is younger may be on its way still: two databases are never read at the same moment.
const SETTLED_SECONDS: f64 = 60.0;

/// Examines a shop.
#[derive(Clone)]
pub struct Verifier {
    databases: Vec<Database>,
    payments: Arc<Payments>,
}

impl Verifier {
    /// Over these databases and the gateway that these payments are made at.
    pub fn new(databases: Vec<Database>, payments: Arc<Payments>) -> Self {
        Self { databases, payments }
    }

    /// Everything that was examined, and what breaks it.
    ///
    /// # Errors
    /// When a database or the gateway does not answer.
    pub async fn verify(&self) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        for db in &self.databases {
            findings.extend(examine(db, rules(db.name())).await?);
            findings.extend(examine(db, MESSAGING).await?);
        }
        let (orders, payments, inventory) = (self.of("orders")?, self.of("payments")?, self.of("inventory")?);
        findings.extend(orders_and_payments::compare(orders, payments).await?);
        findings.push(orders_and_stock::compare(orders, inventory).await?);
        findings.push(orders_and_mails::compare(orders, self.of("notifications")?).await?);
        findings.extend(catalog_and_stock::compare(self.of("catalog")?, inventory).await?);
        findings.push(gateway::compare(payments, &self.payments).await?);
        Ok(findings)
    }

    /// As [`Self::verify`], and keeps what was found; `asked_by` is an e-mail address or `system`.
    ///
    /// # Errors
    /// As [`Self::verify`].
    pub async fn examine(&self, asked_by: &str) -> Result<Examination> {
        let begun = Instant::now();
        let findings = self.verify().await?;
        let kept = examinations::keep(self.keeper()?, asked_by, begun.elapsed(), findings).await;
        kept.map_err(|error| platform::failure("verify", &error))
    }

    /// The database that examinations are kept in: that of the job that makes them.
    ///
    /// # Errors
    /// `Internal` when it is none of the verifier's.
    pub fn keeper(&self) -> Result<&Database> {
        self.of("orders")
    }

    fn of(&self, service: &str) -> Result<&Database> {
        self.databases.iter().find(|db| db.name() == service).ok_or_else(Error::internal)
    }
}

/// All rows, page after page: `page` reads those that follow an id, `id` tells a row's.
async fn all<T, F>(page: impl Fn(Uuid) -> F, id: impl Fn(&T) -> Uuid) -> sqlx::Result<Vec<T>>
where
    F: Future<Output = sqlx::Result<Vec<T>>>,
{
    let (mut all, mut after) = (Vec::new(), Uuid::nil());
    loop {
        let page = page(after).await?;
        let Some(last) = page.last() else { return Ok(all) };
        after = id(last);
        all.extend(page);
    }
}

fn rules(service: &str) -> &'static [Rule] {
    match service {
        "catalog" => catalog::verify::RULES,
        "identity" => identity::verify::RULES,
        "notifications" => notifications::verify::RULES,
        "inventory" => inventory::verify::RULES,
        "orders" => orders::verify::RULES,
        "payments" => payments::verify::RULES,
        _ => &[],
    }
}
