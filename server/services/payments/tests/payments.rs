//! Everything this service promises, on a real Postgres. One binary, so that it links once.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/mod.rs"]
mod support;

mod suite {
    pub mod disputes;
    pub mod gift_card_desk;
    pub mod gift_card_refunds;
    pub mod gift_cards;
    pub mod limbo;
    pub mod lists;
    pub mod lost_answers;
    pub mod outages;
    pub mod paying;
    pub mod privacy;
    pub mod refunds;
    pub mod ways;
    pub mod webhooks;
}
