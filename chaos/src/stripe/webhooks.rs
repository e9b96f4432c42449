//! Events on their way to the shop: signed as Stripe signs them, late, twice, in any order or never.

use super::{Mischief, Stripe};
use hmac::{Hmac, KeyInit, Mac};
use rand::RngExt;
use sha2::Sha256;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Where events go.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The shop's webhook address.
    pub url: String,
    /// What signs them.
    pub secret: String,
    /// Sends them.
    pub http: reqwest::Client,
}

/// Sends the events that were not sent yet.
pub(super) fn send_new(stripe: &Stripe) {
    let mut books = stripe.books();
    let Some(endpoint) = books.endpoint.clone() else { return };
    let mischief = books.mischief.clone();
    let unsent: Vec<_> = books.ledger.events.iter_mut().filter_map(taken).collect();
    for event in unsent {
        if Mischief::hits(mischief.loses_webhooks, &mut books.chance) {
            continue;
        }
        let times = 1 + u32::from(Mischief::hits(mischief.doubles_webhooks, &mut books.chance));
        for _ in 0..times {
            let delay = books.chance.random_range(0..=mischief.delays_webhooks_ms);
            tokio::spawn(send(endpoint.clone(), event.clone(), Duration::from_millis(delay)));
        }
    }
}

/// The event as it is sent, if nobody has sent it.
fn taken(event: &mut serde_json::Value) -> Option<String> {
    let is_new = event["pending_webhooks"] == 1;
    let text = event.to_string();
    event["pending_webhooks"] = 0.into();
    is_new.then_some(text)
}

/// Tries for a minute, as long as the shop does not take it.
async fn send(endpoint: Endpoint, event: String, delay: Duration) {
    tokio::time::sleep(delay).await;
    for attempt in 0..6 {
        let request = endpoint
            .http
            .post(&endpoint.url)
            .header("stripe-signature", signature(&event, &endpoint.secret))
            .header("content-type", "application/json")
            .body(event.clone());
        if request.send().await.is_ok_and(|answer| answer.status().is_success()) {
            return;
        }
        tokio::time::sleep(Duration::from_secs(1 << attempt)).await;
    }
}

/// <https://docs.stripe.com/webhooks#verify-manually>
pub(crate) fn signature(body: &str, secret: &str) -> String {
    let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(format!("{time}.{body}").as_bytes());
    format!("t={time},v1={}", hex::encode(mac.finalize().into_bytes()))
}
