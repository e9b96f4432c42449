//! Decisions about messages.

use contracts::{
    Actor, Checks, Email, Permission, UserId,
    notifications::{Message, Notification},
};
use serde_json::Value;
use std::time::Duration;

/// Tries before a message is given up.
pub(crate) const MAX_ATTEMPTS: i32 = 8;
const FIRST_WAIT: u64 = 60;
const LONGEST_WAIT: u64 = 6 * 60 * 60;

/// A message that keeps the rules.
#[derive(Clone, Debug)]
pub(crate) struct NewMessage {
    pub template: String,
    pub language: String,
    pub recipient: Option<UserId>,
    pub email: Email,
    pub payload: Value,
    pub idempotency_key: String,
    /// What caused it.
    pub request_id: Option<String>,
}

/// Checks a message as another part of Tradewind sends it.
pub(crate) fn parse(message: Message) -> contracts::Result<NewMessage> {
    let mut checks = Checks::default();
    let email = checks.parse("email", message.email.parse::<Email>());
    let payload = serde_json::from_str(&message.payload).unwrap_or(Value::Null);
    checks.require(payload.is_object(), "payload", "The payload is a JSON object.");
    let keyed = (1..=200).contains(&message.idempotency_key.len());
    checks.require(keyed, "idempotency_key", "An idempotency key has 1 to 200 characters.");
    checks.finish()?;
    Ok(NewMessage {
        template: message.template,
        language: message.language,
        recipient: message.recipient,
        email: email.ok_or_else(contracts::Error::internal)?,
        payload,
        idempotency_key: message.idempotency_key,
        request_id: platform::request::current().filter(|id| !id.is_empty()),
    })
}

/// How long to wait after so many tries: 1 minute, 4, 16, ... up to 6 hours; `None` to give up.
pub(crate) fn wait_after(attempts: i32) -> Option<Duration> {
    if attempts >= MAX_ATTEMPTS {
        return None;
    }
    let factor = 4_u64.saturating_pow(u32::try_from(attempts - 1).unwrap_or(0));
    Some(Duration::from_secs(FIRST_WAIT.saturating_mul(factor).min(LONGEST_WAIT)))
}

/// The placeholder that opens an account, if the template has one. It is worth nothing after a while and
/// must not lie about.
pub(crate) fn secret_of(template: &str) -> Option<&'static str> {
    const OPENING: [&str; 5] = [
        "password_reset",
        "staff_invitation",
        "email_verification",
        "email_change_former",
        "email_change_wanted",
    ];
    OPENING.contains(&template).then_some("token")
}

/// The message as this person may read it: who cannot give roles must not take over the account of
/// somebody who can.
pub(crate) fn readable_by(actor: &Actor, message: Notification) -> Notification {
    if !message.opens_account || actor.require(Permission::ManageStaff).is_ok() {
        return message;
    }
    Notification { html: String::new(), text: String::new(), ..message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_up_to_six_hours_and_ends_after_eight_tries() {
        let waits: Vec<_> = (1..=8).map(|tries| wait_after(tries).map(|wait| wait.as_secs() / 60)).collect();
        assert_eq!(waits, [Some(1), Some(4), Some(16), Some(64), Some(256), Some(360), Some(360), None]);
    }
}
