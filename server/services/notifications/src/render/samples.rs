//! What the placeholders of each template may stand for: to try a changed template with.

use serde_json::{Value, json};

/// A payload like a real one.
pub(crate) fn of(template: &str) -> Value {
    match template {
        "order_confirmation" => order_confirmation(),
        "order_dispatched" => json!({
            "number": "TW-7F3K-9QXM-2CDV", "carrier": "DHL", "tracking_number": "00340434161094021501",
            "tracking_url": "https://www.dhl.de/track?id=00340434161094021501",
        }),
        "order_refunded" => json!({
            "name": "Ada Lovelace", "number": "TW-7F3K-9QXM-2CDV", "amount": "22.00\u{a0}€",
            "refunded": "22.00\u{a0}€", "total": "48.90\u{a0}€",
        }),
        "order_cancelled" => json!({
            "name": "Ada Lovelace", "number": "TW-7F3K-9QXM-2CDV", "total": "48.90\u{a0}€", "reason": "",
        }),
        "password_reset" | "staff_invitation" | "email_verification" => {
            json!({ "name": "Ada Lovelace", "token": "a-sample-token" })
        }
        "email_change_former" | "email_change_wanted" => {
            json!({ "name": "Ada Lovelace", "wanted": "ada@example.org", "token": "a-sample-token" })
        }
        "contact_message" => json!({
            "name": "Ada Lovelace", "sender": "ada@example.com", "lines": ["Is the mug dishwasher safe?", "Ada"],
        }),
        "email_changed" => json!({ "name": "Ada Lovelace", "wanted": "ada@example.org" }),
        "way_in_added" | "way_in_removed" => {
            json!({ "name": "Ada Lovelace", "way": "Google", "is_passkey": false })
        }
        "new_device" => json!({
            "name": "Ada Lovelace", "at": "2026-03-01 09:30 UTC", "device": "Firefox on Windows",
            "network": "192.0.2.0/24",
        }),
        "stock_low" => json!({
            "variant": "01980000-0000-7000-8000-000000000001", "sku": "MUG-CHALK", "name": "Morning Mug, Chalk",
            "available": 3,
        }),
        "rules_broken" => json!({ "count": 1, "rules": [{
            "rule": "I-1", "place": "inventory", "what": "available and reserved units are never negative", "breaches": 2,
            "rows": ["inventory 0198 (MUG-CHALK): available -1, reserved 0"],
        }] }),
        "webhook_paused" => json!({
            "host": "erp.example.com", "is_gone": false, "endpoint": "01980000-0000-7000-8000-000000000001",
        }),
        _ => json!({ "name": "Ada Lovelace" }),
    }
}

fn order_confirmation() -> Value {
    json!({
        "name": "Ada Lovelace", "number": "TW-7F3K-9QXM-2CDV", "placed_on": "2026-03-01",
        "lines": [{ "quantity": 2, "name": "Morning Mug", "choices": "Chalk", "sku": "MUG-CHALK",
            "unit_price": "22.00\u{a0}€", "subtotal": "44.00\u{a0}€" }],
        "subtotal": "44.00\u{a0}€", "shipping_method": "Standard", "shipping": "4.90\u{a0}€",
        "tax": "7.81\u{a0}€", "tax_rate": "19", "total": "48.90\u{a0}€",
        "address": ["Ada Lovelace", "12 St James's Square", "London SW1Y 4JH", "GB"],
    })
}
