//! What staff keep about customers, and what they may do with an account.

use super::{Customer, SessionInfo};
use crate::{CustomerGroupId, CustomerNoteId, LookId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// What is known and kept of one person, for staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerFile {
    /// The person.
    pub customer: Customer,
    /// The groups they are in.
    pub groups: Vec<CustomerGroupId>,
    /// What staff wrote, newest first.
    pub notes: Vec<CustomerNote>,
    /// Where they are logged in, newest first.
    pub sessions: Vec<SessionInfo>,
    /// Since when their log-in asks for a code; none while it does not.
    pub second_factor_since: Option<Timestamp>,
    /// When staff looked at the shop as them within 90 days, newest first.
    pub looks: Vec<Look>,
    /// The account that this one became a part of.
    pub merged_into: Option<UserId>,
}

/// Customers who are treated alike, e.g. `Wholesale`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerGroup {
    /// Its id.
    pub id: CustomerGroupId,
    /// 1 to 60 characters, unlike that of any other.
    pub name: String,
    /// How many are in it, counted up to [`crate::PageRequest::COUNTED`].
    pub members: u64,
}

/// What a member of staff wrote about a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerNote {
    /// Its id.
    pub id: CustomerNoteId,
    /// When.
    pub at: Timestamp,
    /// Who, by e-mail address.
    pub author: String,
    /// 1 to 2000 characters.
    pub text: String,
}

/// A member of staff looking at the shop as a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Its id.
    pub id: LookId,
    /// Who, by e-mail address; told to staff only.
    pub by: Option<String>,
    /// When it began.
    pub began_at: Timestamp,
    /// When it ended, or ends at the latest.
    pub until: Timestamp,
}

/// Why an account may be the same person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchReason {
    /// Mail to both addresses arrives in one mailbox: they differ in what follows a plus sign.
    Mailbox,
    /// Both have the same name, and an address with the same postal code.
    NameAndPostalCode,
    /// Both have an address with the same telephone number.
    Phone,
}

/// An account that may be the same person's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerMatch {
    /// The account.
    pub customer: Customer,
    /// Why it may be; at least one.
    pub reasons: Vec<MatchReason>,
}

/// What identity moves from one account to another, and what ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergePreview {
    /// The account that goes on.
    pub kept: Customer,
    /// The account that ends.
    pub merged: Customer,
    /// Entries of its address book.
    pub addresses: u64,
    /// Notes of staff.
    pub notes: u64,
    /// Sessions that end.
    pub sessions: u64,
    /// Passkeys that end: what opened the one account is not made a way into the other.
    #[serde(default)]
    pub passkeys: u64,
    /// Accounts elsewhere that open it no longer.
    #[serde(default)]
    pub identities: u64,
    /// Why it cannot be done, in words for a person.
    pub refusal: Option<String>,
}
