//! A secret on its way from the form that made it to the page that shows it. Server only.

use super::PATH;
use crate::{
    context::{self, Cookie, cookie, set_cookie},
    error::AppError,
};
use contracts::WebhookEndpointId;

/// From the form to the page, seconds.
const KEPT: i64 = 60;

/// Leads to the page that shows the secret. It travels in a cookie, as the page may come without scripts. A form that
/// is sent twice has no secret the second time: what the first answer set stays.
pub fn show(id: WebhookEndpointId, secret: Option<&str>) -> Result<(), AppError> {
    if let Some(secret) = secret {
        set_cookie(Cookie::WebhookSecret, &format!("{id}.{secret}"), KEPT)?;
    }
    context::redirect(&format!("{PATH}/{id}/secret"));
    Ok(())
}

/// The secret of this webhook, if it is to be shown now.
pub fn take(id: WebhookEndpointId) -> Result<Option<String>, AppError> {
    let kept = cookie(Cookie::WebhookSecret)?.unwrap_or_default();
    let Some((of, secret)) = kept.split_once('.') else { return Ok(None) };
    if of != id.to_string() {
        return Ok(None);
    }
    set_cookie(Cookie::WebhookSecret, "", 0)?;
    Ok(Some(secret.to_owned()))
}
