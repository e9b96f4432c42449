//! Discount codes: what they take off, and how often they may be used.

use crate::{CartId, CouponId, Currency, Email, Money, PageRequest, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// What a coupon takes off an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Discount {
    /// The coupon's code.
    pub code: String,
    /// Gross, more than nothing and never more than the lines cost.
    pub amount: Money,
}

/// What a code is worth to somebody now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub enum CouponOffer {
    /// It takes this off.
    Applies(Discount),
    /// It takes nothing off, for a reason that the shopper can read.
    Refused { code: String, reason: String },
}

/// For whom a code is looked at: customers are the same when account or address are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponCustomer {
    /// The signed-in shopper.
    pub user: Option<UserId>,
    /// Their address, once it is typed.
    pub email: Option<Email>,
    /// Their cart: what its own unfinished checkout has taken does not count against them.
    pub cart: Option<CartId>,
}

/// What a run of the checkout takes from a coupon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeCoupon {
    /// What was agreed.
    pub discount: Discount,
    /// Gross sum of the lines.
    pub subtotal: Money,
    /// The signed-in shopper.
    pub user: Option<UserId>,
    /// Where the mails go.
    pub email: Email,
}

/// What a coupon takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CouponValue {
    /// So many basis points of the lines, 1 to 10000.
    Percent(u32),
    /// So many minor units of the coupon's currency.
    Amount(i64),
}

/// Whether a coupon can be used now, by the database's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum CouponStatus {
    Active,
    Scheduled,
    Expired,
    UsedUp,
    Inactive,
}

impl CouponStatus {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Active, Self::Scheduled, Self::Expired, Self::UsedUp, Self::Inactive];

    /// As sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Scheduled => "scheduled",
            Self::Expired => "expired",
            Self::UsedUp => "used_up",
            Self::Inactive => "inactive",
        }
    }

    /// The status of that name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// A coupon as a merchant writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponDraft {
    /// The one to change, or the id that a new one gets.
    pub id: CouponId,
    /// The version the change started from; none for a new one.
    pub version: Option<u32>,
    /// 3 to 40 letters, digits and hyphens; stays as it is once the coupon exists.
    pub code: String,
    /// What it takes off.
    pub value: CouponValue,
    /// It is for carts in this currency.
    pub currency: Currency,
    /// What the lines must come to, minor units.
    pub minimum: i64,
    /// Not before.
    pub starts_at: Option<Timestamp>,
    /// Not from then on.
    pub ends_at: Option<Timestamp>,
    /// How often by all together.
    pub most_uses: Option<u32>,
    /// How often by one customer.
    pub most_per_customer: Option<u32>,
    /// Whether it can be used at all.
    pub is_active: bool,
}

/// A coupon in the back office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coupon {
    /// What was written, with its present version.
    pub terms: CouponDraft,
    /// Whether it can be used now.
    pub status: CouponStatus,
    /// By how many orders, and checkouts under way, it is used.
    pub used: u32,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Which coupons the back office wants; the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponQuery {
    /// Part of a code.
    pub search: String,
    /// Only this status.
    pub status: Option<CouponStatus>,
    /// The part of the list.
    pub page: PageRequest,
}
