//! What happens in the shop, told to the open pages of the back office: one stream of server-sent events per tab, with
//! facts and nothing personal, each only for who may see what it is about. It counts as no use of the session, holds no
//! place among the requests that are worked on, and ends with the session or with the process.

mod board;
mod fact;
mod news;
mod seats;
mod stream;

pub use news::LiveNews;

use super::{Settings, staff};
use axum::{
    Router,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use contracts::{Error, Result};
use http::{HeaderName, header, request::Parts};
use serde::Deserialize;
use std::{sync::Arc, time::Duration};
use stream::Stream;

/// So often a stream says that it lives: sooner than a connection is given up in which nothing moves.
pub const BEAT: Duration = Duration::from_secs(15);

/// `GET /admin/live`.
pub fn router(settings: &Arc<Settings>) -> Router {
    Router::new().route("/admin/live", get(live)).with_state(Arc::clone(settings))
}

/// From where on to tell: the id of the last event, as a browser that comes back says in a header.
#[derive(Deserialize)]
struct Since {
    #[serde(default)]
    since: String,
}

async fn live(State(settings): State<Arc<Settings>>, Query(asked): Query<Since>, request: Parts) -> Response {
    opened(&settings, &asked.since, &request).await.unwrap_or_else(staff::refused)
}

async fn opened(settings: &Settings, since: &str, request: &Parts) -> Result<Response> {
    let (token, session) = staff::glance(settings, request).await?;
    let news = &settings.live_news;
    if news.ended.is_cancelled() {
        return Err(Error::unavailable("The shop is being restarted. Please try again in a moment."));
    }
    let full = || Error::too_many("Too many pages of the back office are open.");
    let seat = news.seats.take(session.id).ok_or_else(full)?;
    let last = request.headers.get("last-event-id").and_then(|value| value.to_str().ok()).unwrap_or(since);
    let number = if last.is_empty() { news.board.newest() } else { news.board.number(last) };
    let services = &settings.services;
    let stream = Stream::new(services, news, token, session, number, settings.live_beat, seat);
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        // NGINX would collect it otherwise.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, stream.begin()).into_response())
}
