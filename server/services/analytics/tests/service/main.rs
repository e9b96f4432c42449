//! The analytics service, used as its callers use it, on real Postgres.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod dashboards;
mod log;
mod plans;
mod reports;
mod settings;
mod shop;
