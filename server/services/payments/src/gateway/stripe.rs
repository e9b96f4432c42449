//! Stripe: `PaymentIntent`s with manual capture, confirmed on the server.
//!
//! Requests are async-stripe's; of the answers only what is needed is read, so that another version of the
//! API, or an emulator, may send more or less of the rest.

use super::{
    Case, Charge, Entry, Failure, NewCharge, Notice, PaymentGateway, Returned, Standing, Subject, Sum, Terms,
    Told,
    stripe_cases::{Disputed, Get, Warned},
    stripe_checkout::{is_left_to_its_page, is_session},
    terms,
};
use crate::config::StripeConfig;
use async_trait::async_trait;
use chrono::DateTime;
use contracts::{
    Currency, Money, RefundId, Timestamp,
    payments::{HOSTED_PAGE, RefundStatus},
};
use miniserde::json::{Number, Value as Json};
use std::{collections::HashMap, time::Duration};
use stripe::{
    ApiErrorsType, Client, ClientBuilder, IdempotencyKey, RequestStrategy, StripeError, StripeRequest,
};
use stripe_core::{
    PaymentIntentAllowedPaymentMethodTypes, PaymentIntentCaptureMethod,
    payment_intent::{
        CancelPaymentIntent, CapturePaymentIntent, CreatePaymentIntent, ListPaymentIntent,
        RetrievePaymentIntent,
    },
    refund::{CreateRefund, ListRefund, RetrieveRefund},
};
use stripe_webhook::{Webhook, WebhookError};

const TIMEOUT: Duration = Duration::from_secs(15);
/// It has to be loaded from there, and its version goes with the API's that async-stripe speaks:
/// <https://docs.stripe.com/sdks/stripejs-versioning>.
const SCRIPT_URL: &str = "https://js.stripe.com/endive/stripe.js";

/// Stripe's API under one secret key.
pub struct StripeGateway {
    client: Client,
    publishable_key: String,
    script_url: String,
    pub(super) given_up_url: String,
    webhook_secrets: Vec<String>,
}

#[derive(miniserde::Deserialize)]
pub(super) struct Intent {
    id: String,
    pub(super) status: String,
    payment_method: Option<Json>,
    next_action: Option<NextAction>,
    last_payment_error: Option<Refusal>,
    amount: Option<i64>,
    currency: Option<String>,
    amount_capturable: Option<i64>,
    amount_received: Option<i64>,
    pub(super) metadata: Option<HashMap<String, String>>,
    /// An id, or the charge itself when it was asked for.
    latest_charge: Option<Json>,
    created: Option<i64>,
}

#[derive(miniserde::Deserialize)]
struct NextAction {
    redirect_to_url: Option<RedirectTo>,
}

#[derive(miniserde::Deserialize)]
struct RedirectTo {
    url: Option<String>,
}

#[derive(miniserde::Deserialize)]
struct Refusal {
    message: Option<String>,
}

#[derive(miniserde::Deserialize)]
struct SentBack {
    id: String,
    status: Option<String>,
    amount: Option<i64>,
    currency: Option<String>,
    payment_intent: Option<String>,
    metadata: Option<HashMap<String, String>>,
    failure_reason: Option<String>,
}

#[derive(miniserde::Deserialize)]
struct Listed<T> {
    data: Vec<T>,
}

impl StripeGateway {
    /// The gateway under these keys.
    ///
    /// # Errors
    /// `Invalid` when a secret is missing: an empty webhook secret would let anybody sign.
    pub fn new(config: &StripeConfig) -> contracts::Result<Self> {
        let secrets = config.webhook_secrets.split(',').map(str::trim).filter(|secret| !secret.is_empty());
        let webhook_secrets: Vec<String> = secrets.map(str::to_owned).collect();
        let keys = [&config.secret_key, &config.publishable_key];
        if webhook_secrets.is_empty() || keys.iter().any(|key| key.trim().is_empty()) {
            return Err(contracts::Error::invalid(
                "Stripe needs a secret key, a publishable key and at least one webhook secret.",
            ));
        }
        let mut builder = ClientBuilder::new(config.secret_key.trim()).timeout(TIMEOUT);
        if let Some(base) = &config.api_base {
            builder = builder.url(format!("{}/", base.trim_end_matches('/')));
        }
        let client = builder.build().map_err(|error| contracts::Error::invalid(error.to_string()))?;
        Ok(Self {
            client,
            publishable_key: config.publishable_key.trim().to_owned(),
            script_url: config.script_url.clone().unwrap_or_else(|| SCRIPT_URL.to_owned()),
            given_up_url: config.given_up_url.clone(),
            webhook_secrets,
        })
    }

