//! The inventory service, used as its callers use it, on real Postgres.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod back_office;
mod plans;
mod reserving;
mod shop;
mod transfers;
mod warehouses;
