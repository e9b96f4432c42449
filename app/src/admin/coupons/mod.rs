//! Discount codes: the list, and one with its form.

mod api;
mod coupon;
mod form;
mod list;
#[cfg(feature = "ssr")]
mod parse;

pub(super) use coupon::AdminCoupon;
pub(super) use list::AdminCoupons;
