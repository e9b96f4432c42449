//! The shipping service, used as its callers use it, on real Postgres.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod destinations;
mod parcels;
mod plans;
mod privacy;
mod settings;
mod shop;
