//! Hosted Checkout: a page of Stripe's own takes the card, for browsers that run no scripts.
//!
//! A session is a charge that is still to be made: its id stands in for the charge's until the payer has paid.
//! Whoever comes back from the page proves nothing by that; the session is asked.
//! <https://docs.stripe.com/payments/checkout/how-checkout-works>

use super::{
    Charge, Failure, NewCharge, Standing, Sum, Terms,
    stripe::{Intent, StripeGateway, failure, read},
    terms,
};
use serde_json::{Value, json};
use std::collections::HashMap;
use stripe::{StripeError, StripeRequest};
use stripe_client_core::{RequestBuilder, StripeMethod};

/// In an intent's metadata: it belongs to a session, whose payer may try again there.
const VIA: (&str, &str) = ("via", "checkout_session");
/// So that what was paid and with which card is told in the same answer.
const WHOLE: &str = "payment_intent.payment_method";

#[derive(miniserde::Deserialize)]
pub(super) struct Session {
    id: String,
    status: Option<String>,
    url: Option<String>,
    amount_total: Option<i64>,
    currency: Option<String>,
    metadata: Option<HashMap<String, String>>,
    payment_intent: Option<Intent>,
}

/// A request of the sessions' API.
struct Ask {
    method: StripeMethod,
    path: String,
    parameters: Value,
}

impl Ask {
    fn of(session: &str) -> Self {
        let parameters = json!({ "expand": [WHOLE] });
        Self { method: StripeMethod::Get, path: format!("/checkout/sessions/{session}"), parameters }
    }

    fn expire(session: &str) -> Self {
        let path = format!("/checkout/sessions/{session}/expire");
        Self { method: StripeMethod::Post, path, ..Self::of(session) }
    }

    /// One line for all of it: what it consists of is the order's business.
    fn new(charge: &NewCharge, given_up: &str) -> Self {
        let told = json!(terms::metadata(charge));
        let mut of_intent = told.clone();
        of_intent[VIA.0] = VIA.1.into();
        let price = json!({
            "currency": charge.amount.currency.code().to_lowercase(),
            "unit_amount": charge.amount.minor,
            "product_data": { "name": "Your order" },
        });
        let parameters = json!({
            "mode": "payment",
            "allowed_payment_method_types": ["card"],
            "client_reference_id": charge.payment,
            "success_url": charge.return_url,
            "cancel_url": given_up,
            "metadata": told,
            "payment_intent_data": { "capture_method": "manual", "metadata": of_intent },
            "line_items": [{ "quantity": 1, "price_data": price }],
            "expand": [WHOLE],
        });
        Self { method: StripeMethod::Post, path: "/checkout/sessions".to_owned(), parameters }
    }
}

impl StripeRequest for Ask {
    type Output = ();

    fn build(&self) -> RequestBuilder {
        let request = RequestBuilder::new(self.method, self.path.as_str());
        match self.method {
            StripeMethod::Get => request.query(&self.parameters),
            _ => request.form(&self.parameters),
        }
    }
}

/// Whether it is a session's id.
pub(super) fn is_session(reference: &str) -> bool {
    reference.starts_with("cs_")
}

/// Whether an intent was begun on a session's page and is not paid: its payer may still try again there, and
/// only the session can be given up.
pub(super) fn is_left_to_its_page(intent: &Intent) -> bool {
    let is_hosted =
        intent.metadata.as_ref().and_then(|metadata| metadata.get(VIA.0)).is_some_and(|via| via == VIA.1);
    is_hosted && !matches!(intent.status.as_str(), "requires_capture" | "succeeded" | "canceled")
}

impl StripeGateway {
    /// Makes a page to pay at. The same key is the same page. A failure that Stripe keeps under a key would be its
    /// answer for ever: another key makes another page, and a page that nobody was told of is paid by nobody.
    pub(super) async fn open_page(&self, key: &str, charge: &NewCharge) -> Result<Charge, Failure> {
        let ask = Ask::new(charge, &self.given_up_url);
        let mut failed = Failure::Unavailable("no page was made".to_owned());
        for attempt in ["", ":2", ":3"] {
            match self.send::<Session, _>(&ask, Some(&[key, attempt].concat())).await {
                Err(error @ StripeError::Stripe(_, 500..)) => failed = failure(error),
                answer => return answer.map(charge_of).map_err(failure),
            }
        }
        Err(failed)
    }

    /// What came of it.
    pub(super) async fn look_at_page(&self, session: &str) -> Result<Charge, Failure> {
        self.send::<Session, _>(&Ask::of(session), None).await.map(charge_of).map_err(failure)
    }

    /// Lets nobody pay there any more. Whoever was faster holds a charge by now, which is let go.
    pub(super) async fn close_page(&self, key: &str, session: &str) -> Result<Charge, Failure> {
        // Without a key of its own: a page that is closed stays closed, however often it is asked for.
        match self.send::<Session, _>(&Ask::expire(session), None).await.map_err(failure) {
            Ok(closed) => return Ok(charge_of(closed)),
            Err(Failure::Refused(_)) => {}
            Err(failure) => return Err(failure),
        }
        let charge = self.look_at_page(session).await?;
        match (&charge.standing, &charge.reference) {
            (Standing::Authorised, Some(intent)) => self.cancel(key, intent).await,
            (Standing::RequiresAction(_) | Standing::Processing, _) => {
                Err(Failure::Unavailable("the payer is paying at this moment".to_owned()))
            }
            _ => Ok(charge),
        }
    }
}

fn charge_of(session: Session) -> Charge {
    let Session { id, status, url, amount_total, currency, metadata, payment_intent } = session;
    let standing = match (status.as_deref(), payment_intent) {
        (Some("complete"), Some(intent)) => return read(intent),
        (Some("open"), _) => Standing::RequiresAction(url),
        (Some("expired"), _) => Standing::Voided,
        _ => Standing::Processing,
    };
    let sum = amount_total.zip(currency).map(|(minor, code)| Sum::new(minor, &code));
    let terms = Terms { sum, ..Terms::told(metadata.as_ref()) };
    let response = json!({ "id": id, "status": status });
    Charge { reference: Some(id), standing, label: String::new(), response, terms }
}
