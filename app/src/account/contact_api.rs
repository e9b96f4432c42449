//! Writing to the shop.

use crate::error::AppError;
use leptos::prelude::*;

/// Mails whoever runs the shop what was written. `website` is a field that people do not see: what fills it in is no
/// person, and is thanked like one.
#[server]
pub async fn send_message(
    name: String,
    email: String,
    text: String,
    website: Option<String>,
    ticket: Option<String>,
) -> Result<(), AppError> {
    super::guard::refuse_haste(crate::work::Door::Contact, ticket.as_deref())?;
    if website.is_none_or(|typed| typed.is_empty()) {
        let message = contracts::notifications::ContactMessage { name, email, text };
        crate::context::services()?.notifications.contact(message).await?;
    }
    crate::context::redirect("/contact?sent=1");
    Ok(())
}
