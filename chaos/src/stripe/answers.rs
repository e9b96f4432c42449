//! What the emulator answers, in Stripe's shapes.

use super::ledger::{Intent, Refund};
use serde_json::{Value, json};

/// Status and body.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Answer {
    pub(super) fn ok(body: Value) -> Self {
        Self { status: 200, body }
    }

    pub(super) fn error(status: u16, kind: &str, message: &str) -> Self {
        Self { status, body: json!({ "error": { "type": kind, "message": message } }) }
    }

    pub(super) fn declined() -> Self {
        let error = json!({
            "type": "card_error", "code": "card_declined", "decline_code": "generic_decline",
            "message": "Your card was declined.",
        });
        Self { status: 402, body: json!({ "error": error }) }
    }

    pub(super) fn missing(id: &str) -> Self {
        let error = json!({
            "type": "invalid_request_error", "code": "resource_missing", "message": format!("No such object: '{id}'"),
        });
        Self { status: 404, body: json!({ "error": error }) }
    }

    /// A page of a list, newest first.
    pub(super) fn list(mut items: Vec<Value>, after: Option<&String>, limit: usize, url: &str) -> Self {
        items.reverse();
        let from =
            after.and_then(|id| items.iter().position(|item| item["id"] == **id)).map_or(0, |at| at + 1);
        let has_more = items.len() > from + limit;
        let data: Vec<Value> = items.into_iter().skip(from).take(limit).collect();
        Self::ok(json!({ "object": "list", "url": url, "has_more": has_more, "data": data }))
    }
}

impl Intent {
    pub(super) fn json(&self) -> Value {
        let held = if self.status == "requires_capture" { self.amount } else { 0 };
        let next_action = (self.status == "requires_action").then(|| {
            json!({ "type": "redirect_to_url", "redirect_to_url": {
                "return_url": self.return_url, "url": format!("https://hooks.stripe.test/challenge/{}", self.id) } })
        });
        let error = self
            .last_error
            .as_ref()
            .map(|message| json!({ "type": "card_error", "code": "card_declined", "message": message }));
        json!({
            "id": self.id, "object": "payment_intent", "amount": self.amount, "amount_capturable": held,
            "amount_details": { "tip": {} }, "amount_received": self.amount_received, "application": null,
            "application_fee_amount": null, "automatic_payment_methods": null, "canceled_at": null,
            "cancellation_reason": null, "capture_method": "manual",
            "client_secret": format!("{}_secret_emulated", self.id), "confirmation_method": "automatic",
            "created": self.created, "currency": self.currency, "customer": null, "description": null,
            "last_payment_error": error, "latest_charge": { "object": "charge", "amount_refunded": self.amount_refunded }, "livemode": false, "metadata": self.metadata,
            "next_action": next_action, "on_behalf_of": null, "payment_method": method(&self.method),
            "payment_method_options": {}, "payment_method_types": ["card"], "processing": null,
            "receipt_email": null, "review": null, "setup_future_usage": null, "shipping": null,
            "statement_descriptor": null, "statement_descriptor_suffix": null, "status": self.status,
            "transfer_data": null, "transfer_group": null,
        })
    }
}

fn method(id: &str) -> Value {
    json!({
        "id": id, "object": "payment_method", "type": "card", "created": 0, "livemode": false, "metadata": {},
        "card": { "brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2034 },
    })
}

impl Refund {
    pub(super) fn json(&self) -> Value {
        json!({
            "id": self.id, "object": "refund", "amount": self.amount, "balance_transaction": null,
            "charge": null, "created": self.created, "currency": self.currency, "metadata": self.metadata,
            "payment_intent": self.intent, "reason": null, "receipt_number": null,
            "source_transfer_reversal": null, "status": "succeeded", "transfer_reversal": null,
        })
    }
}
