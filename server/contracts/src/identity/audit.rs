//! The audit log: what is kept, what can be asked of it, and what left the shop as a file.

use crate::{PageRequest, Timestamp};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct AuditEntry {
    /// Ascending.
    pub number: i64,
    /// From 1, without gaps.
    pub position: i64,
    pub at: Timestamp,
    pub actor: String,
    pub action: String,
    pub subject: String,
    /// A JSON object as text.
    pub details: String,
    pub request_id: Option<String>,
    /// SHA-256 of the entry and of the hash before it, hexadecimal.
    pub hash: String,
}

/// Which entries of the audit log are wanted: those to which all of this applies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditQuery {
    /// Part of who did it: an e-mail address, or `system`.
    pub actor: String,
    /// What was done, e.g. `product.updated`; everything when empty.
    pub action: String,
    /// Part of what it was done to, e.g. `order 0198…`.
    pub subject: String,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
    /// IANA name of the time zone whose days these are; UTC's when empty.
    #[serde(default)]
    pub time_zone: String,
    /// The part of the list.
    pub page: PageRequest,
}

/// A list that leaves the shop as a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataExport {
    /// `audit`, `orders`, `customers` or `stock`.
    pub list: String,
    /// What was filtered by, as in the address of the list.
    pub filter: String,
    /// Rows that were sent; none when the file begins.
    pub rows: Option<u64>,
    /// Whether the file was sent to its end.
    pub complete: bool,
}
