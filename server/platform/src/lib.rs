//! What every service needs once: its database, outgoing and incoming events, jobs, time, ids, logging.
//!
//! Owns the schema `messaging` in each service's database: `outbox`, `inbox`, `jobs`,
//! `idempotency_keys`, `milestones`, `examinations`.

pub mod breaker;
pub mod clock;
pub mod database;
pub mod days;
pub mod egress;
pub mod error;
pub mod examinations;
pub mod failpoint;
pub mod idempotency;
pub mod ids;
pub mod inbox;
pub mod jobs;
pub mod kept;
pub mod keyset;
pub mod lease;
pub mod milestones;
pub mod outbox;
pub mod pan;
pub mod pattern;
pub mod privacy;
pub mod private_postgres;
pub mod relay;
pub mod request;
pub mod retention;
pub mod rights;
pub mod telemetry;
#[cfg(feature = "testing")]
pub mod testing;
pub mod transaction;
pub mod turns;
pub mod verify;

pub use breaker::Breaker;
pub use clock::{Clock, system_clock};
pub use database::Database;
pub use error::{constraint, failure};
pub use kept::Kept;
pub use keyset::Walk;
pub use relay::{Consumer, decode};
pub use transaction::Tx;

/// An event as consumers receive it: the payload still JSON.
pub type AnyEnvelope = contracts::Envelope<serde_json::Value>;
