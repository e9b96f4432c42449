//! The money of an account: intents and refunds, and what may happen to them.

use super::{
    answers::{Answer, Expand},
    sessions::Session,
};
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
    pub capture_method: String,
    pub metadata: BTreeMap<String, String>,
    pub method: String,
    pub return_url: Option<String>,
    pub challenge_url: String,
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
    /// By id.
    pub sessions: BTreeMap<String, Session>,
    /// Payment methods by confirmation token; a token is taken out when it is used.
    pub tokens: BTreeMap<String, String>,
    /// Where payers find the pages of this emulator, without a slash at the end.
    pub address: String,
    /// Events, oldest first.
    pub events: Vec<Value>,
}

/// The parameters of a request.
pub(super) type Form = BTreeMap<String, String>;

pub(super) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// What is in `{of}[...]`.
pub(super) fn metadata(form: &Form, of: &str) -> BTreeMap<String, String> {
    let inside = |name: &str| Some(name.strip_prefix(of)?.strip_prefix('[')?.strip_suffix(']')?.to_owned());
    form.iter().filter_map(|(name, value)| Some((inside(name)?, value.clone()))).collect()
}

pub(super) fn id(prefix: &str, chance: &mut impl RngExt) -> String {
    format!("{prefix}_{:016x}", chance.random::<u64>())
}

impl Ledger {
    /// Makes an intent and, if asked to, confirms it with its method.
    pub(super) fn create(&mut self, form: &Form, chance: &mut impl RngExt) -> Answer {
        let Some(amount) = form.get("amount").and_then(|amount| amount.parse().ok()).filter(|a| *a > 0)
        else {
            return Answer::error(400, "invalid_request_error", "Invalid positive integer: amount");
        };
        let method = match self.method(form) {
            Ok(method) => method,
            Err(unknown) => return Answer::missing(&unknown),
        };
        let mut intent = self.intent(amount, form.get("currency").cloned().unwrap_or_default(), chance);
        intent.capture_method = form.get("capture_method").cloned().unwrap_or_else(|| "automatic".into());
        intent.metadata = metadata(form, "metadata");
        intent.return_url = form.get("return_url").cloned();
        if form.get("confirm").is_some_and(|confirm| confirm == "true") {
            intent.confirm(&method);
        }
        let answer = if intent.last_error.is_some() {
            Answer::declined(&intent)
        } else {
            Answer::ok(intent.json(&Expand::of(form)))
        };
        self.keep(intent, chance);
        answer
    }

    /// The payment method that is given, directly or by a confirmation token, which is good for one use.
    fn method(&mut self, form: &Form) -> Result<String, String> {
        match form.get("confirmation_token") {
            Some(token) => self.tokens.remove(token).ok_or_else(|| token.clone()),
            None => Ok(form.get("payment_method").cloned().unwrap_or_default()),
        }
    }

    /// A new intent that nobody has confirmed.
    pub(super) fn intent(&self, amount: i64, currency: String, chance: &mut impl RngExt) -> Intent {
        let id = id("pi", chance);
        Intent {
            challenge_url: format!("{}/challenge/{id}", self.address),
            id,
            amount,
            currency,
            status: "requires_payment_method".to_owned(),
            amount_received: 0,
            amount_refunded: 0,
            capture_method: "automatic".to_owned(),
            metadata: BTreeMap::new(),
            method: String::new(),
            return_url: None,
            last_error: None,
            created: now(),
        }
    }

    /// Keeps an intent as it is now and tells of it.
    pub(super) fn keep(&mut self, intent: Intent, chance: &mut impl RngExt) {
        let event = format!("payment_intent.{}", event_of(&intent));
        self.happened(&event, &intent.json(&Expand::default()), chance);
        self.intents.insert(intent.id.clone(), intent);
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
        if self.sessions.values().any(|session| session.is_open() && session.intent.as_deref() == Some(id)) {
            let message = "You cannot cancel the PaymentIntent for a Checkout Session. Expire the Checkout Session instead.";
            return Answer::error(400, "invalid_request_error", message);
        }
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
        let answer = self.change(id, chance, |intent| {
            if intent.status == "requires_action" && passed {
                intent.hold();
            } else if intent.status == "requires_action" {
                intent.refuse("We are unable to authenticate your payment method.");
            }
            Ok(())
        });
        self.complete_session_of(id, chance);
        answer
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
            metadata: metadata(form, "metadata"),
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
        let json = intent.json(&Expand::default());
        if intent.status != before {
            let event = format!("payment_intent.{}", event_of(intent));
            self.happened(&event, &json, chance);
        }
        Answer::ok(json)
    }

    pub(super) fn happened(&mut self, kind: &str, object: &Value, chance: &mut impl RngExt) {
        self.events.push(json!({
            "id": id("evt", chance), "object": "event", "api_version": "2026-09-30.endive", "created": now(),
            "type": kind, "livemode": false, "pending_webhooks": 1,
            "request": { "id": null, "idempotency_key": null }, "data": { "object": object },
        }));
    }
}

impl Intent {
    /// What a payment method comes to: see [`super::pages::method_of`] for the cards behind them.
    pub(super) fn confirm(&mut self, method: &str) {
        method.clone_into(&mut self.method);
        self.last_error = None;
        match method {
            "" => {}
            "pm_card_authenticationRequired" => "requires_action".clone_into(&mut self.status),
            "pm_card_chargeDeclined" => self.refuse("Your card was declined."),
            _ => self.hold(),
        }
    }

    fn hold(&mut self) {
        if self.capture_method == "manual" {
            "requires_capture".clone_into(&mut self.status);
        } else {
            "succeeded".clone_into(&mut self.status);
            self.amount_received = self.amount;
        }
    }

    fn refuse(&mut self, message: &str) {
        "requires_payment_method".clone_into(&mut self.status);
        self.last_error = Some(message.to_owned());
    }

    /// Whether there is a charge: somebody tried to pay.
    pub(super) fn is_tried(&self) -> bool {
        self.last_error.is_some() || matches!(self.status.as_str(), "requires_capture" | "succeeded")
    }
}

/// <https://docs.stripe.com/api/events/types>
fn event_of(intent: &Intent) -> &str {
    match intent.status.as_str() {
        "requires_capture" => "amount_capturable_updated",
        "requires_payment_method" if intent.last_error.is_none() && intent.method.is_empty() => "created",
        "requires_payment_method" => "payment_failed",
        other => other,
    }
}
