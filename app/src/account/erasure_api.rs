//! Erasing one's account.

use crate::error::AppError;
use leptos::prelude::*;

/// Erases one's own account, if the password is right and so is the code where there is a second factor, and
/// leaves it.
#[server]
pub async fn delete_account(password: String, one_time_code: Option<String>) -> Result<(), AppError> {
    let session = super::guard::owner().await?;
    let (identity, code) = (crate::context::services()?.identity, one_time_code.unwrap_or_default());
    identity.delete_account(session.actor(), password, code).await?;
    super::guard::forget()?;
    crate::context::redirect("/account/delete?done=1");
    Ok(())
}
