//! Examines every rule that the shop must keep: in each database, between them, and against the payment
//! gateway's own book. Nothing is changed.

mod gateway;
mod orders_and_payments;
mod orders_and_stock;
mod report;

pub use report::print;

use contracts::{Error, Result, operations::Finding};
use payments::Payments;
use platform::{
    Database,
    verify::{MESSAGING, Rule, examine, finding},
};
use std::sync::Arc;

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
        findings.push(gateway::compare(payments, &self.payments).await?);
        Ok(findings)
    }

    fn of(&self, service: &str) -> Result<&Database> {
        self.databases.iter().find(|db| db.name() == service).ok_or_else(Error::internal)
    }
}

fn rules(service: &str) -> &'static [Rule] {
    match service {
        "inventory" => inventory::verify::RULES,
        "orders" => orders::verify::RULES,
        "payments" => payments::verify::RULES,
        _ => &[],
    }
}
