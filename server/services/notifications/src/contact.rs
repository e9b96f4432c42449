//! What people write to the shop. No I/O.

use crate::notification::model::NewMessage;
use contracts::{Checks, Email, Error, Result, notifications::ContactMessage};
use platform::pan;
use serde_json::json;

/// Lines of a message that are shown; what follows stands in the last one.
const MOST_LINES: usize = 200;

/// The mail that tells whoever runs the shop.
///
/// # Errors
/// Every field to correct at once; `Unavailable` when nobody is to be told.
pub(crate) fn message(written: &ContactMessage, staff: Option<&str>) -> Result<NewMessage> {
    let (name, text) = (pan::masked(written.name.trim()), pan::masked(written.text.trim()));
    let (name, text) = (&*name, &*text);
    let mut checks = Checks::default();
    let is_name = (1..=100).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    checks.require(is_name, "name", "Please enter your name, at most 100 characters.");
    let sender = checks.parse("email", written.email.parse::<Email>());
    let is_text = (1..=5000).contains(&text.chars().count());
    checks.require(is_text, "text", "Please write something, at most 5,000 characters.");
    checks.finish()?;
    let sender = sender.ok_or_else(Error::internal)?;
    let email = staff.and_then(|email| email.parse::<Email>().ok()).ok_or_else(nobody)?;
    let lines: Vec<&str> =
        text.splitn(MOST_LINES, '\n').map(str::trim).filter(|line| !line.is_empty()).collect();
    let words = [sender.as_str(), "\n", text].concat();
    Ok(NewMessage {
        template: "contact_message".to_owned(),
        language: "en".to_owned(),
        recipient: None,
        email,
        payload: json!({ "name": name, "sender": sender, "lines": lines }),
        idempotency_key: format!("contact_message:{}", platform::ids::hash_token(&words)),
        request_id: platform::request::current().filter(|id| !id.is_empty()),
    })
}

fn nobody() -> Error {
    Error::unavailable("Messages cannot be taken at the moment. Please try again later.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, email: &str, text: &str) -> ContactMessage {
        ContactMessage { name: name.into(), email: email.into(), text: text.into() }
    }

    #[test]
    fn a_message_goes_to_whoever_runs_the_shop_and_the_same_words_are_one() {
        let ada = written(" Ada ", "Ada@example.com", "Is it\r\n\r\ndishwasher safe? ");
        let mail = message(&ada, Some("mia@shop.example")).unwrap();
        assert_eq!(mail.email.as_str(), "mia@shop.example");
        assert_eq!(mail.payload["sender"], "ada@example.com");
        assert_eq!(mail.payload["lines"], json!(["Is it", "dishwasher safe?"]));
        let again = message(&ada, Some("mia@shop.example")).unwrap();
        let other =
            message(&written("Ada", "ada@example.com", "And the lid?"), Some("mia@shop.example")).unwrap();
        assert_eq!(mail.idempotency_key, again.idempotency_key);
        assert_ne!(mail.idempotency_key, other.idempotency_key);
    }

    #[test]
    fn everything_that_is_missing_is_told_at_once() {
        let error = message(&written(" ", "nowhere", &"x".repeat(5001)), None).unwrap_err();
        let fields: Vec<&str> = error.fields.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["name", "email", "text"]);
    }
}
