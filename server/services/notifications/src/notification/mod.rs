//! Messages: queued with the event that causes them, sent beside all transactions, kept as sent.

pub(crate) mod erasure;
pub(crate) mod list;
pub(crate) mod model;
mod queue;
pub(crate) mod recipient;
pub(crate) mod repo;
mod send;

pub(crate) use queue::{queue, retry};
pub(crate) use send::{Post, send_due};

/// The job that sends what is queued.
pub(crate) const JOB: &str = "send_mail";