    /// Lets an intent go.
    pub(super) async fn cancel(&self, key: &str, intent: &str) -> Result<Charge, Failure> {
        let request = CancelPaymentIntent::new(intent);
        self.send::<Intent, _>(&request, Some(key)).await.map(read).map_err(failure)
    }

    pub(super) async fn send<T, R>(&self, request: &R, key: Option<&str>) -> Result<T, StripeError>
    where
        T: miniserde::Deserialize,
        R: StripeRequest + Sync,
    {
        let mut request = request.build().customize::<T>();
        if let Some(key) = key {
            let key =
                IdempotencyKey::new(key).map_err(|error| StripeError::ConfigError(error.to_string()))?;
            request = request.request_strategy(RequestStrategy::Idempotent(key));
        }
        request.send(&self.client).await
    }
}

#[async_trait]
impl PaymentGateway for StripeGateway {
    fn name(&self) -> &'static str {
        "stripe"
    }

    fn method(&self) -> &'static str {
        "card"
    }

    fn publishable_key(&self) -> Option<String> {
        Some(self.publishable_key.clone())
    }

    fn script_url(&self) -> Option<String> {
        Some(self.script_url.clone())
    }

    fn storable(&self, method: &str) -> String {
        if is_token(method) || method == HOSTED_PAGE { method.to_owned() } else { String::new() }
    }

    async fn authorise(&self, key: &str, charge: &NewCharge) -> Result<Charge, Failure> {
        if charge.method == HOSTED_PAGE {
            return self.open_page(key, charge).await;
        }
        if !is_token(&charge.method) {
            return Ok(declined("Please enter your card again.", None));
        }
        match self.send::<Intent, _>(&new_intent(charge), Some(key)).await {
            Ok(intent) => Ok(read(intent)),
            Err(StripeError::Stripe(error, 402)) => {
                let message = error.message.unwrap_or_else(|| "Your card was declined.".to_owned());
                Ok(declined(&message, error.payment_intent.map(|intent| intent.id.to_string())))
            }
            Err(error) => Err(failure(error)),
        }
    }

    async fn retrieve(&self, reference: &str) -> Result<Charge, Failure> {
        if is_session(reference) {
            return self.look_at_page(reference).await;
        }
        let request = RetrievePaymentIntent::new(reference)
            .expand(vec!["latest_charge".to_owned(), "payment_method".to_owned()]);
        self.send::<Intent, _>(&request, None).await.map(read).map_err(failure)
    }

    async fn capture(&self, key: &str, reference: &str, amount: Money) -> Result<Charge, Failure> {
        let request = CapturePaymentIntent::new(reference).amount_to_capture(amount.minor);
        self.send::<Intent, _>(&request, Some(key)).await.map(read).map_err(failure)
    }

    async fn void(&self, key: &str, reference: &str) -> Result<Charge, Failure> {
        if is_session(reference) {
            self.close_page(key, reference).await
        } else {
            self.cancel(key, reference).await
        }
    }

    async fn refund(
        &self,
        key: &str,
        reference: &str,
        refund: RefundId,
        amount: Money,
    ) -> Result<Returned, Failure> {
        let metadata = HashMap::from([("refund".to_owned(), refund.to_string())]);
        let request = CreateRefund::new().payment_intent(reference).amount(amount.minor).metadata(metadata);
        self.send::<SentBack, _>(&request, Some(key)).await.map(read_refund).map_err(failure)
    }

    async fn retrieve_refund(&self, reference: &str) -> Result<Returned, Failure> {
        let request = RetrieveRefund::new(reference);
        self.send::<SentBack, _>(&request, None).await.map(read_refund).map_err(failure)
    }

    async fn refunds_of(&self, reference: &str) -> Result<Vec<Returned>, Failure> {
        let request = ListRefund::new().payment_intent(reference).limit(100);
        let page = self.send::<Listed<SentBack>, _>(&request, None).await.map_err(failure)?;
        Ok(page.data.into_iter().map(read_refund).collect())
    }

    async fn retrieve_case(&self, subject: &Subject) -> Result<Case, Failure> {
        match subject {
            Subject::Dispute(id) => {
                self.send::<Disputed, _>(&Get::dispute(id), None).await.map_err(failure)?.read()
            }
            Subject::FraudWarning(id) => {
                self.send::<Warned, _>(&Get::fraud_warning(id), None).await.map_err(failure)?.read()
            }
            _ => Err(Failure::Refused("This is no dispute.".to_owned())),
        }
    }

    async fn book(&self, after: Option<&str>) -> Result<Vec<Entry>, Failure> {
        let mut request = ListPaymentIntent::new().limit(100).expand(vec!["data.latest_charge".to_owned()]);
        if let Some(after) = after {
            request = request.starting_after(after);
        }
        let page = self.send::<Listed<Intent>, _>(&request, None).await.map_err(failure)?;
        Ok(page.data.into_iter().map(entry).collect())
    }

    async fn events(&self, since: Timestamp, after: Option<&str>) -> Result<Vec<Told>, Failure> {
        self.list_events(since, after).await
    }

    fn verify_webhook(&self, body: &[u8], signature: &str) -> Result<Notice, Failure> {
        let body = std::str::from_utf8(body).map_err(|_| Failure::Forged)?;
        if self.webhook_secrets.iter().any(|secret| is_signed(body, signature, secret)) {
            return notice(body);
        }
        Err(Failure::Forged)
    }

    async fn answer_challenge(&self, _reference: &str, _passed: bool) -> Result<(), Failure> {
        Err(Failure::Refused("Only the test gateway's challenges can be answered here.".to_owned()))
    }
}

