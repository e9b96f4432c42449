//! What happens to a product by itself, and who sees it before.

use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// When a product comes on sale by itself, and when it goes off it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// It becomes active then.
    pub publish_at: Option<Timestamp>,
    /// It is archived then; later than the other.
    pub unpublish_at: Option<Timestamp>,
}

/// What is decided about a product's publication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// What happens by itself.
    pub schedule: Schedule,
    /// Links that show it while it is not on sale.
    pub previews: u32,
    /// When the last of them ends.
    pub previews_until: Option<Timestamp>,
}
