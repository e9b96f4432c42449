//! Product pictures at the sizes pages ask for. Their addresses change with their content.

use super::Settings;
use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use contracts::MediaId;
use http::{StatusCode, header};
use std::sync::Arc;

/// `/media/<id>/<width>.webp`.
pub fn router(settings: &Arc<Settings>) -> Router {
    Router::new().route("/media/{id}/{file}", get(picture)).with_state(Arc::clone(settings))
}

async fn picture(
    State(settings): State<Arc<Settings>>,
    Path((id, file)): Path<(String, String)>,
) -> Response {
    let width = file.strip_suffix(".webp").and_then(|width| width.parse().ok());
    let (Ok(id), Some(width)) = (id.parse::<MediaId>(), width) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match settings.services.catalog.media_file(id, width).await {
        Ok(Some(file)) => answer(file.content_type, file.bytes),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn answer(content_type: String, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    (headers, bytes).into_response()
}
