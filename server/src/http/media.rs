//! Pictures at the sizes pages ask for, as AVIF for browsers that say they read it, else as WebP. Their addresses change
//! with their content. Whatever somebody uploaded was encoded anew, and is a picture for browsers whatever it holds.

use super::Settings;
use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use contracts::{MediaId, catalog::MediaFile};
use http::{HeaderMap, StatusCode, header};
use std::sync::Arc;

const AVIF: &str = "image/avif";

/// `/media/<id>/<width>.webp`.
pub fn router(settings: &Arc<Settings>) -> Router {
    Router::new().route("/media/{id}/{file}", get(picture)).with_state(Arc::clone(settings))
}

async fn picture(
    State(settings): State<Arc<Settings>>,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let width = file.strip_suffix(".webp").and_then(|width| width.parse().ok());
    let (Ok(id), Some(width)) = (id.parse::<MediaId>(), width) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match found(&settings, id, width, reads_avif(&headers)).await {
        Ok(Some(file)) => answer(file, &format!("{id}-{width}")),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// WebP until there is an AVIF file.
async fn found(
    settings: &Settings,
    id: MediaId,
    width: u32,
    avif: bool,
) -> contracts::Result<Option<MediaFile>> {
    let catalog = &settings.services.catalog;
    if avif && let Some(file) = catalog.media_avif(id, width).await? {
        return Ok(Some(file));
    }
    catalog.media_file(id, width).await
}

/// Whether a browser names AVIF itself: those that cannot read it say `image/*` as well.
fn reads_avif(headers: &HeaderMap) -> bool {
    let named = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let mut kinds = named.flat_map(|value| value.split(',')).map(str::trim);
    kinds.any(|kind| kind.strip_prefix(AVIF).is_some_and(|rest| !refuses(rest)))
}

/// Whether what follows a kind says that it is the last choice: none.
fn refuses(parameters: &str) -> bool {
    parameters.split(';').any(|parameter| matches!(parameter.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
}

fn answer(file: MediaFile, name: &str) -> Response {
    let ending = if file.content_type == AVIF { "avif" } else { "webp" };
    let headers = [
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}.{ending}\"")),
        (header::CONTENT_TYPE, file.content_type),
        (header::VARY, "Accept".to_owned()),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    (headers, file.bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepting(kinds: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT, kinds.parse().unwrap())])
    }

    #[test]
    fn avif_is_for_browsers_that_name_it() {
        let chromium = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";
        assert!(reads_avif(&accepting(chromium)));
        assert!(reads_avif(&accepting("image/webp, image/avif;q=0.5")));
        for others in ["image/*,*/*", "image/webp,*/*", "image/avif;q=0, image/webp", ""] {
            assert!(!reads_avif(&accepting(others)), "{others}");
        }
        assert!(!reads_avif(&HeaderMap::new()));
    }

    #[test]
    fn a_picture_is_nothing_else_whoever_uploaded_it() {
        let file = MediaFile { bytes: b"<script>".to_vec(), content_type: AVIF.to_owned() };
        let answered = answer(file, "mug-480");
        let told = |name: header::HeaderName| answered.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(told(header::CONTENT_TYPE), AVIF);
        assert_eq!(told(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(told(header::CONTENT_SECURITY_POLICY), "default-src 'none'; sandbox");
        assert_eq!(told(header::CONTENT_DISPOSITION), "inline; filename=\"mug-480.avif\"");
        assert_eq!(told(header::VARY), "Accept");
        assert!(told(header::CACHE_CONTROL).contains("immutable"));
    }
}
