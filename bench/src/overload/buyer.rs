//! Guests who buy through the API.

use super::first_product;
use crate::client::Client;
use anyhow::{Context, Result, ensure};
use http::{HeaderName, Method, StatusCode, header::AUTHORIZATION};
use platform::{Database, private_postgres::PrivatePostgres};
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

const CART_TOKEN: HeaderName = HeaderName::from_static("cart-token");
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Who buys for the guests: a machine with a key, and what it buys.
pub struct Machine {
    pub base: String,
    pub variant: Uuid,
    bearer: String,
}

impl Machine {
    /// Gives the machine a key, as staff would.
    pub async fn new(base: &str, postgres: &PrivatePostgres) -> Result<Self> {
        let identity = Database::open("identity", &postgres.url("identity"), 1).await?;
        let secret = format!("tw_{}", platform::ids::token());
        sqlx::query(
            "insert into api_keys (id, name, prefix, hashed_secret, scopes) values ($1, $2, $3, $4, $5)",
        )
        .bind(platform::ids::mint())
        .bind("overload")
        .bind(&secret[..8])
        .bind(platform::ids::hash_token(&secret))
        .bind(vec!["read", "shop"])
        .execute(identity.pool())
        .await?;
        identity.pool().close().await;
        let mut machine =
            Self { base: base.to_owned(), variant: Uuid::nil(), bearer: format!("Bearer {secret}") };
        let path = format!("/products/{}", first_product(base).await?);
        let product =
            machine.ask(&mut Client::connect(base).await?, Method::GET, &path, &[], &Value::Null).await?.1;
        let variant = product["variants"][0]["id"].as_str().context("the product has no variant")?;
        machine.variant = variant.parse()?;
        Ok(machine)
    }

    async fn ask(
        &self,
        client: &mut Client,
        method: Method,
        path: &str,
        headers: &[(HeaderName, &str)],
        body: &Value,
    ) -> Result<(StatusCode, Value)> {
        let headers = [headers, &[(AUTHORIZATION, self.bearer.as_str())]].concat();
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = client.json(method, path, &headers, body).await?;
        Ok((answer.status, serde_json::from_slice(&answer.body).unwrap_or_default()))
    }
}

/// A guest with something in the cart.
pub struct Buyer {
    client: Client,
    cart: String,
    total: i64,
    key: String,
}

impl Buyer {
    /// Fills a cart and the form; comes back when told to.
    pub async fn prepared(machine: &Machine) -> Result<Self> {
        let mut client = Client::connect(&machine.base).await?;
        let cart = persist(machine, &mut client, (Method::POST, "/carts"), None, &Value::Null).await?;
        let cart = cart["cart_token"].as_str().context("a cart has no token")?.to_owned();
        let line = json!({ "variant": machine.variant, "quantity": 1 });
        persist(machine, &mut client, (Method::POST, "/carts/current/lines"), Some(&cart), &line).await?;
        let draft = json!({
            "email": "bench@example.test", "name": "Ada Lovelace", "street": "Torstrasse 12", "city": "Berlin",
            "postal_code": "10119", "country": "DE",
        });
        let quote =
            persist(machine, &mut client, (Method::PUT, "/checkout/draft"), Some(&cart), &draft).await?;
        let total = quote["total"]["minor"].as_i64().context("a quote has no total")?;
        Ok(Self { client, cart, total, key: platform::ids::token() })
    }

    /// Pays for it.
    pub async fn pay(&mut self, machine: &Machine) -> Result<(StatusCode, Value)> {
        let purchase = json!({ "payment_method": "4242 4242 4242 4242", "expected_total": self.total });
        let headers = [(CART_TOKEN, self.cart.as_str()), (IDEMPOTENCY_KEY, self.key.as_str())];
        machine.ask(&mut self.client, Method::POST, "/checkout", &headers, &purchase).await
    }
}

async fn persist(
    machine: &Machine,
    client: &mut Client,
    (method, path): (Method, &str),
    cart: Option<&str>,
    body: &Value,
) -> Result<Value> {
    let headers: Vec<_> = cart.map(|cart| (CART_TOKEN, cart)).into_iter().collect();
    loop {
        let (status, answer) = machine.ask(client, method.clone(), path, &headers, body).await?;
        if status != StatusCode::SERVICE_UNAVAILABLE {
            ensure!(status.is_success(), "{path}: {status} {answer}");
            return Ok(answer);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
