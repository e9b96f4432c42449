//! A shop's side of the API, and a payer's browser without scripts.

use chaos::stripe::{Stripe, serve};
use serde_json::Value;

/// An emulator and somebody who asks it.
pub struct Client {
    pub stripe: Stripe,
    pub base: String,
    http: reqwest::Client,
}

/// What was answered.
pub struct Answer {
    pub status: u16,
    pub is_replayed: bool,
    pub location: String,
    pub text: String,
}

impl Answer {
    pub fn body(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub fn id(&self) -> String {
        self.body()["id"].as_str().unwrap_or_else(|| panic!("{}", self.text)).to_owned()
    }
}

impl Client {
    pub async fn new() -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let stripe = Stripe::new(7);
        let base = format!("http://{}", serve(stripe.clone()).await.unwrap());
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { stripe, base, http }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.http.get(self.url(path))).await.unwrap()
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.send(self.http.post(self.url(path)).form(form)).await.unwrap()
    }

    /// Under an idempotency key; an error when the connection is lost.
    pub async fn post_as(&self, key: &str, path: &str, form: &[(&str, &str)]) -> reqwest::Result<Answer> {
        self.send(self.http.post(self.url(path)).header("idempotency-key", key).form(form)).await
    }

    fn url(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) }
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> reqwest::Result<Answer> {
        let answer = request.bearer_auth("sk_test_1").send().await?;
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
        let (location, is_replayed) =
            (header("location").unwrap_or_default().to_owned(), header("idempotent-replayed").is_some());
        Ok(Answer { status: answer.status().as_u16(), is_replayed, location, text: answer.text().await? })
    }
}

/// 84.00 € held on this card.
pub const fn intent(method: &str) -> [(&str, &str); 6] {
    [
        ("amount", "8400"),
        ("currency", "eur"),
        ("capture_method", "manual"),
        ("confirm", "true"),
        ("payment_method", method),
        ("return_url", "http://shop.test/back"),
    ]
}

/// 84.00 € to be held at a page.
pub const SESSION: [(&str, &str); 8] = [
    ("mode", "payment"),
    ("success_url", "http://shop.test/paid"),
    ("cancel_url", "http://shop.test/checkout"),
    ("line_items[0][quantity]", "2"),
    ("line_items[0][price_data][currency]", "eur"),
    ("line_items[0][price_data][unit_amount]", "4200"),
    ("line_items[0][price_data][product_data][name]", "Your order"),
    ("payment_intent_data[capture_method]", "manual"),
];
