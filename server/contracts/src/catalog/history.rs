//! What products were.

use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// A product after one of its saves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductRevision {
    /// The version that the save made.
    pub version: i64,
    /// When.
    pub saved_at: Timestamp,
    /// Who, as the audit log names them; empty for what was there before revisions were kept.
    pub saved_by: String,
    /// What is different from the revision before.
    pub changes: Vec<FieldChange>,
}

/// A difference between two revisions, in words for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// What it is about, e.g. `Price of MUG-1`.
    pub field: String,
    /// What it was; empty for nothing.
    pub before: String,
    /// What it became; empty for nothing.
    pub after: String,
}
