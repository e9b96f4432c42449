//! Mailing a link to set a new password.

use super::Parts;
use contracts::{Result, identity::IssuedLink, notifications::Message};
use tracing::Instrument;

/// Does the work on a task of its own: the answer takes as long for an unknown address as for a known one.
pub(super) async fn request(parts: &Parts, email: String) -> Result<()> {
    let parts = parts.clone();
    let request = platform::request::current().unwrap_or_default();
    let work = async move {
        if let Err(error) = issue(&parts, email).await {
            tracing::warn!(%error, "a password reset could not be mailed");
        }
    };
    tokio::spawn(platform::request::scope(request, work).in_current_span());
    Ok(())
}

/// Mails a link that sets a new password, if there is an account with the address.
pub(super) async fn issue(parts: &Parts, email: String) -> Result<()> {
    let Some(issued) = parts.identity.begin_password_reset(email).await? else { return Ok(()) };
    mail(parts, "password_reset", issued).await
}

/// Mails a link that sets a password or proves an address, by the template of that name.
pub(super) async fn mail(parts: &Parts, template: &str, issued: IssuedLink) -> Result<()> {
    let payload = serde_json::json!({ "name": issued.name, "token": issued.token });
    let message = Message {
        template: template.into(),
        language: issued.language,
        recipient: Some(issued.user),
        email: issued.email.to_string(),
        payload: payload.to_string(),
        idempotency_key: format!("{template}:{}", platform::ids::hash_token(&issued.token)),
    };
    parts.notifications.send(message).await?;
    Ok(())
}
