//! Hosted Checkout: a session is made by the shop, paid on a page of the emulator's, and ends complete or
//! expired. Its intent comes into being when somebody first tries to pay, as at Stripe.

use super::{
    answers::{Answer, Expand},
    ledger::{Form, Intent, Ledger, id, metadata, now},
};
use rand::RngExt;
use serde_json::Value;
use std::collections::BTreeMap;

/// A Checkout Session. Amounts are minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are Stripe's: https://docs.stripe.com/api/checkout/sessions/object"
)]
pub struct Session {
    pub id: String,
    pub amount: i64,
    pub currency: String,
    pub status: String,
    pub intent: Option<String>,
    pub capture_method: String,
    pub metadata: BTreeMap<String, String>,
    pub intent_metadata: BTreeMap<String, String>,
    pub client_reference_id: Option<String>,
    pub success_url: String,
    pub cancel_url: Option<String>,
    pub url: String,
    pub created: u64,
}

impl Session {
    pub(super) fn is_open(&self) -> bool {
        self.status == "open"
    }

    /// Held money is not there yet.
    pub(super) fn payment_status(&self) -> &'static str {
        if self.status == "complete" && self.capture_method != "manual" { "paid" } else { "unpaid" }
    }

    fn of(form: &Form, address: &str, chance: &mut impl RngExt) -> Result<Self, String> {
        let text = |name: &str| form.get(name).cloned();
        let needed = |name: &str| text(name).ok_or_else(|| format!("Missing required param: {name}."));
        if needed("mode")? != "payment" {
            return Err("This emulator knows the mode `payment` only.".to_owned());
        }
        let id = id("cs_test", chance);
        let item = "line_items[0][price_data]";
        needed(&format!("{item}[product_data][name]"))?;
        Ok(Self {
            amount: total(form)?,
            currency: needed(&format!("{item}[currency]"))?,
            status: "open".to_owned(),
            intent: None,
            capture_method: text("payment_intent_data[capture_method]").unwrap_or_else(|| "automatic".into()),
            metadata: metadata(form, "metadata"),
            intent_metadata: metadata(form, "payment_intent_data[metadata]"),
            client_reference_id: text("client_reference_id"),
            success_url: needed("success_url")?,
            cancel_url: text("cancel_url"),
            url: format!("{address}/pay/{id}"),
            created: now(),
            id,
        })
    }
}

/// The sum of the lines.
fn total(form: &Form) -> Result<i64, String> {
    let number = |line: usize, name: &str| {
        form.get(&format!("line_items[{line}]{name}")).and_then(|value| value.parse::<i64>().ok())
    };
    let price = |line| number(line, "[price_data][unit_amount]").zip(number(line, "[quantity]"));
    let sum = (0..).map_while(price).map(|(price, quantity)| price * quantity).sum();
    if sum > 0 { Ok(sum) } else { Err("Missing required param: line_items.".to_owned()) }
}

impl Ledger {
    /// Makes a session.
    pub(super) fn create_session(&mut self, form: &Form, chance: &mut impl RngExt) -> Answer {
        match Session::of(form, &self.address, chance) {
            Ok(session) => {
                let json = session.json(None, &Expand::of(form));
                self.sessions.insert(session.id.clone(), session);
                Answer::ok(json)
            }
            Err(message) => Answer::error(400, "invalid_request_error", &message),
        }
    }

    /// A session as it is.
    pub(super) fn session(&self, id: &str, expand: &Expand) -> Answer {
        self.sessions.get(id).map_or_else(
            || Answer::missing(id),
            |session| Answer::ok(session.json(self.intent_of(session), expand)),
        )
    }

    fn intent_of(&self, session: &Session) -> Option<&Intent> {
        self.intents.get(session.intent.as_ref()?)
    }

    /// Ends a session that nobody has paid, and with it whatever was begun for it.
    pub(super) fn expire_session(&mut self, id: &str, expand: &Expand, chance: &mut impl RngExt) -> Answer {
        let Some(session) = self.sessions.get_mut(id) else { return Answer::missing(id) };
        if !session.is_open() {
            let message = format!(
                "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of \"{}\".",
                session.status
            );
            return Answer::error(400, "invalid_request_error", &message);
        }
        "expired".clone_into(&mut session.status);
        if let Some(intent) = session.intent.clone() {
            self.cancel(&intent, chance);
        }
        let session = self.session(id, &Expand::default()).body;
        self.happened("checkout.session.expired", &session, chance);
        self.session(id, expand)
    }

    /// Somebody pays on the session's page: the intent as it stands then, or what is wrong.
    pub(super) fn pay_session(
        &mut self,
        id: &str,
        method: &str,
        chance: &mut impl RngExt,
    ) -> Result<Intent, String> {
        let session = self.sessions.get(id).filter(|session| session.is_open()).cloned();
        let session = session.ok_or("This page has expired.")?;
        let begun = session.intent.as_ref().and_then(|intent| self.intents.get(intent)).cloned();
        let mut intent = begun.unwrap_or_else(|| self.intent(session.amount, session.currency, chance));
        intent.capture_method = session.capture_method;
        intent.metadata = session.intent_metadata;
        intent.return_url = Some(session.success_url);
        intent.confirm(method);
        if let Some(session) = self.sessions.get_mut(id) {
            session.intent = Some(intent.id.clone());
        }
        self.keep(intent.clone(), chance);
        self.complete_session_of(&intent.id, chance);
        Ok(intent)
    }

    /// A session is complete once its intent is paid or held.
    pub(super) fn complete_session_of(&mut self, intent: &str, chance: &mut impl RngExt) {
        let is_paid = |intent: &Intent| matches!(intent.status.as_str(), "requires_capture" | "succeeded");
        if !self.intents.get(intent).is_some_and(is_paid) {
            return;
        }
        let mut sessions = self.sessions.values_mut();
        let Some(session) =
            sessions.find(|session| session.is_open() && session.intent.as_deref() == Some(intent))
        else {
            return;
        };
        "complete".clone_into(&mut session.status);
        let id = session.id.clone();
        let json: Value = self.session(&id, &Expand::default()).body;
        self.happened("checkout.session.completed", &json, chance);
    }

    /// The open session an intent was begun for.
    pub(super) fn session_of(&self, intent: &str) -> Option<&Session> {
        self.sessions.values().find(|session| session.intent.as_deref() == Some(intent))
    }
}
