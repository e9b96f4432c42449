//! Another address for an account, confirmed at both ends.

use crate::{Email, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// What somebody enters who wants another address.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewEmail {
    /// The address that is wanted.
    pub email: String,
    /// The account's password; empty where there is none.
    pub password: String,
    /// Of the second factor; empty where there is none.
    pub code: String,
}

/// A change that was asked for, with the tokens of its links: to be mailed and never logged.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct EmailChange {
    pub user: UserId,
    pub name: String,
    /// BCP 47 language of the mails.
    pub language: String,
    /// The account's address until both ends have confirmed.
    pub former: Email,
    /// Confirms at the former address, or stops and undoes; `None` where it was never proved that the account's
    /// owner reads it: then it is only told.
    pub former_token: Option<String>,
    pub wanted: Email,
    /// Confirms at the wanted address, or stops; `None` when the address is taken.
    pub wanted_token: Option<String>,
    /// Whose the wanted address is, when it is taken by somebody who can be told.
    pub owner: Option<AddressOwner>,
    /// Of this try: names its mails.
    pub reference: uuid::Uuid,
}

/// Whose an address is that somebody else entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct AddressOwner {
    pub user: UserId,
    pub name: String,
    /// BCP 47 language of the mail.
    pub language: String,
}

/// At which of its two addresses the link of a change was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailEnd {
    /// The one that the account had when the change was asked for.
    Former,
    /// The one that it is to have.
    Wanted,
}

/// How a change of address stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailChangeStage {
    /// This end has not confirmed.
    Asked,
    /// This end has confirmed, the other one has not.
    Waiting,
    /// The account has the wanted address; the former end can take it back for seven days.
    Changed,
}

/// What the link of a mail is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct EmailChangeView {
    pub end: EmailEnd,
    pub wanted: Email,
    pub stage: EmailChangeStage,
}

/// A change of one's own address that is not confirmed at both ends yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingEmail {
    /// The address that is wanted.
    pub wanted: Email,
    /// Whether the present address has to confirm and has not.
    pub waits_for_former: bool,
    /// Whether the wanted address has not confirmed.
    pub waits_for_wanted: bool,
    /// When the links end.
    pub expires_at: Timestamp,
}
