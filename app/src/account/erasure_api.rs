//! Erasing one's account.

use crate::error::AppError;
use leptos::prelude::*;

/// Erases one's own account, if the password is right, and leaves it.
#[server]
pub async fn delete_account(password: String) -> Result<(), AppError> {
    let session = super::guard::owner().await?;
    crate::context::services()?.identity.delete_account(session.actor(), password).await?;
    super::guard::forget()?;
    crate::context::redirect("/account/delete?done=1");
    Ok(())
}
