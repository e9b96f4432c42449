use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::{
    Timestamp,
    payments::{GiftCard, GiftCardHistory},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the page of a card shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftCardPage {
    /// The card and what happened to it.
    pub history: GiftCardHistory,
    /// Names the next change of its balance, so that a form sent twice acts once.
    pub key: Uuid,
    /// Whether it can be changed.
    pub may_edit: bool,
    /// When this was read.
    pub now: Timestamp,
}

/// The back office's list of gift cards.
#[server]
pub async fn list_gift_cards(state: ListState) -> Result<Listed<GiftCard>, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewOrders).await?;
    let query = crate::admin::queries::gift_cards(&state);
    Ok(Listed::now(crate::context::services()?.payments.gift_cards(actor, query).await?))
}

/// A card with everything that happened to it.
#[server]
pub async fn load_gift_card(id: String) -> Result<GiftCardPage, AppError> {
    use contracts::Permission;
    let actor = crate::admin::guard::require(Permission::ViewOrders).await?;
    let may_edit = actor.require(Permission::RefundPayments).is_ok();
    let missing = || AppError::not_found("gift card");
    let id = id.parse().map_err(|_| missing())?;
    let found = crate::context::services()?.payments.gift_card(actor, id).await?;
    let (key, now) = (crate::admin::guard::fresh_key(), crate::admin::patterns::now());
    Ok(GiftCardPage { history: found.ok_or_else(missing)?, key, may_edit, now })
}
