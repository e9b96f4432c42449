//! Everything this service promises, on a real Postgres. One binary, so that it links once.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what cannot be set up or read fails the test")]

#[path = "support/mod.rs"]
mod support;

mod suite {
    pub mod lists;
    pub mod lost_answers;
    pub mod outages;
    pub mod paying;
    pub mod refunds;
    pub mod webhooks;
}
