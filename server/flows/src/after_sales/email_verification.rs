//! Mailing a link that proves an address.

use super::{Parts, password_reset};
use contracts::{Actor, ErrorKind, Result, identity::Event};
use platform::AnyEnvelope;

/// Mails the link to who asks, unless their address is proved.
pub(super) async fn request(parts: &Parts, actor: Actor) -> Result<()> {
    let Some(issued) = parts.identity.begin_email_verification(actor).await? else { return Ok(()) };
    password_reset::mail(parts, "email_verification", issued).await
}

/// Mails the first link to who made an account. When nobody knows whether it was mailed, another one is a minute later:
/// until then there may be no second.
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
