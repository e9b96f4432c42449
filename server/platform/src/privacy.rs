//! What every service needs to tell a person what is kept of them, and to erase it.

use contracts::privacy::{ERASED_EMAIL, ERASED_NAME, Section};
use serde_json::{Map, Value};
use sqlx::PgConnection;
use uuid::Uuid;

/// Rows of a section at most, the newest: an answer has an end.
pub const MOST: i64 = 10_000;

/// A part of what is told to a person.
pub fn section(name: &str, about: &str, rows: Vec<Value>) -> Section {
    Section { name: name.to_owned(), about: about.to_owned(), rows: Value::Array(rows).to_string() }
}

/// Takes a person from the events about these aggregates that the outbox still holds. They stay readable: after a
/// restore they may be delivered again.
///
/// # Errors
/// As the database answers.
pub async fn erase_events(conn: &mut PgConnection, aggregates: &[Uuid]) -> Result<(), sqlx::Error> {
    let events = sqlx::query!(
        "select id, service, payload from messaging.outbox where aggregate = any($1) for update",
        aggregates
    );
    for event in events.fetch_all(&mut *conn).await? {
        sqlx::query!(
            "update messaging.outbox set payload = $2 where id = $1",
            event.id,
            erased(&event.service, event.payload)
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// An event's payload that tells of nobody.
fn erased(service: &str, mut payload: Value) -> Value {
    // Elsewhere a name is a product's; in identity it is a person's.
    if let (Value::Object(fields), "identity") = (&mut payload, service)
        && let Some(name) = fields.get_mut("name")
    {
        *name = ERASED_NAME.into();
    }
    strip(&mut payload);
    payload
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(fields) => fields.iter_mut().for_each(|(name, value)| strip_field(name, value)),
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

fn strip_field(name: &str, value: &mut Value) {
    match value {
        Value::Object(address) if name == "address" => strip_address(address),
        Value::String(text) if matches!(name, "email" | "wanted") => ERASED_EMAIL.clone_into(text),
        Value::String(text) if matches!(name, "address" | "device" | "note" | "reason" | "way") => {
            text.clear();
        }
        value => strip(value),
    }
}

fn strip_address(address: &mut Map<String, Value>) {
    for (part, value) in address {
        *value = match part.as_str() {
            "name" => ERASED_NAME.into(),
            "street" | "city" => "-".into(),
            "country" => continue,
            _ => Value::Null,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn persons_go_and_what_is_left_is_an_order_still() {
        let told = json!({
            "event": "order_confirmed",
            "snapshot": {
                "number": "TW-1", "email": "ada@example.com", "note": "ring twice", "total": { "minor": 840 },
                "address": { "name": "Ada", "street": "Here 1", "city": "Berlin", "country": "DE", "phone": "030" },
                "items": [{ "name": "Morning Mug" }],
                "history": [{ "status": "pending", "reason": "Ada called" }],
            },
        });
        assert_eq!(
            erased("orders", told),
            json!({
                "event": "order_confirmed",
                "snapshot": {
                    "number": "TW-1", "email": ERASED_EMAIL, "note": "", "total": { "minor": 840 },
                    "address": { "name": ERASED_NAME, "street": "-", "city": "-", "country": "DE", "phone": null },
                    "items": [{ "name": "Morning Mug" }],
                    "history": [{ "status": "pending", "reason": "" }],
                },
            })
        );
    }

    #[test]
    fn an_account_s_events_lose_name_address_and_device() {
        let told = json!({ "user": "0198", "name": "Ada", "email": "ada@example.com", "device": "Firefox",
            "address": "192.0.2.0/24" });
        let kept = json!({ "user": "0198", "name": ERASED_NAME, "email": ERASED_EMAIL, "device": "", "address": "" });
        assert_eq!(erased("identity", told), kept);
    }

    #[test]
    fn what_stands_for_an_erased_address_is_an_address() {
        assert!(ERASED_EMAIL.parse::<contracts::Email>().is_ok());
    }
}
