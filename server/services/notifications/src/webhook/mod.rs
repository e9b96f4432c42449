//! Webhooks: machines of others are told what happens, by the rules of Standard Webhooks
//! (<https://www.standardwebhooks.com>). What they are told is in docs/webhooks.md.
//!
//! An event becomes a delivery for each endpoint that wants it, once; a job sends what is due. Whatever an address
//! says, only hosts of the internet are connected to: see `outbound.rs`.

mod consume;
mod edit;
mod endpoint_repo;
mod event;
mod log;
mod log_repo;
mod model;
mod outbound;
mod pause;
mod send;
mod signature;
mod target;

pub(crate) use edit::{delete, list, one, rotate, save, set_paused};
pub(crate) use log::{deliveries, redeliver, redeliver_failed, test};
pub(crate) use log_repo::forget;
pub(crate) use outbound::Outbound;
pub(crate) use send::{Courier, send_due};
