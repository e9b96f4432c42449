//! What staff keep beside an order: notes, tags, and the orders beside it in a list.

use crate::{NoteId, OrderId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// What a member of staff wrote about an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderNote {
    /// Its id.
    pub id: NoteId,
    /// Who wrote it.
    pub author: UserId,
    /// Their name then.
    pub author_name: String,
    /// The note.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
}

/// A note to be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOrderNote {
    /// Made with the form: the same id is the same note.
    pub id: NoteId,
    /// What it is about.
    pub order: OrderId,
    /// The writer's name.
    pub author_name: String,
    /// 1 to 2000 characters.
    pub text: String,
    /// Colleagues who are told of it.
    pub mentioned: Vec<UserId>,
}

/// A note that names whoever asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The note.
    pub note: OrderNote,
    /// What it is about.
    pub order: OrderId,
    /// That order's number.
    pub order_number: String,
    /// Whether they have marked it as read.
    pub is_read: bool,
}

/// A word that staff sort an order by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderTag {
    /// The order.
    pub order: OrderId,
    /// Small letters, 1 to 40.
    pub tag: String,
}

/// The orders before and after one in a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderNeighbours {
    /// The one above it.
    pub previous: Option<OrderId>,
    /// The one below it.
    pub next: Option<OrderId>,
}
