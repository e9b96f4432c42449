//! Erasing one's account.

use crate::error::AppError;
use leptos::prelude::*;

/// Erases one's own account, if the password is right and so is the code where there is a second factor, and
/// leaves it. An account without a password sends none.
#[server]
pub async fn delete_account(password: Option<String>, one_time_code: Option<String>) -> Result<(), AppError> {
    let session = super::guard::owner().await?;
    let (password, code) = (password.unwrap_or_default(), one_time_code.unwrap_or_default());
    let identity = crate::context::services()?.identity;
    identity.delete_account(session.actor(), session.id, password, code).await?;
    super::guard::forget()?;
    crate::context::redirect("/account/delete?done=1");
    Ok(())
}
