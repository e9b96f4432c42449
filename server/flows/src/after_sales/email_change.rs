//! Mailing the links of a change of address, to both ends.

use super::{Parts, password_reset};
use contracts::{
    Actor, Email, Result, SessionId, UserId,
    identity::{EmailChange, Event, NewEmail},
    notifications::Message,
};
use platform::AnyEnvelope;
use serde_json::{Value, json};

/// Asks for the change and tells both ends. As many mails go out for a taken address as for a free one.
pub(super) async fn request(parts: &Parts, actor: Actor, wanted: NewEmail, keep: SessionId) -> Result<()> {
    let change = parts.identity.begin_email_change(actor, wanted, keep).await?;
    tell_former(parts, &change).await?;
    tell_wanted(parts, &change).await
}

/// Somebody else may know the password: whoever reads the former address chooses a new one.
pub(super) async fn on_stopped(parts: &Parts, envelope: &AnyEnvelope) -> Result<()> {
    let Event::EmailChangeStopped { email, .. } = platform::decode(envelope)? else { return Ok(()) };
    password_reset::issue(parts, email.to_string()).await
}

async fn tell_former(parts: &Parts, change: &EmailChange) -> Result<()> {
    let owner = (change.user, &change.former, change.language.as_str());
    let (template, payload) = match &change.former_token {
        Some(token) => {
            let payload = json!({ "name": change.name, "wanted": change.wanted, "token": token });
            ("email_change_former", payload)
        }
        None => ("email_change_told", json!({ "name": change.name })),
    };
    send(parts, template, owner, payload, change).await
}

async fn tell_wanted(parts: &Parts, change: &EmailChange) -> Result<()> {
    if let Some(token) = &change.wanted_token {
        let owner = (change.user, &change.wanted, change.language.as_str());
        let payload = json!({ "wanted": change.wanted, "token": token });
        return send(parts, "email_change_wanted", owner, payload, change).await;
    }
    let Some(owner) = &change.owner else { return Ok(()) };
    let payload = json!({ "name": owner.name });
    let owner = (owner.user, &change.wanted, owner.language.as_str());
    send(parts, "email_change_taken", owner, payload, change).await
}

async fn send(
    parts: &Parts,
    template: &str,
    (user, email, language): (UserId, &Email, &str),
    payload: Value,
    change: &EmailChange,
) -> Result<()> {
    let message = Message {
        template: template.to_owned(),
        language: language.to_owned(),
        recipient: Some(user),
        email: email.to_string(),
        payload: payload.to_string(),
        idempotency_key: format!("{template}:{}", change.reference),
    };
    parts.notifications.send(message).await?;
    Ok(())
}