/// A card that was entered elsewhere: in the Payment Element, or by somebody's own use of Stripe's library.
fn is_token(method: &str) -> bool {
    method.starts_with("ctoken_") || method.starts_with("pm_")
}

fn new_intent(charge: &NewCharge) -> CreatePaymentIntent {
    let code = charge.amount.currency.code().to_lowercase();
    let currency: stripe_types::Currency = match code.parse() {
        Ok(currency) => currency,
        Err(never) => match never {},
    };
    let request = CreatePaymentIntent::new(charge.amount.minor, currency)
        .capture_method(PaymentIntentCaptureMethod::Manual)
        .expand(vec!["payment_method".to_owned()])
        .metadata(terms::metadata(charge))
        .confirm(true);
    // The Payment Element and the intent have to agree on what one may pay with.
    let request = if charge.method.starts_with("ctoken_") {
        request
            .confirmation_token(charge.method.as_str())
            .allowed_payment_method_types(vec![PaymentIntentAllowedPaymentMethodTypes::Card])
    } else {
        request.payment_method(charge.method.as_str())
    };
    if charge.return_url.is_empty() { request } else { request.return_url(charge.return_url.as_str()) }
}

/// The signature is checked before the event is parsed; that async-stripe cannot parse one is no forgery.
fn is_signed(body: &str, signature: &str, secret: &str) -> bool {
    matches!(Webhook::construct_event(body, signature, secret), Ok(_) | Err(WebhookError::BadParse(_)))
}

pub(super) fn notice(body: &str) -> Result<Notice, Failure> {
    let event: serde_json::Value = serde_json::from_str(body).map_err(|_| Failure::Forged)?;
    let text = |pointer: &str| event.pointer(pointer).and_then(|value| value.as_str()).map(str::to_owned);
    let (Some(id), Some(kind)) = (text("/id"), text("/type")) else {
        return Err(Failure::Forged);
    };
    let subject = match text("/data/object/id") {
        Some(object) if kind.starts_with("payment_intent.") || kind.starts_with("checkout.session.") => {
            Subject::Charge(object)
        }
        Some(object) if kind.starts_with("charge.refund.") || kind.starts_with("refund.") => {
            Subject::Refund(object)
        }
        Some(_) if kind == "charge.refunded" => {
            text("/data/object/payment_intent").map_or(Subject::Other, Subject::RefundsOf)
        }
        Some(object) if kind.starts_with("charge.dispute.") => Subject::Dispute(object),
        Some(object) if kind.starts_with("radar.early_fraud_warning.") => Subject::FraudWarning(object),
        _ => Subject::Other,
    };
    Ok(Notice { event: id, subject })
}

/// <https://docs.stripe.com/api/payment_intents/object>
fn terms_of(intent: &Intent) -> Terms {
    let refunded = intent.latest_charge.as_ref().and_then(|charge| field(charge, "amount_refunded"));
    Terms {
        sum: intent.amount.zip(intent.currency.as_ref()).map(|(minor, code)| Sum::new(minor, code)),
        held: intent.amount_capturable,
        captured: intent.amount_received.unwrap_or_default(),
        refunded: refunded.and_then(whole).unwrap_or_default(),
        ..Terms::told(intent.metadata.as_ref())
    }
}

