//! Stripe tells of payments. The signature is over the raw body, so that is what is verified.

use super::Settings;
use axum::{Router, body::Bytes, extract::State, routing::post};
use contracts::ErrorKind;
use http::{HeaderMap, StatusCode};
use std::sync::Arc;
use tracing::Instrument;

/// `POST /webhooks/stripe`.
pub fn router(settings: &Arc<Settings>) -> Router {
    Router::new().route("/webhooks/stripe", post(receive)).with_state(Arc::clone(settings))
}

/// Applies the event, answers, and then lets the checkout it concerns go on.
async fn receive(State(settings): State<Arc<Settings>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let received = settings.services.payments.receive_webhook(body.to_vec(), signature.to_owned()).await;
    match received {
        Ok(concerned) => {
            if let Some(checkout) = concerned {
                let checkouts = Arc::clone(&settings.services.checkout);
                let request = platform::request::current().unwrap_or_default();
                let resume = async move { checkouts.resume(checkout).await };
                // Recovery would find it too; this only saves the shopper the wait.
                tokio::spawn(platform::request::scope(request, resume).in_current_span());
            }
            StatusCode::OK
        }
        Err(error) if matches!(error.kind, ErrorKind::Unavailable | ErrorKind::Internal) => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        Err(_) => StatusCode::BAD_REQUEST,
    }
}
