use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use chrono::NaiveDate;
use contracts::{
    GiftCardId, Timestamp,
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

/// What the form of a new card begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewGiftCard {
    /// The id it gets, so that a form sent twice issues one.
    pub id: GiftCardId,
    /// The last day that is suggested.
    pub expires_on: Option<NaiveDate>,
}

/// A card as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GiftCardText {
    /// The id it gets.
    pub id: String,
    /// In major units, e.g. `50` or `49,90`.
    pub amount: String,
    /// The ISO 4217 code of its currency.
    pub currency: String,
    /// The last day on which it pays, e.g. `2029-12-31`; empty when it never expires.
    pub expires_on: String,
    /// An address; may be empty.
    pub recipient: String,
    /// For staff; may be empty.
    pub note: String,
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

/// What the form of a new card begins with.
#[server]
pub async fn load_new_gift_card() -> Result<NewGiftCard, AppError> {
    crate::admin::guard::require(contracts::Permission::RefundPayments).await?;
    let today = crate::admin::patterns::now().date_naive();
    let id = GiftCardId(crate::admin::guard::fresh_key());
    Ok(NewGiftCard { id, expires_on: super::parse::last_day(today) })
}

/// Issues a card and leads to its code.
#[server]
pub async fn issue_gift_card(draft: GiftCardText, one_time_code: Option<String>) -> Result<(), AppError> {
    use contracts::Permission;
    let actor = crate::admin::guard::require_proved(Permission::RefundPayments, one_time_code).await?;
    let draft = super::parse::draft(&draft)?;
    let issued = crate::context::services()?.payments.issue_gift_card(actor, draft).await;
    super::once::show(&issued.map_err(super::parse::at_form)?)
}

/// The code of a card that was just issued, once; none when it was shown before.
#[server]
pub async fn load_gift_card_code(id: String) -> Result<Option<String>, AppError> {
    crate::admin::guard::require(contracts::Permission::RefundPayments).await?;
    let id = id.parse().map_err(|_| AppError::not_found("gift card"))?;
    super::once::take(id)
}

/// Puts more on a card, or takes some off.
#[server]
pub async fn adjust_gift_card(
    id: String,
    key: Uuid,
    direction: String,
    amount: String,
    currency: String,
    reason: String,
    one_time_code: Option<String>,
) -> Result<(), AppError> {
    use contracts::{Permission, payments::GiftCardAdjustment};
    let actor = crate::admin::guard::require_proved(Permission::RefundPayments, one_time_code).await?;
    let card = id.parse().map_err(|_| AppError::not_found("gift card"))?;
    let amount = super::parse::change(&direction, &amount, &currency)?;
    let adjustment = GiftCardAdjustment { id: key, card, amount, reason };
    crate::context::services()?.payments.adjust_gift_card(actor, adjustment).await?;
    Ok(())
}

/// Blocks a card, or lets it pay again.
#[server]
pub async fn block_gift_card(
    id: String,
    is_blocked: bool,
    one_time_code: Option<String>,
) -> Result<(), AppError> {
    use contracts::Permission;
    let actor = crate::admin::guard::require_proved(Permission::RefundPayments, one_time_code).await?;
    let card = id.parse().map_err(|_| AppError::not_found("gift card"))?;
    crate::context::services()?.payments.block_gift_card(actor, card, is_blocked).await?;
    Ok(())
}
