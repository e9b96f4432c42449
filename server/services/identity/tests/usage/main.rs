//! The service as its callers use it, on real Postgres.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod accounts;
mod addresses;
mod audit_log;
mod chain;
mod colleagues;
mod common;
mod devices;
mod erasure;
mod federation;
mod guessing;
mod plans;
mod second_factors;
mod sessions;
mod staff;
mod strength;
mod verification;
