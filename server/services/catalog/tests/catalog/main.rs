//! The catalogue as shoppers and merchants use it, on real Postgres.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod browsing;
mod counting;
mod editing;
mod finding;
mod plans;
mod shop;
