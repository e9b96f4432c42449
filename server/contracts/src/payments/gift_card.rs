//! Gift cards: money that was paid for before. A card pays a part of a purchase or all of it.
//!
//! A card is a multi-purpose voucher (2006/112/EC, article 30a): tax is due when it is used, so an invoice is the same
//! whoever paid it.

use super::reconciliation::stored;
use crate::{Email, GiftCardId, Money, OrderId, PageRequest, PaymentId, Timestamp};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

stored! {
    /// Why a card's balance changed.
    GiftCardMovementKind {
        /// It was issued with this amount.
        Issued = "issued",
        /// Staff put more on it, or took some off.
        Adjusted = "adjusted",
        /// It paid for a purchase; negative.
        Redeemed = "redeemed",
        /// The purchase came to nothing.
        Released = "released",
        /// Money of a purchase went back.
        Refunded = "refunded",
    }
}

stored! {
    /// Whether a card pays now, by the database's clock.
    GiftCardStatus {
        /// It does.
        Active = "active",
        /// There is nothing left on it.
        Empty = "empty",
        /// Its time is over.
        Expired = "expired",
        /// Staff blocked it.
        Blocked = "blocked",
    }
}

/// What a card pays of a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftCardShare {
    /// The card.
    pub card: GiftCardId,
    /// More than nothing, and no more than the payment.
    pub amount: Money,
}

/// A card that pays now, as its holder sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftCardOffer {
    /// The card.
    pub card: GiftCardId,
    /// The last four characters of its code.
    pub ending: String,
    /// What is on it; more than nothing.
    pub balance: Money,
    /// The last day on which it pays.
    pub expires_on: Option<NaiveDate>,
}

/// A card that is to be issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftCardDraft {
    /// The id it gets: the same id is the same card.
    pub id: GiftCardId,
    /// From 0.01 to 5,000.00.
    pub amount: Money,
    /// The last day on which it pays.
    pub expires_on: Option<NaiveDate>,
    /// Whom it is for, for staff; nothing is sent there.
    pub recipient: Option<Email>,
    /// For staff, at most 500 characters.
    pub note: String,
}

/// A card that was issued just now, with the only copy of its code: what is stored is a hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedGiftCard {
    /// The card.
    pub card: GiftCard,
    /// Sixteen letters and digits in groups of four; none when the card existed already.
    pub code: Option<String>,
}

/// A card in the back office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct GiftCard {
    pub id: GiftCardId,
    /// The last four characters of its code.
    pub ending: String,
    pub status: GiftCardStatus,
    pub balance: Money,
    /// What it was issued with.
    pub issued: Money,
    pub expires_on: Option<NaiveDate>,
    pub recipient: Option<Email>,
    pub note: String,
    pub created_at: Timestamp,
}

/// A change of a card's balance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftCardMovement {
    /// Why.
    pub kind: GiftCardMovementKind,
    /// Signed; all of a card's add up to its balance.
    pub amount: Money,
    /// When.
    pub at: Timestamp,
    /// The purchase it paid or that went back.
    pub payment: Option<PaymentId>,
    /// The order of that purchase, once there is one.
    pub order: Option<OrderId>,
    /// Who did it and why, for staff; empty for purchases.
    pub note: String,
}

/// A card with everything that happened to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftCardHistory {
    /// The card.
    pub card: GiftCard,
    /// The latest 200 movements, newest first.
    pub movements: Vec<GiftCardMovement>,
}

/// More on a card, or less.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftCardAdjustment {
    /// Chosen by the caller: the same id is the same adjustment.
    pub id: Uuid,
    /// The card.
    pub card: GiftCardId,
    /// Signed; the balance never falls below nothing.
    pub amount: Money,
    /// Why, 1 to 500 characters.
    pub reason: String,
}

/// Which cards the back office wants; the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftCardQuery {
    /// A whole code, or a part of its ending, of the recipient's address or of the note.
    pub search: String,
    /// Only this status.
    pub status: Option<GiftCardStatus>,
    /// The part of the list.
    pub page: PageRequest,
}

impl GiftCardDraft {
    /// The most that a card may be worth, minor units of any currency.
    pub const MOST_MINOR: i64 = 500_000;
}
