//! Confirming the address of one's account, or of one that is made by it.

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

/// For which address the mailed link makes an account; `None` when it only confirms one, or cannot be used.
#[server]
pub async fn load_registration(token: String) -> Result<Option<String>, AppError> {
    let email = crate::context::services()?.identity.registration(token).await?;
    Ok(email.map(|email| email.to_string()))
}

/// Makes the account of the mailed link and opens it: session, cart, and the page that was wanted. At the door of the
/// registration, by its name.
#[server]
pub async fn register_by_link(token: String, password: String) -> Result<(), AppError> {
    let (services, request) = (crate::context::services()?, crate::context::request()?);
    let made = services.identity.finish_registration(token, password, request.client).await?;
    super::guard::enter(&services, &made.signed_in, &made.return_to).await
}
