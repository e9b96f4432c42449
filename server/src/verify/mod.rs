//! Examines every rule that the shop must keep: in each database, between them, and against the payment
//! gateway's own book. Nothing is changed.

mod books;
mod catalog_and_stock;
mod gateway;
mod orders_and_mails;
mod orders_and_parcels;
mod orders_and_payments;
mod orders_and_stock;
mod report;

pub use report::print;

use books::Books;
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
        findings.extend(self.between().await?);
        Ok(findings)
    }

    /// What the databases say of each other, and the gateway of ours.
    async fn between(&self) -> Result<Vec<Finding>> {
        let inventory = self.of("inventory")?;
        let books = Books::read(self.of("orders")?, self.of("payments")?).await?;
        let mut findings = orders_and_payments::compare(&books);
        findings.push(orders_and_stock::compare(&books.orders, inventory).await?);
        findings.push(orders_and_mails::compare(&books.orders, self.of("notifications")?).await?);
        findings.extend(orders_and_parcels::compare(self.of("orders")?, self.of("shipping")?).await?);
        findings.extend(catalog_and_stock::compare(self.of("catalog")?, inventory).await?);
        findings.push(gateway::compare(&books.payments, &self.payments).await?);
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
