//! What identifies a person does not enter the log (GDPR, article 5: data minimisation). Ids and amounts
//! stay; the id of an account that is erased goes, too (see `privacy.rs`). No I/O.

use serde_json::Value;

/// Properties that hold personal data, secrets or free text that may.
const PERSONAL: [&str; 30] = [
    "actor_label",
    "address",
    "address_hash",
    "body",
    "city",
    "code",
    "company",
    "contact_info",
    "details",
    "email",
    "first_name",
    "ip",
    "last_name",
    "link",
    "note",
    "password",
    "phone",
    "postal_code",
    "query",
    "reason",
    "recipient",
    "reset_token",
    "secret",
    "state",
    "street",
    "street2",
    "text",
    "token",
    "user_agent",
    "way",
];

/// The payload without personal data.
pub fn redacted(service: &str, mut payload: Value) -> Value {
    strip(&mut payload);
    // Elsewhere a name is a product's; in identity it is a person's.
    if let (Value::Object(properties), "identity") = (&mut payload, service) {
        properties.remove("name");
    }
    payload
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(properties) => {
            properties.retain(|name, _| !PERSONAL.contains(&name.as_str()));
            properties.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        Value::String(text) if text.contains('@') => "[removed]".clone_into(text),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn persons_go_ids_and_amounts_stay() {
        let payload = json!({
            "order": "0198",
            "amount": { "minor": 840, "currency": "EUR" },
            "snapshot": {
                "email": "ada@example.com",
                "address": { "name": "Ada", "street": "Invalidenstr. 43" },
                "note": "ring twice",
                "items": [{ "product": "0199", "name": "Morning Mug", "quantity": 2 }],
                "history": [{ "status": "confirmed", "actor": "ada@example.com", "reason": "called" }],
            },
        });
        assert_eq!(
            redacted("orders", payload),
            json!({
                "order": "0198",
                "amount": { "minor": 840, "currency": "EUR" },
                "snapshot": {
                    "items": [{ "product": "0199", "name": "Morning Mug", "quantity": 2 }],
                    "history": [{ "status": "confirmed", "actor": "[removed]" }],
                },
            })
        );
    }

    #[test]
    fn a_person_s_name_goes_and_a_product_s_stays() {
        let named = json!({ "user": "0198", "name": "Ada Lovelace" });
        assert_eq!(redacted("identity", named.clone()), json!({ "user": "0198" }));
        assert_eq!(redacted("catalog", named.clone()), named);
    }
}
