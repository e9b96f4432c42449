//! What acts on many orders are called.

use crate::{admin::patterns::plural, components::ButtonKind};
use contracts::orders::BatchAction;

/// What is said of an act before it is done.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// After the number of orders.
    pub will: &'static str,
    /// What the button says before the number of orders.
    pub verb: &'static str,
    /// What the button looks like.
    pub kind: ButtonKind,
    /// What stands above the field; empty where nothing is asked.
    pub label: &'static str,
    /// Who will read it.
    pub hint: &'static str,
}

/// The words of an act.
pub fn words_of(action: BatchAction) -> Words {
    let (will, verb, kind, label, hint) = match action {
        BatchAction::Capture => {
            ("will be captured: the held amounts are taken now.", "Capture", ButtonKind::Primary, "", "")
        }
        BatchAction::Cancel => (
            "will be cancelled: payments are released or refunded in full, the units return to stock, the customers are told by mail. This cannot be undone.",
            "Cancel",
            ButtonKind::Danger,
            "Reason",
            "The customers read it.",
        ),
        BatchAction::Tag => {
            ("will have this tag.", "Tag", ButtonKind::Primary, "Tag", "Staff only; at most 40 characters.")
        }
        BatchAction::Note => (
            "will have this note.",
            "Add the note to",
            ButtonKind::Primary,
            "Note",
            "Staff only. @ and a name tells that colleague.",
        ),
        BatchAction::PickList | BatchAction::PackingSlips => ("", "", ButtonKind::Primary, "", ""),
    };
    Words { will, verb, kind, label, hint }
}

/// The title of a batch of so many orders.
pub fn title(action: BatchAction, orders: usize) -> String {
    let orders = plural(orders as u64, "order", "orders");
    match action {
        BatchAction::Capture => format!("Capture {orders}"),
        BatchAction::Cancel => format!("Cancel {orders}"),
        BatchAction::Tag => format!("Tag {orders}"),
        BatchAction::Note => format!("A note to {orders}"),
        BatchAction::PickList => format!("Pick list of {orders}"),
        BatchAction::PackingSlips => format!("Packing slips of {orders}"),
    }
}
