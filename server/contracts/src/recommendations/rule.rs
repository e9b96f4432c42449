//! What a merchant decides about what stands beside a product, and what stands there.

use crate::{ProductId, Timestamp};
use serde::{Deserialize, Serialize};

/// What is decided about another product beside this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// It stands there, before all that was computed.
    Pin,
    /// It never stands there.
    Exclude,
}

impl RuleKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Pin, Self::Exclude];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Exclude => "exclude",
        }
    }

    /// The kind stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A decision that is to hold from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRule {
    /// Beside which product.
    pub product: ProductId,
    /// Which other one.
    pub other: ProductId,
    /// What about it.
    pub kind: RuleKind,
}

/// A decision that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Which other product.
    pub other: ProductId,
    /// What about it.
    pub kind: RuleKind,
    /// Since when.
    pub made_at: Timestamp,
}

/// A product that stands beside another one, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The product.
    pub product: ProductId,
    /// Whether a merchant put it there.
    pub is_pinned: bool,
    /// Orders of the last year that have both.
    pub orders: u32,
    /// How often both are bought together, given how often each is bought at all (cosine): 10 000 is always.
    pub score_bp: u32,
}

/// What stands beside a product, strongest first, and what was decided about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// At most 20, rules applied.
    pub shown: Vec<Shown>,
    /// Pins in their order, then what is excluded.
    pub rules: Vec<Rule>,
    /// When the list was computed; none when nothing is bought with it often enough.
    pub computed_at: Option<Timestamp>,
    /// By which rules the list was computed, e.g. `cosine-1`.
    pub algorithm: Option<String>,
}

/// What stands beside a product, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The product.
    pub product: ProductId,
    /// At most 4, strongest first, rules applied.
    pub shown: Vec<ProductId>,
    /// How many are pinned.
    pub pinned: u32,
    /// How many are excluded.
    pub excluded: u32,
    /// When the list was computed; none when nothing is bought with it often enough.
    pub computed_at: Option<Timestamp>,
}
