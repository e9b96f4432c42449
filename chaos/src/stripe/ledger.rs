//! The money of an account: intents and refunds, and what may happen to them.

use super::answers::Answer;
use rand::RngExt;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    time::{SystemTime, UNIX_EPOCH},
};

/// A `PaymentIntent`. Amounts are minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are Stripe's: https://docs.stripe.com/api/payment_intents/object"
)]
pub struct Intent {
    pub id: String,
    pub amount: i64,
    pub currency: String,
    pub status: String,
    pub amount_received: i64,
    pub amount_refunded: i64,
    pub metadata: BTreeMap<String, String>,
    pub method: String,
    pub return_url: Option<String>,
    pub last_error: Option<String>,
    pub created: u64,
}

/// A refund.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are Stripe's: https://docs.stripe.com/api/refunds/object")]
pub struct Refund {
    pub id: String,
    pub intent: String,
    pub amount: i64,
    pub currency: String,
    pub metadata: BTreeMap<String, String>,
    pub created: u64,
}

/// Everything that was paid and given back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// By id.
    pub intents: BTreeMap<String, Intent>,
    /// By id.
    pub refunds: BTreeMap<String, Refund>,
    /// Events, oldest first.
    pub events: Vec<Value>,
}

/// The parameters of a request.
pub(super) type Form = BTreeMap<String, String>;

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

fn metadata(form: &Form) -> BTreeMap<String, String> {
    let inside = |name: &str| Some(name.strip_prefix("metadata[")?.strip_suffix(']')?.to_owned());
    form.iter().filter_map(|(name, value)| Some((inside(name)?, value.clone()))).collect()
}

fn id(prefix: &str, chance: &mut impl RngExt) -> String {
    format!("{prefix}_{:016x}", chance.random::<u64>())
}

impl Ledger {
    /// Makes an intent and confirms it with its method.
    pub(super) fn create(&mut self, form: &Form, chance: &mut impl RngExt) -> Answer {
        let Some(amount) = form.get("amount").and_then(|amount| amount.parse().ok()).filter(|a| *a > 0)
        else {
            return Answer::error(400, "invalid_request_error", "Invalid positive integer: amount");
        };
        let mut intent = Intent {
            id: id("pi", chance),
            amount,
            currency: form.get("currency").cloned().unwrap_or_default(),
            status: "requires_capture".to_owned(),
            amount_received: 0,
            amount_refunded: 0,
            metadata: metadata(form),
            method: form.get("payment_method").cloned().unwrap_or_default(),
            return_url: form.get("return_url").cloned(),
            last_error: None,
            created: now(),
        };
        match intent.method.as_str() {
            "pm_card_authenticationRequired" => "requires_action".clone_into(&mut intent.status),
            "pm_card_chargeDeclined" => {
                "requires_payment_method".clone_into(&mut intent.status);
                intent.last_error = Some("Your card was declined.".to_owned());
            }
            _ => {}
        }
        let answer = if intent.last_error.is_some() { Answer::declined() } else { Answer::ok(intent.json()) };
        self.happened(&format!("payment_intent.{}", event_of(&intent.status)), &intent.json(), chance);
        self.intents.insert(intent.id.clone(), intent);
        answer
    }

    /// Takes what is held.
    pub(super) fn capture(&mut self, id: &str, form: &Form, chance: &mut impl RngExt) -> Answer {
        self.change(id, chance, |intent| {
            let held = intent.amount;
            let amount = form.get("amount_to_capture").map_or(Ok(held), |amount| amount.parse());
            match (intent.status.as_str(), amount) {
                ("requires_capture", Ok(amount))
                    if amount <= held && intent.method == "pm_card_captureFails" =>
                {
                    "requires_payment_method".clone_into(&mut intent.status);
                    Ok(())
                }
                ("requires_capture", Ok(amount)) if (1..=held).contains(&amount) => {
                    "succeeded".clone_into(&mut intent.status);
                    intent.amount_received = amount;
                    Ok(())
                }
                (status, _) => Err(format!(
                    "This PaymentIntent could not be captured because it has a status of {status}."
                )),
            }
        })
    }

    /// Lets go what is held.
    pub(super) fn cancel(&mut self, id: &str, chance: &mut impl RngExt) -> Answer {
        self.change(id, chance, |intent| match intent.status.as_str() {
            "requires_payment_method" | "requires_capture" | "requires_confirmation" | "requires_action" => {
                "canceled".clone_into(&mut intent.status);
                Ok(())
            }
            status => {
                Err(format!("You cannot cancel this PaymentIntent because it has a status of {status}."))
            }
        })
    }

    /// The payer passes or fails the challenge.
    pub(super) fn challenge(&mut self, id: &str, passed: bool, chance: &mut impl RngExt) -> Answer {
        self.change(id, chance, |intent| {
            if intent.status == "requires_action" {
                let status = if passed { "requires_capture" } else { "requires_payment_method" };
                status.clone_into(&mut intent.status);
            }
            Ok(())
        })
    }

    /// Gives back, never more than was taken.
    pub(super) fn refund(&mut self, form: &Form, chance: &mut impl RngExt) -> Answer {
        let wanted = form.get("payment_intent").map(String::as_str).unwrap_or_default();
        let Some(intent) = self.intents.get_mut(wanted) else { return Answer::missing(wanted) };
        let left = intent.amount_received - intent.amount_refunded;
        let amount = form.get("amount").map_or(Some(left), |amount| amount.parse().ok());
        let Some(amount) = amount.filter(|amount| (1..=left).contains(amount)) else {
            return Answer::error(
                400,
                "invalid_request_error",
                "Refund amount is greater than unrefunded amount on charge",
            );
        };
        intent.amount_refunded += amount;
        let refund = Refund {
            id: id("re", chance),
            intent: intent.id.clone(),
            amount,
            currency: intent.currency.clone(),
            metadata: metadata(form),
            created: now(),
        };
        let json = refund.json();
        self.refunds.insert(refund.id.clone(), refund);
        self.happened("refund.created", &json, chance);
        Answer::ok(json)
    }

    fn change(
        &mut self,
        id: &str,
        chance: &mut impl RngExt,
        apply: impl FnOnce(&mut Intent) -> Result<(), String>,
    ) -> Answer {
        let Some(intent) = self.intents.get_mut(id) else { return Answer::missing(id) };
        let before = intent.status.clone();
        if let Err(message) = apply(intent) {
            return Answer::error(400, "invalid_request_error", &message);
        }
        let json = intent.json();
        if intent.status != before {
            let event = format!("payment_intent.{}", event_of(&intent.status));
            self.happened(&event, &json, chance);
        }
        Answer::ok(json)
    }

    fn happened(&mut self, kind: &str, object: &Value, chance: &mut impl RngExt) {
        self.events.push(json!({
            "id": id("evt", chance), "object": "event", "api_version": "2026-02-25", "created": now(),
            "type": kind, "livemode": false, "pending_webhooks": 1,
            "request": { "id": null, "idempotency_key": null }, "data": { "object": object },
        }));
    }
}

fn event_of(status: &str) -> &str {
    match status {
        "requires_capture" => "amount_capturable_updated",
        "requires_payment_method" => "payment_failed",
        other => other,
    }
}
