//! What the shop keeps of a person: telling it to them (GDPR, articles 15 and 20) and erasing it (article 17).

use crate::{Actor, Email, OrderId, SessionId, UserId, contract::contract};
use serde::{Deserialize, Serialize};

/// Stands where the address of somebody who was erased stood. Nobody can have it (RFC 2606).
pub const ERASED_EMAIL: &str = "erased@deleted.invalid";

/// Stands where the name of somebody who was erased stood.
pub const ERASED_NAME: &str = "Erased customer";

/// Whose data are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The account.
    pub user: UserId,
    /// Its address, if its owner proved that they read its mail: what guests did under it is theirs, too.
    pub email: Option<Email>,
    /// Their orders, newest first; known once orders was asked.
    #[serde(default)]
    pub orders: Vec<OrderId>,
}

/// One kind of thing that a service keeps of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// As in the file: `addresses`, `orders`.
    pub name: String,
    /// What it is, in a sentence for its reader.
    pub about: String,
    /// A JSON array of objects as text, the newest 10,000.
    pub rows: String,
}

/// An order of somebody who was erased, in which nothing is open any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedOrder {
    /// Its id.
    pub id: OrderId,
    /// Its number.
    pub number: String,
}

contract! {
    /// What spans all services when a person asks for their data, or goes.
    pub trait Privacy as "privacy" {
        /// Everything that is kept of whoever asks, as a JSON document. Needs that
        /// [`crate::identity::Identity::begin_data_export`] was called in this session within ten minutes;
        /// `Forbidden` otherwise.
        async fn export(&self, actor: Actor, session: SessionId) -> Result<String>;
        /// Erases what orders, payments, parcels and mails tell of people who were erased, once nothing is open in the
        /// order; returns how many orders. Called by a job, and as soon as somebody goes.
        async fn erase_closed(&self) -> Result<u32>;
    }
}
