//! A code on its way from the form that issued its card to the page that shows it. Server only.

use super::PATH;
use crate::{
    context::{self, Cookie, cookie, set_cookie},
    error::AppError,
};
use contracts::{GiftCardId, payments::IssuedGiftCard};

/// From the form to the page, seconds.
const KEPT: i64 = 60;

/// Leads to the page that shows the code. It travels in a cookie, as the page may come without scripts and the code is
/// stored nowhere. A form that is sent twice has no code the second time: what the first answer set stays.
pub fn show(issued: &IssuedGiftCard) -> Result<(), AppError> {
    let id = issued.card.id;
    if let Some(code) = &issued.code {
        set_cookie(Cookie::GiftCardCode, &format!("{id}.{code}"), KEPT)?;
    }
    context::redirect(&format!("{PATH}/{id}/code"));
    Ok(())
}

/// The code of this card, if it is to be shown now.
pub fn take(card: GiftCardId) -> Result<Option<String>, AppError> {
    let kept = cookie(Cookie::GiftCardCode)?.unwrap_or_default();
    let Some((of, code)) = kept.split_once('.') else { return Ok(None) };
    if of != card.to_string() {
        return Ok(None);
    }
    set_cookie(Cookie::GiftCardCode, "", 0)?;
    Ok(Some(code.to_owned()))
}
