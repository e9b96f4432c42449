use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::{CouponId, orders::Coupon};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Instead of the id of a coupon: one that is yet to be made.
#[cfg(feature = "ssr")]
pub const NEW: &str = "new";

/// What the page of a coupon shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponPage {
    /// The coupon; none for a new one.
    pub coupon: Option<Coupon>,
    /// Its id, or the one that a new one gets, so that a form sent twice makes one.
    pub id: CouponId,
    /// Whether it can be changed.
    pub may_edit: bool,
}

/// A coupon as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CouponText {
    pub id: String,
    pub version: String,
    pub code: String,
    pub kind: String,
    pub value: String,
    pub currency: String,
    pub minimum: String,
    pub from: String,
    pub until: String,
    pub most_uses: String,
    pub most_per_customer: String,
    pub is_active: String,
}

/// The back office's list of coupons.
#[server]
pub async fn list_coupons(state: ListState) -> Result<Listed<Coupon>, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewCatalog).await?;
    let query = crate::admin::queries::coupons(&state);
    Ok(Listed::now(crate::context::services()?.orders.coupons(actor, query).await?))
}

/// A coupon, or what a new one begins with.
#[server]
pub async fn load_coupon(id: String) -> Result<CouponPage, AppError> {
    use contracts::Permission;
    let actor = crate::admin::guard::require(Permission::ViewCatalog).await?;
    let may_edit = actor.require(Permission::EditCatalog).is_ok();
    if id == NEW {
        let id = CouponId(crate::admin::guard::fresh_key());
        return Ok(CouponPage { coupon: None, id, may_edit });
    }
    let missing = || AppError::not_found("coupon");
    let id = id.parse().map_err(|_| missing())?;
    let coupon = crate::context::services()?.orders.coupon(actor, id).await?.ok_or_else(missing)?;
    Ok(CouponPage { coupon: Some(coupon), id, may_edit })
}

/// Creates or changes a coupon.
#[server]
pub async fn save_coupon(coupon: CouponText) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let draft = super::parse::draft(&coupon)?;
    let is_new = draft.version.is_none();
    let saved = crate::context::services()?.orders.save_coupon(actor, draft).await;
    let saved = saved.map_err(super::parse::at_form)?;
    if is_new {
        crate::context::redirect(&format!("/admin/coupons/{}", saved.terms.id));
    }
    Ok(())
}
