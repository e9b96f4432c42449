//! Keeps the HTML of catalogue pages for a short while. They hold nothing personal; events of catalogue
//! and stock empty the cache at once ([`super::page_news`]). Every answer gets a nonce of its own.

use super::{
    Settings,
    conditional::{Known, weak_tag},
    security_headers::CspNonce,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use moka::sync::Cache;
use sha2::{Digest, Sha256};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

const ROOM: u64 = 64 * 1024 * 1024;
const FRESH: Duration = Duration::from_mins(1);
const PAGE_LIMIT: usize = 2 * 1024 * 1024;

#[derive(Clone)]
struct Page {
    html: Bytes,
    nonce: String,
    etag: HeaderValue,
}

/// The pages by address.
pub struct PageCache {
    pages: Cache<String, Page>,
    generation: AtomicU64,
}

impl Default for PageCache {
    fn default() -> Self {
        let weight =
            |key: &String, page: &Page| u32::try_from(key.len() + page.html.len()).unwrap_or(u32::MAX);
        let pages = Cache::builder().max_capacity(ROOM).weigher(weight).time_to_live(FRESH).build();
        Self { pages, generation: AtomicU64::new(0) }
    }
}

impl PageCache {
    /// Forgets every page, also those that are being rendered now.
    pub fn empty(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
        self.pages.invalidate_all();
    }

    fn keep(&self, key: String, page: Page, generation: u64) {
        if self.generation.load(Ordering::SeqCst) == generation {
            self.pages.insert(key, page);
        }
    }
}

/// Answers from the cache, or renders and keeps.
pub async fn cache(State(settings): State<Arc<Settings>>, request: Request, next: Next) -> Response {
    if !is_cacheable(&request, settings.secure) {
        return next.run(request).await;
    }
    let Some(CspNonce(nonce)) = request.extensions().get::<CspNonce>().cloned() else {
        return next.run(request).await;
    };
    let known = Known::of(request.headers());
    let key = request.uri().to_string();
    if let Some(page) = settings.pages.pages.get(&key) {
        metrics::counter!("tradewind_page_cache_total", "answer" => "kept").increment(1);
        return answer(&page, &nonce, &known);
    }
    metrics::counter!("tradewind_page_cache_total", "answer" => "rendered").increment(1);
    let generation = settings.pages.generation.load(Ordering::SeqCst);
    let response = next.run(request).await;
    if response.status() != StatusCode::OK || response.headers().contains_key(header::SET_COOKIE) {
        return response;
    }
    let Ok(html) = to_bytes(response.into_body(), PAGE_LIMIT).await else {
        return super::refusal::refusal(StatusCode::INTERNAL_SERVER_ERROR, "This page is too long.");
    };
    let page = Page { etag: etag(&html, &nonce), html, nonce: nonce.clone() };
    settings.pages.keep(key, page.clone(), generation);
    answer(&page, &nonce, &known)
}

fn is_cacheable(request: &Request, secure: bool) -> bool {
    let path = request.uri().path();
    let catalogue = path == "/"
        || path == "/shop"
        || path == "/search"
        || path == "/brands"
        || path.starts_with("/brands/")
        || path.starts_with("/collections/")
        || path.starts_with("/c/")
        || path.starts_with("/p/");
    let form = app::context::Cookie::Form.name(secure);
    let cookies =
        request.headers().get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let refused_form =
        cookies.split(';').any(|pair| pair.trim().split_once('=').is_some_and(|(name, _)| name == form));
    // Pages for who looks as a customer say so.
    let looks = super::looking::is_presented(request.headers(), secure);
    // A link that shows what is not on sale yet is for whoever has it, and ends when it is ended.
    let previews = request.uri().query().is_some_and(|query| query.contains("preview"));
    request.method() == Method::GET && catalogue && !refused_form && !looks && !previews
}

fn answer(page: &Page, nonce: &str, known: &Known) -> Response {
    let mut response = Response::new(Body::empty());
    if known.has(&page.etag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        *response.body_mut() = Body::from(with_nonce(page, nonce));
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    }
    let headers: &mut HeaderMap = response.headers_mut();
    headers.insert(header::ETAG, page.etag.clone());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

fn with_nonce(page: &Page, nonce: &str) -> Bytes {
    if page.nonce == nonce {
        return page.html.clone();
    }
    // Nonces are all of one length, and 256 random bits occur nowhere by chance.
    let mut html = page.html.to_vec();
    let (former, length) = (page.nonce.as_bytes(), page.nonce.len());
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(&html[at..], former) {
        html[at + found..at + found + length].copy_from_slice(nonce.as_bytes());
        at += found + length;
    }
    html.into()
}

/// Of the page without its nonce, so that the same page has the same tag.
fn etag(html: &Bytes, nonce: &str) -> HeaderValue {
    let mut digest = Sha256::new();
    let mut rest: &[u8] = html;
    while let Some(found) = memchr::memmem::find(rest, nonce.as_bytes()) {
        digest.update(&rest[..found]);
        rest = &rest[found + nonce.len()..];
    }
    digest.update(rest);
    weak_tag(&digest.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(nonce: &str) -> Page {
        let html = Bytes::from(format!("<script nonce=\"{nonce}\"></script><link nonce=\"{nonce}\">"));
        Page { etag: etag(&html, nonce), html, nonce: nonce.to_owned() }
    }

    #[test]
    fn each_answer_has_its_own_nonce_and_the_same_page_the_same_tag() {
        let (first, second) = ("a".repeat(43), "b".repeat(43));
        let kept = page(&first);
        assert_eq!(with_nonce(&kept, &second), page(&second).html);
        assert_eq!(kept.etag, page(&second).etag);
    }

    #[test]
    fn a_page_rendered_before_the_cache_was_emptied_is_not_kept() {
        let cache = PageCache::default();
        let generation = cache.generation.load(Ordering::SeqCst);
        cache.empty();
        cache.keep("/".into(), page("a"), generation);
        assert!(cache.pages.get("/").is_none());
    }
}
