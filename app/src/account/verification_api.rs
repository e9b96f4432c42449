//! Confirming the address of one's account.

use crate::error::AppError;
use leptos::prelude::*;

/// Mails a link that confirms one's own address.
#[server]
pub async fn send_verification() -> Result<(), AppError> {
    let session = super::guard::owner().await?;
    crate::context::services()?.after_sales.request_email_verification(session.actor()).await?;
    crate::context::redirect("/account?sent=1");
    Ok(())
}

/// Confirms an address with the token of the mailed link. Opening the link alone confirms nothing: programs that
/// look through mail open links, too.
#[server]
pub async fn verify_email(token: String) -> Result<(), AppError> {
    crate::context::services()?.identity.verify_email(token).await?;
    crate::context::redirect("/account/verify?done=1");
    Ok(())
}
