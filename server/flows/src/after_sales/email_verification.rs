//! Mailing a link that proves an address: of an account, or of one that is made by it.

use super::{Parts, password_reset};
use contracts::{
    Actor, ErrorKind, Result,
    identity::{Event, RegistrationLink},
    notifications::Message,
};
use platform::AnyEnvelope;

/// It asks whose the address is, and leads to the same page.
const TEMPLATE: &str = "email_verification";

/// Mails the link to who asks, unless their address is proved.
pub(super) async fn request(parts: &Parts, actor: Actor) -> Result<()> {
    let Some(issued) = parts.identity.begin_email_verification(actor).await? else { return Ok(()) };
    password_reset::mail(parts, TEMPLATE, issued).await
}

/// Mails the link that makes an account to whoever reads the address. Told of twice, a second mail may go out, whose link
/// takes the place of the first.
pub(super) async fn on_registration_begun(parts: &Parts, envelope: &AnyEnvelope) -> Result<()> {
    let Event::RegistrationBegun { registration } = platform::decode(envelope)? else { return Ok(()) };
    match parts.identity.issue_registration(Actor::System, registration).await? {
        Some(link) => mail(parts, link).await,
        None => Ok(()),
    }
}

async fn mail(parts: &Parts, link: RegistrationLink) -> Result<()> {
    let message = Message {
        template: TEMPLATE.to_owned(),
        language: link.language,
        recipient: None,
        email: link.email.to_string(),
        payload: serde_json::json!({ "name": link.name, "token": link.token }).to_string(),
        idempotency_key: format!("{TEMPLATE}:{}", platform::ids::hash_token(&link.token)),
    };
    parts.notifications.send(message).await?;
    Ok(())
}

/// Mails a link to who made an account without one, as was done before. When nobody knows whether it was mailed, another
/// one is a minute later: until then there may be no second.
pub(super) async fn on_registered(parts: &Parts, envelope: &AnyEnvelope) -> Result<()> {
    let Event::UserRegistered { user, by_themselves: true, .. } = platform::decode(envelope)? else {
        return Ok(());
    };
    match request(parts, Actor::Shopper { user }).await {
        // Erased or blocked since.
        Err(error) if error.kind == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
