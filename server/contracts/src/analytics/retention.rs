//! How long the log of events is kept.

use serde::{Deserialize, Serialize};

/// After how many days the log forgets an event; there is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRetention {
    /// Grows with each change; 0 while nobody has changed what the environment says.
    pub version: u32,
    /// See [`Self::DAYS`]; none while the environment says for ever.
    pub days: Option<u32>,
}

impl LogRetention {
    /// Least and most: what a restore tells again is looked up here, so a quarter of a year at least, to ten years.
    pub const DAYS: (u32, u32) = (90, 3650);
}