pub(super) fn read(intent: Intent) -> Charge {
    let terms = terms_of(&intent);
    let is_left = is_left_to_its_page(&intent);
    let refusal = intent.last_payment_error.and_then(|error| error.message);
    let url = intent.next_action.and_then(|action| action.redirect_to_url).and_then(|redirect| redirect.url);
    let standing = if is_left { Standing::Processing } else { standing(&intent.status, url, refusal) };
    let response = serde_json::json!({ "id": intent.id, "status": intent.status });
    let label = intent.payment_method.as_ref().map_or_else(String::new, label);
    Charge { reference: (!is_left).then_some(intent.id), standing, label, response, terms }
}

/// <https://docs.stripe.com/payments/paymentintents/lifecycle>
fn standing(status: &str, url: Option<String>, refusal: Option<String>) -> Standing {
    match status {
        "requires_action" => Standing::RequiresAction(url),
        "requires_capture" => Standing::Authorised,
        "succeeded" => Standing::Captured,
        "canceled" => Standing::Voided,
        "requires_payment_method" => {
            Standing::Declined(refusal.unwrap_or_else(|| "Your card was declined.".to_owned()))
        }
        _ => Standing::Processing,
    }
}

fn entry(intent: Intent) -> Entry {
    let created_at = DateTime::from_timestamp(intent.created.unwrap_or_default(), 0).unwrap_or_default();
    let terms = terms_of(&intent);
    let is_left = is_left_to_its_page(&intent);
    let standing = if is_left { Standing::Processing } else { standing(&intent.status, None, None) };
    Entry { reference: intent.id, standing, terms, created_at }
}

/// Empty for a method that is named by its id only: what is known of it already stays.
fn label(method: &Json) -> String {
    if matches!(method, Json::String(_) | Json::Null) {
        return String::new();
    }
    let card = field(method, "card");
    let text = |name| match card.and_then(|card| field(card, name)) {
        Some(Json::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let (Some(brand), Some(end)) = (text("brand"), text("last4")) else {
        return "Card".to_owned();
    };
    let mut letters = brand.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase()).into_iter();
    format!("{} ending {end}", first.chain(letters).collect::<String>())
}

pub(super) fn field<'a>(value: &'a Json, name: &str) -> Option<&'a Json> {
    match value {
        Json::Object(fields) => fields.get(name),
        _ => None,
    }
}

pub(super) fn whole(value: &Json) -> Option<i64> {
    match value {
        Json::Number(Number::U64(number)) => i64::try_from(*number).ok(),
        Json::Number(Number::I64(number)) => Some(*number),
        _ => None,
    }
}

fn declined(message: &str, reference: Option<String>) -> Charge {
    let response = serde_json::json!({ "declined": message });
    let (standing, terms) = (Standing::Declined(message.to_owned()), Terms::default());
    Charge { reference, standing, label: String::new(), response, terms }
}

fn read_refund(refund: SentBack) -> Returned {
    let status = match refund.status.as_deref() {
        Some("succeeded") => RefundStatus::Processed,
        Some("failed" | "canceled") => RefundStatus::Failed,
        _ => RefundStatus::Pending,
    };
    let currency = refund.currency.and_then(|code| Currency::from_code(&code.to_uppercase()));
    let ours = refund.metadata.and_then(|metadata| metadata.get("refund")?.parse().ok());
    Returned {
        reference: refund.id,
        status,
        amount: refund.amount.zip(currency).map(|(minor, currency)| Money::new(minor, currency)),
        charge: refund.payment_intent,
        ours,
        failure: refund.failure_reason,
    }
}

/// Which answers leave open whether something was done: see Stripe's notes on low-level error handling.
pub(super) fn failure(error: StripeError) -> Failure {
    match error {
        StripeError::Stripe(error, status @ (401 | 403 | 409 | 429 | 500..)) => {
            Failure::Unavailable(format!("status {status}: {}", error.message.unwrap_or_default()))
        }
        // The key was used before: whatever it was used for may have been done.
        StripeError::Stripe(error, status) if error.type_ == ApiErrorsType::IdempotencyError => {
            Failure::Unavailable(format!("status {status}: {}", error.message.unwrap_or_default()))
        }
        StripeError::Stripe(error, _) => {
            Failure::Refused(error.message.unwrap_or_else(|| "The payment provider refused.".to_owned()))
        }
        other => Failure::Unavailable(other.to_string()),
    }
}
