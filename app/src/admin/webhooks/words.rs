use crate::components::{Badge, Tone};
use contracts::notifications::{WebhookEndpoint, WebhookEvent, WebhookPause, WebhookStatus};
use leptos::prelude::*;

/// When an event is told.
pub fn when(event: WebhookEvent) -> &'static str {
    match event {
        WebhookEvent::OrderConfirmed => "Stock and payment are certain.",
        WebhookEvent::OrderShipped => "All of an order is on its way.",
        WebhookEvent::OrderDelivered => "All of it has arrived.",
        WebhookEvent::OrderCancelled => "A confirmed order will not be sent.",
        WebhookEvent::OrderRefunded => "Money went back.",
        WebhookEvent::ShipmentDispatched => "A parcel left.",
        WebhookEvent::ShipmentDelivered => "A parcel arrived.",
        WebhookEvent::ProductChanged => "A product was made, changed, published or withdrawn.",
        WebhookEvent::StockChanged => "Another number can be bought of a variant. This is often.",
        WebhookEvent::StockLow => "A variant fell to its threshold.",
    }
}

/// What an endpoint is told, in a line.
pub fn told(events: &[WebhookEvent]) -> String {
    match events {
        [] => "All events".to_owned(),
        [one, other] => format!("{}, {}", one.as_str(), other.as_str()),
        [one] => one.as_str().to_owned(),
        [first, rest @ ..] => format!("{} and {} more", first.as_str(), rest.len()),
    }
}

/// Whether something is sent, and whether it arrives.
pub fn endpoint_badge(endpoint: &WebhookEndpoint) -> AnyView {
    let (tone, text) = match (endpoint.paused, endpoint.failed_in_a_row) {
        (Some(WebhookPause::Staff), _) => (Tone::Neutral, "Paused"),
        (Some(WebhookPause::Failures), _) => (Tone::Danger, "Paused: it failed"),
        (Some(WebhookPause::Gone), _) => (Tone::Danger, "Paused: gone"),
        (None, 0) => (Tone::Positive, "Active"),
        (None, _) => (Tone::Warning, "Failing"),
    };
    view! { <Badge tone text /> }.into_any()
}

/// Where a delivery is.
pub fn delivery_badge(status: WebhookStatus) -> AnyView {
    let (tone, text) = match status {
        WebhookStatus::Waiting => (Tone::Info, "Waiting"),
        WebhookStatus::Delivered => (Tone::Positive, "Delivered"),
        WebhookStatus::Failed => (Tone::Danger, "Failed"),
    };
    view! { <Badge tone text /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::told;
    use contracts::notifications::WebhookEvent::{OrderShipped, StockChanged, StockLow};

    #[test]
    fn a_long_list_of_events_is_told_shortly() {
        assert_eq!(told(&[]), "All events");
        assert_eq!(told(&[StockLow]), "stock.low");
        assert_eq!(told(&[StockChanged, StockLow]), "stock.changed, stock.low");
        assert_eq!(told(&[OrderShipped, StockChanged, StockLow]), "order.shipped and 2 more");
    }
}
