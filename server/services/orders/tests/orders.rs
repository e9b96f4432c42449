//! Everything this service promises, on a real Postgres. One binary, so that it links once.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/mod.rs"]
mod support;

mod suite {
    pub mod batches;
    pub mod carts;
    pub mod checkouts;
    pub mod coupons;
    pub mod customers;
    pub mod decisions;
    pub mod desk;
    pub mod invoices;
    pub mod life;
    pub mod lists;
    pub mod movements;
    pub mod placing;
    pub mod privacy;
    pub mod settings;
}
