//! Coupons in the back office. Whoever sets prices sets discounts.

use super::{model, repo};
use crate::Error;
use contracts::{
    Actor, CouponId, Page, Permission,
    orders::{Coupon, CouponDraft, CouponQuery},
};
use platform::{Database, outbox};
use sqlx::PgConnection;

/// The list, the newest first.
pub async fn list(db: &Database, actor: &Actor, query: &CouponQuery) -> Result<Page<Coupon>, Error> {
    actor.require(Permission::ViewCatalog)?;
    let mut tx = db.begin_planned().await?;
    let length = repo::length(&mut tx, query).await?;
    let page = repo::list(&mut tx, query, length).await?;
    tx.commit().await?;
    Ok(page)
}

/// A coupon.
pub async fn by_id(db: &Database, actor: &Actor, id: CouponId) -> Result<Option<Coupon>, Error> {
    actor.require(Permission::ViewCatalog)?;
    let mut conn = db.pool().acquire().await?;
    repo::find(&mut conn, id).await
}

/// Creates or changes a coupon, with its audit.
pub async fn save(db: &Database, actor: &Actor, draft: &CouponDraft) -> Result<Coupon, Error> {
    actor.require(Permission::EditCatalog)?;
    let draft = model::checked(draft)?;
    let mut tx = db.begin().await?;
    let is_saved = match draft.version {
        None => repo::insert(&mut tx, &draft).await.map_err(told)?,
        Some(version) => change(&mut tx, &draft, version).await?,
    };
    if !is_saved {
        let text = "Somebody else changed this coupon meanwhile. Please look at it again.";
        return Err(contracts::Error::conflict(text).into());
    }
    let missing = || Error::unreadable("the coupon just saved");
    let coupon = repo::find(&mut tx, draft.id).await?.ok_or_else(missing)?;
    let subject = format!("coupon {}", draft.id);
    outbox::audit(&mut tx, "orders", actor, "coupon.saved", &subject, serde_json::json!(coupon.terms))
        .await?;
    tx.commit().await?;
    Ok(coupon)
}

/// What was used stays used: no limit is set below it. The coupon is held, so that none is used meanwhile.
async fn change(conn: &mut PgConnection, draft: &CouponDraft, version: u32) -> Result<bool, Error> {
    repo::lock(conn, &draft.code).await?;
    if let Some(most) = draft.most_per_customer {
        let used = repo::most_by_one_customer(conn, draft.id).await?;
        if used > i64::from(most) {
            let text = format!("One customer has used it {used} times already. Switch it off instead.");
            return Err(contracts::Error::field("most_per_customer", text).into());
        }
    }
    repo::update(conn, draft, version).await.map_err(told)
}

fn told(error: sqlx::Error) -> Error {
    let refused = match platform::constraint(&error) {
        Some("coupons_code_key") => ("code", "Another coupon has this code."),
        Some("used_within_most_uses") => {
            ("most_uses", "It has been used more often already. Switch it off instead.")
        }
        _ => return error.into(),
    };
    contracts::Error::field(refused.0, refused.1).into()
}
