//! The whole shop on real databases. One program holds all of it: linking the shop takes longer, and more room on
//! the disk, than any of these files.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what cannot be set up or read fails the test"
)]

mod support;

mod after_sales_faults;
mod api;
mod architecture;
mod card_numbers;
mod checkout_faults;
mod coupons;
mod deployment;
mod doctor;
mod first_start;
mod flows;
mod gateway;
mod gift_cards;
mod impostors;
mod invariants;
mod killed;
mod limbo;
mod migrations;
mod own_postgres;
mod permissions;
mod postgres_gone;
mod privacy;
mod restore;
mod rights;
mod seeding;
mod stripe;
mod stuck;
mod verify;
mod workers;
