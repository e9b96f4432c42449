//! The service as its callers use it, on real Postgres.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod accounts;
mod addresses;
mod audit_log;
mod authenticator;
mod chain;
mod colleagues;
mod common;
mod customers;
mod devices;
mod email_change;
mod erasure;
mod federation;
mod guessing;
mod looks;
mod merging;
mod naming;
mod oauth;
mod passkeys;
mod plans;
mod preferences;
mod privacy;
mod registration;
mod roles;
mod second_factors;
mod sessions;
mod staff;
mod strength;
mod verification;
mod walks;
