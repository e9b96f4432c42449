//! Coupons: discount codes, and how often each may be used.
//!
//! A run of the checkout takes a use when it begins. The use ends with the run or its order; see the triggers of
//! migration 0013, which hold for every release.

mod edit;
pub mod model;
pub mod repo;

pub use edit::{by_id, list, save};

use crate::Error;
use contracts::{
    CheckoutId, Money,
    orders::{CheckoutState, CouponCustomer, CouponOffer, Discount, TakeCoupon},
};
use platform::Database;
use repo::Customer;
use sqlx::PgConnection;

/// What a code is worth to a customer now.
pub async fn offer(
    db: &Database,
    code: &str,
    subtotal: Money,
    customer: &CouponCustomer,
) -> Result<CouponOffer, Error> {
    let whose = Customer {
        user: customer.user,
        email: customer.email.as_ref().map(model::customer),
        cart: customer.cart,
    };
    let mut conn = db.pool().acquire().await?;
    Ok(match worth(&mut conn, code, subtotal, &whose).await? {
        Ok(discount) => CouponOffer::Applies(discount),
        Err(reason) => CouponOffer::Refused { code: code.trim().chars().take(100).collect(), reason },
    })
}

async fn worth(
    conn: &mut PgConnection,
    code: &str,
    subtotal: Money,
    customer: &Customer,
) -> Result<Result<Discount, String>, Error> {
    let unknown = || Err(model::UNKNOWN.to_owned());
    let Some(code) = model::normalised(code) else { return Ok(unknown()) };
    let coupon = repo::offered(conn, &code, customer).await?;
    Ok(coupon.map_or_else(unknown, |coupon| model::discount(&coupon, subtotal)))
}

/// Takes a use for a run that has just begun; once, however often it is asked for. Of many at once, each waits for
/// the coupon and then sees what the others took.
pub async fn take(db: &Database, run: CheckoutId, wish: &TakeCoupon) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    let state = repo::lock_run(&mut tx, run).await?;
    if let Some((code, minor)) = repo::taken(&mut tx, run).await? {
        return agreed(&wish.discount, &code, minor);
    }
    if state.as_deref() != Some(CheckoutState::Started.as_str()) {
        return Err(refused("This checkout has moved on meanwhile."));
    }
    let id = repo::lock(&mut tx, &wish.discount.code).await?.ok_or_else(|| refused(model::UNKNOWN))?;
    let email = model::customer(&wish.email);
    let customer = Customer { user: wish.user, email: Some(email.clone()), cart: None };
    let worth = worth(&mut tx, &wish.discount.code, wish.subtotal, &customer).await?;
    let worth = worth.map_err(|reason| refused(&reason))?;
    agreed(&wish.discount, &worth.code, worth.amount.minor)?;
    if !repo::count(&mut tx, id).await? {
        return Err(refused("This code has been used up."));
    }
    repo::insert_use(&mut tx, (id, run), (wish.user, &email), worth.amount.minor).await?;
    Ok(tx.commit().await?)
}

/// Passes when a new order has the discount that its run took.
pub async fn require_taken(
    conn: &mut PgConnection,
    run: CheckoutId,
    discount: Option<&Discount>,
) -> Result<(), Error> {
    match (repo::taken(conn, run).await?, discount) {
        (None, None) => Ok(()),
        (Some((code, minor)), Some(discount)) => agreed(discount, &code, minor),
        _ => Err(refused("The discount of this order is not the one that was agreed.")),
    }
}

fn agreed(discount: &Discount, code: &str, minor: i64) -> Result<(), Error> {
    if discount.code == code && discount.amount.minor == minor {
        return Ok(());
    }
    Err(refused("This code takes another amount off now."))
}

fn refused(reason: &str) -> Error {
    contracts::Error::conflict(reason).into()
}
