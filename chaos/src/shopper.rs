//! Shoppers who buy over the REST API while everything breaks, and who remember what they were told.

use crate::{mail::Mailbox, stripe::Stripe};
use anyhow::{Context, Result, bail, ensure};
use rand::{RngExt, rngs::StdRng};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How long a shopper asks again for one purchase, and waits for a mail.
const PATIENCE: Duration = Duration::from_mins(1);
const PASSWORD: &str = "correct horse battery";

/// What a shopper was told of a purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The order stands, under this number and with this total.
    Placed {
        /// The order's number.
        number: String,
        /// Minor units.
        total: i64,
    },
    /// No, in one way or the other: nothing was kept.
    Refused(String),
    /// Nothing certain, however often it was asked.
    Nothing,
}

/// A customer with a cart of their own.
pub struct Shopper {
    http: Client,
    base: String,
    token: String,
    email: String,
    stripe: Stripe,
    chance: StdRng,
}

impl Shopper {
    /// Makes an account: asks for it and follows the mailed link. Before anything is broken.
    ///
    /// # Errors
    /// When it does not work, or the mail does not come in time.
    pub async fn register(
        base: &str,
        name: &str,
        stripe: Stripe,
        mailbox: &Mailbox,
        chance: StdRng,
    ) -> Result<Self> {
        let http = Client::builder().timeout(Duration::from_secs(20)).build()?;
        let email = format!("{name}@example.test");
        let mut shopper = Self { http, base: base.to_owned(), token: String::new(), email, stripe, chance };
        let account = json!({ "name": "Ada Lovelace", "email": shopper.email, "password": PASSWORD });
        shopper.must(Method::POST, "/customers", &account).await?;
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Some(token) = mailbox.link_to(&shopper.email) {
                let confirmation = json!({ "token": token, "password": PASSWORD });
                let session = shopper.must(Method::POST, "/customers/confirmations", &confirmation).await?;
                session["token"].as_str().context("the session has no token")?.clone_into(&mut shopper.token);
                return Ok(shopper);
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        bail!("{} was mailed no link", shopper.email)
    }

    /// The address the shopper is known by.
    pub fn email(&self) -> &str {
        &self.email
    }

    /// One whole purchase of some of these variants.
    ///
    /// # Errors
    /// When nothing could be put into the cart; no purchase was begun then.
    pub async fn buy(&mut self, variants: &[String]) -> Result<Told> {
        let total = self.fill(variants).await?;
        let card = self.card();
        let key = format!("{:032x}", self.chance.random::<u128>());
        let purchase = json!({ "payment_method": card, "expected_total": total });
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            // The same key: the same purchase, whatever became of the first answer.
            let asked = self.ask(Method::POST, "/checkout", Some(&key), &purchase).await;
            if let Ok((status, outcome)) = asked
                && let Some(told) = self.understand(status, &outcome, total)
            {
                return Ok(told);
            }
            tokio::time::sleep(Duration::from_millis(400)).await;
        }
        Ok(Told::Nothing)
    }

    fn card(&mut self) -> &'static str {
        match self.chance.random_range(0..20) {
            0 => "pm_card_chargeDeclined",
            1 | 2 => "pm_card_authenticationRequired",
            3 => "pm_card_captureFails",
            4 | 5 => "hosted_page",
            _ => "pm_card_visa",
        }
    }

    /// `None` when it has to be asked again.
    fn understand(&mut self, status: StatusCode, outcome: &Value, total: i64) -> Option<Told> {
        let refused = |what: &str| Some(Told::Refused(what.to_owned()));
        match outcome["outcome"].as_str() {
            Some("placed") => Some(Told::Placed { number: outcome["number"].as_str()?.to_owned(), total }),
            Some("action_required") => {
                let charge = outcome["url"].as_str()?.rsplit('/').next()?.to_owned();
                let passed = self.chance.random_range(0..4) > 0;
                if charge.starts_with("cs_") {
                    let card = if passed { "pm_card_visa" } else { "pm_card_chargeDeclined" };
                    // A page that cannot be paid any more is asked about again like one that was paid.
                    drop(self.stripe.pay_session(&charge, card));
                } else {
                    self.stripe.answer_challenge(&charge, passed);
                }
                None
            }
            Some("pending") => None,
            Some(other) => refused(other),
            None if status.is_client_error() && !again(status) => {
                refused(outcome["detail"].as_str().unwrap_or(status.as_str()))
            }
            None => None,
        }
    }

    async fn fill(&mut self, variants: &[String]) -> Result<i64> {
        let cart = self.must(Method::GET, "/carts/current", &Value::Null).await?;
        for line in cart["lines"].as_array().into_iter().flatten() {
            if let Some(variant) = line["variant"].as_str() {
                self.must(Method::DELETE, &format!("/carts/current/lines/{variant}"), &Value::Null).await?;
            }
        }
        for _ in 0..self.chance.random_range(1..=2) {
            let variant = &variants[self.chance.random_range(0..variants.len())];
            let line = json!({ "variant": variant, "quantity": self.chance.random_range(1..=2) });
            self.must(Method::POST, "/carts/current/lines", &line).await?;
        }
        let draft = json!({
            "email": self.email, "name": "Ada Lovelace", "street": "Unter den Linden 1", "city": "Berlin",
            "postal_code": "10117", "country": "DE",
        });
        let quote = self.must(Method::PUT, "/checkout/draft", &draft).await?;
        quote["total"]["minor"].as_i64().context("the quote has no total")
    }

    async fn must(&mut self, method: Method, path: &str, body: &Value) -> Result<Value> {
        let (status, answer) = self.ask(method, path, None, body).await?;
        ensure!(status.is_success(), "{path}: {status} {answer}");
        Ok(answer)
    }

    async fn ask(
        &mut self,
        method: Method,
        path: &str,
        key: Option<&str>,
        body: &Value,
    ) -> Result<(StatusCode, Value)> {
        let mut request = self.http.request(method, format!("{}/api/v1{path}", self.base));
        if !body.is_null() {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let answer = request.send().await?;
        if let Some(next) = answer.headers().get("session-token").and_then(|token| token.to_str().ok()) {
            next.clone_into(&mut self.token);
        }
        let status = answer.status();
        let text = answer.text().await?;
        Ok((status, serde_json::from_str(&text).unwrap_or_default()))
    }
}

/// Refusals that may pass: too much at once, and a key that is being worked on.
fn again(status: StatusCode) -> bool {
    matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT | StatusCode::CONFLICT)
}
