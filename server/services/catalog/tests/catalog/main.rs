//! The catalogue as shoppers and merchants use it, on real Postgres.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod brands;
mod browsing;
mod collections;
mod counting;
mod editing;
mod history;
mod importing;
mod library;
mod moving;
mod plans;
mod publication;
mod shop;
mod types;
