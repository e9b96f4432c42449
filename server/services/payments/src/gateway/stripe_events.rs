//! What Stripe told, or tried to: events are kept for thirty days and can be listed, for a shop that was not
//! reached. <https://docs.stripe.com/api/events/list>

use super::{
    Failure, Told,
    stripe::{StripeGateway, failure, field, notice, whole},
};
use chrono::DateTime;
use contracts::Timestamp;
use miniserde::json::Value as Json;
use stripe::StripeRequest;
use stripe_client_core::{RequestBuilder, StripeMethod};

#[derive(miniserde::Deserialize)]
struct Page {
    data: Vec<Json>,
}

struct ListEvents<'a> {
    since: Timestamp,
    after: Option<&'a str>,
}

impl StripeRequest for ListEvents<'_> {
    type Output = ();

    fn build(&self) -> RequestBuilder {
        let mut query = serde_json::json!({ "limit": 100, "created": { "gte": self.since.timestamp() } });
        if let Some(after) = self.after {
            query["starting_after"] = after.into();
        }
        RequestBuilder::new(StripeMethod::Get, "/events").query(&query)
    }
}

impl StripeGateway {
    /// A page of what was told since then, newest first, after that event.
    pub(super) async fn list_events(
        &self,
        since: Timestamp,
        after: Option<&str>,
    ) -> Result<Vec<Told>, Failure> {
        let page = self.send::<Page, _>(&ListEvents { since, after }, None).await.map_err(failure)?;
        page.data.iter().map(told).collect()
    }
}

fn told(event: &Json) -> Result<Told, Failure> {
    let unreadable = |_| Failure::Unavailable("an event that cannot be read".to_owned());
    let notice = notice(&miniserde::json::to_string(event)).map_err(unreadable)?;
    let at = field(event, "created").and_then(whole).and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    Ok(Told { notice, at: at.unwrap_or_default() })
}
