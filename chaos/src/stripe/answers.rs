//! What the emulator answers, in Stripe's shapes.

use super::{
    ledger::{Form, Intent, Refund, now},
    sessions::Session,
};
use serde_json::{Value, json};

/// Which objects are wanted whole instead of by id: <https://docs.stripe.com/expand>.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expand(Vec<String>);

impl Expand {
    pub(super) fn of(form: &Form) -> Self {
        let wanted = form.iter().filter(|(name, _)| name.starts_with("expand["));
        Self(wanted.map(|(_, path)| path.strip_prefix("data.").unwrap_or(path).to_owned()).collect())
    }

    fn has(&self, path: &str) -> bool {
        self.0.iter().any(|wanted| {
            wanted.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    /// What is wanted of the object at `path`.
    fn inside(&self, path: &str) -> Self {
        let rest = |wanted: &String| Some(wanted.strip_prefix(path)?.strip_prefix('.')?.to_owned());
        Self(self.0.iter().filter_map(rest).collect())
    }
}

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

    /// The answer to whoever confirmed an intent that was declined.
    pub(super) fn declined(intent: &Intent) -> Self {
        let mut error = declined(intent.last_error.as_deref().unwrap_or_default());
        error["payment_intent"] = intent.json(&Expand::default());
        Self { status: 402, body: json!({ "error": error }) }
    }

    /// <https://docs.stripe.com/changelog/endive/2026-09-30/removes-the-payment-method-types-parameter-from-payment-intents-and-setup-intents>
    pub(super) fn types_are_gone() -> Self {
        let error = json!({
            "type": "invalid_request_error", "code": "payment_method_types_no_longer_supported",
            "message": "payment_method_types is no longer supported. Use allowed_payment_method_types.",
        });
        Self { status: 400, body: json!({ "error": error }) }
    }

    pub(super) fn missing(id: &str) -> Self {
        let error = json!({
            "type": "invalid_request_error", "code": "resource_missing", "message": format!("No such object: '{id}'"),
        });
        Self { status: 404, body: json!({ "error": error }) }
    }

    /// A page of a list that is given oldest first; the page is newest first.
    pub(super) fn list(mut items: Vec<Value>, form: &Form, url: &str) -> Self {
        let number = |name: &str| form.get(name).and_then(|value| value.parse::<u64>().ok());
        let limit = number("limit").and_then(|limit| usize::try_from(limit).ok()).unwrap_or(10).min(100);
        let since = number("created[gte]").unwrap_or_default();
        items.retain(|item| item["created"].as_u64().unwrap_or_default() >= since);
        items.reverse();
        let after = form.get("starting_after");
        let from =
            after.and_then(|id| items.iter().position(|item| item["id"] == **id)).map_or(0, |at| at + 1);
        let has_more = items.len() > from + limit;
        let data: Vec<Value> = items.into_iter().skip(from).take(limit).collect();
        Self::ok(json!({ "object": "list", "url": url, "has_more": has_more, "data": data }))
    }
}

fn declined(message: &str) -> Value {
    json!({
        "type": "card_error", "code": "card_declined", "decline_code": "generic_decline", "message": message,
    })
}

impl Intent {
    pub(super) fn json(&self, expand: &Expand) -> Value {
        let held = if self.status == "requires_capture" { self.amount } else { 0 };
        let next_action = (self.status == "requires_action").then(|| {
            json!({ "type": "redirect_to_url",
                "redirect_to_url": { "return_url": self.return_url, "url": self.challenge_url } })
        });
        let charge = self
            .is_tried()
            .then(|| if expand.has("latest_charge") { self.charge() } else { self.charge_id().into() });
        let whole = expand.has("payment_method");
        let method = (!self.method.is_empty())
            .then(|| if whole { method(&self.method) } else { self.method.clone().into() });
        json!({
            "id": self.id, "object": "payment_intent", "amount": self.amount, "amount_capturable": held,
            "amount_details": { "tip": {} }, "amount_received": self.amount_received, "application": null,
            "application_fee_amount": null, "automatic_payment_methods": null, "canceled_at": null,
            "cancellation_reason": null, "capture_method": self.capture_method,
            "client_secret": self.client_secret(), "confirmation_method": "automatic",
            "created": self.created, "currency": self.currency, "customer": null, "description": null,
            "last_payment_error": self.last_error.as_deref().map(declined), "latest_charge": charge,
            "livemode": false, "metadata": self.metadata, "next_action": next_action, "on_behalf_of": null,
            "payment_method": method, "payment_method_options": {}, "payment_method_types": ["card"],
            "processing": null, "receipt_email": null, "review": null, "setup_future_usage": null,
            "shipping": null, "statement_descriptor": null, "statement_descriptor_suffix": null,
            "status": self.status, "transfer_data": null, "transfer_group": null,
        })
    }

    pub(super) fn client_secret(&self) -> String {
        format!("{}_secret_emulated", self.id)
    }

    fn charge_id(&self) -> String {
        self.id.replacen("pi_", "ch_", 1)
    }

    fn charge(&self) -> Value {
        let status = if self.last_error.is_some() { "failed" } else { "succeeded" };
        json!({
            "id": self.charge_id(), "object": "charge", "amount": self.amount,
            "amount_captured": self.amount_received, "amount_refunded": self.amount_refunded,
            "balance_transaction": null, "billing_details": nobody(), "captured": self.amount_received > 0,
            "created": self.created, "currency": self.currency, "disputed": false, "livemode": false,
            "metadata": self.metadata, "paid": status == "succeeded", "payment_intent": self.id,
            "refunded": self.amount_received > 0 && self.amount_refunded == self.amount_received,
            "status": status,
        })
    }
}

fn nobody() -> Value {
    json!({ "address": null, "email": null, "name": null, "phone": null })
}

fn method(id: &str) -> Value {
    json!({
        "id": id, "object": "payment_method", "type": "card", "billing_details": nobody(), "created": now(),
        "customer": null, "livemode": false, "metadata": {},
        "card": {
            "brand": "visa", "checks": null, "country": "US", "exp_month": 12, "exp_year": 2034, "funding": "credit",
            "generated_from": null, "last4": "4242", "networks": null, "three_d_secure_usage": null, "wallet": null,
        },
    })
}

impl Session {
    pub(super) fn json(&self, intent: Option<&Intent>, expand: &Expand) -> Value {
        let whole = expand.has("payment_intent");
        let inside = expand.inside("payment_intent");
        let intent = intent.map(|intent| if whole { intent.json(&inside) } else { intent.id.clone().into() });
        let none = json!({ "enabled": false, "status": null });
        json!({
            "id": self.id, "object": "checkout.session", "amount_subtotal": self.amount,
            "amount_total": self.amount, "automatic_tax": none, "cancel_url": self.cancel_url,
            "client_reference_id": self.client_reference_id, "created": self.created,
            "currency": self.currency, "custom_fields": [],
            "custom_text": { "shipping_address": null, "submit": null },
            "customer": null, "customer_creation": "if_required", "customer_details": null,
            "customer_email": null, "expires_at": self.created + 86_400, "livemode": false, "locale": null,
            "metadata": self.metadata, "mode": "payment", "payment_intent": intent, "payment_link": null,
            "payment_method_options": {}, "payment_method_types": ["card"],
            "payment_status": self.payment_status(), "setup_intent": null, "shipping_options": [],
            "status": self.status, "submit_type": null, "subscription": null,
            "success_url": self.success_url, "url": self.is_open().then_some(&self.url),
        })
    }
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
