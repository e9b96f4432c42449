//! Lists of the back office as CSV files (products as JSON lines, too): what a list shows with the filter in its address, all of it. Staff with the
//! list's own permission only; that data leaves the shop is in the audit log before the first row does.

mod csv;
mod imports;
mod lists;
mod products;
mod sending;

use super::{Settings, staff};
use app::admin::ListState;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use contracts::{Error, Result, identity::Session};
use http::{header, request::Parts};
use lists::List;
use sending::Sending;
use std::{collections::BTreeMap, sync::Arc};

/// `/admin/export/<list>.csv` (`.jsonl` of JSON lines), with the same query as the list's own page.
pub fn router(settings: &Arc<Settings>) -> Router {
    Router::new().route("/admin/export/{file}", get(export)).with_state(Arc::clone(settings))
}

async fn export(
    State(settings): State<Arc<Settings>>,
    Path(file): Path<String>,
    Query(filter): Query<BTreeMap<String, String>>,
    request: Parts,
) -> Response {
    let answered = match staff::session(&settings, &request).await {
        Ok(session) => {
            let sent = send(&settings, &session, &file, filter).await;
            sent.map(|response| staff::with_cookie(response, &session, settings.secure))
        }
        Err(error) => Err(error),
    };
    answered.unwrap_or_else(staff::refused)
}

async fn send(
    settings: &Settings,
    session: &Session,
    file: &str,
    filter: BTreeMap<String, String>,
) -> Result<Response> {
    let (name, ending) = file.rsplit_once('.').ok_or_else(|| Error::not_found("list"))?;
    let list = List::named(name).filter(|list| ending == if list.is_json_lines() { "jsonl" } else { "csv" });
    let list = list.ok_or_else(|| Error::not_found("list"))?;
    let kind = if list.is_json_lines() { "application/x-ndjson" } else { "text/csv; charset=utf-8" };
    let actor = session.actor();
    actor.require(list.permission())?;
    let day = platform::system_clock().now().date_naive();
    let name = format!("{name}-{day}.{ending}");
    let sending = Sending::new(&settings.services, actor, list, ListState::of(filter));
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, sending.begin().await?).into_response())
}
