//! Keeps what was typed into a form that was sent without WASM and refused: the fields and the error
//! travel in a short-lived cookie to the page the browser is sent back to, and are gone after it.

use super::{Settings, refusal};
use app::{context::Cookie, error::AppError, form::StoredForm};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use http::{
    HeaderMap, HeaderValue, Method, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, LOCATION, SET_COOKIE},
};
use std::{collections::BTreeMap, sync::Arc};

/// A cookie holds about 4 KB; longer fields are left out rather than cut.
const ROOM: usize = 3_000;
/// Fields whose names do not say that they hold a password.
const PASSWORDS: [&str; 2] = ["current", "new"];
const FORM_LIMIT: usize = 256 * 1024;

/// Wraps the server functions.
pub async fn keep(State(settings): State<Arc<Settings>>, request: Request, next: Next) -> Response {
    if !is_plain_form(&request) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, FORM_LIMIT).await else {
        return refusal::refusal(StatusCode::PAYLOAD_TOO_LARGE, "This is more than can be sent at once.");
    };
    let path = parts.uri.path().to_owned();
    let mut response = next.run(Request::from_parts(parts, Body::from(bytes.clone()))).await;
    let Some((location, error)) = refusal(response.headers()) else { return response };
    let stored = StoredForm { path, fields: fields(&bytes), error: Some(error) };
    if let (Ok(location), Some(cookie)) = (HeaderValue::from_str(&location), cookie(&stored, settings.secure))
    {
        // The error's own status would show its JSON instead of leading back.
        *response.status_mut() = StatusCode::SEE_OTHER;
        response.headers_mut().insert(LOCATION, location);
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// The form in a request's cookie.
pub fn stored(cookies: &std::collections::HashMap<String, String>, secure: bool) -> Option<StoredForm> {
    let text = cookies.get(Cookie::Form.name(secure))?;
    serde_json::from_slice(&BASE64.decode(text).ok()?).ok()
}

fn is_plain_form(request: &Request) -> bool {
    let starts = |name, prefix: &str| {
        let value = request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        value.is_some_and(|value| value.contains(prefix))
    };
    request.method() == Method::POST
        && request.uri().path().starts_with("/api/")
        && starts(CONTENT_TYPE, "application/x-www-form-urlencoded")
        && starts(ACCEPT, "text/html")
}

/// Where a refused form is sent back to, without the error that Leptos put into the address.
fn refusal(headers: &HeaderMap) -> Option<(String, AppError)> {
    let location = headers.get(LOCATION)?.to_str().ok()?;
    let (address, query) = location.split_once('?')?;
    let (mut error, mut rest) = (None, Vec::new());
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some(("__err", value)) => error = decode_error(value),
            Some(("__path", _)) => {}
            _ => rest.push(pair),
        }
    }
    let query = if rest.is_empty() { String::new() } else { format!("?{}", rest.join("&")) };
    Some((format!("{address}{query}"), error?))
}

fn decode_error(value: &str) -> Option<AppError> {
    let value = percent_decode(value);
    let bytes = base64::engine::general_purpose::URL_SAFE.decode(value).ok()?;
    serde_json::from_slice(&bytes).ok()
}

fn fields(body: &[u8]) -> BTreeMap<String, String> {
    let text = String::from_utf8_lossy(body);
    let mut room = ROOM;
    let mut fields = BTreeMap::new();
    for pair in text.split('&') {
        let Some((name, value)) = pair.split_once('=') else { continue };
        let (name, value) = (percent_decode(name), percent_decode(value));
        let secret = ["password", "payment_method", "card", "token", "one_time_code"]
            .iter()
            .any(|word| name.contains(word))
            || PASSWORDS.contains(&name.as_str());
        if secret || name.len() + value.len() > room {
            continue;
        }
        room -= name.len() + value.len();
        fields.insert(name, value);
    }
    fields
}

fn percent_decode(text: &str) -> String {
    let text = text.replace('+', " ");
    let bytes = text.as_bytes();
    let hex = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if let (b'%', Some(high), Some(low)) = (byte, hex(at + 1), hex(at + 2)) {
            decoded.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
            at += 3;
        } else {
            decoded.push(*byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

fn cookie(stored: &StoredForm, secure: bool) -> Option<HeaderValue> {
    let value = BASE64.encode(serde_json::to_vec(stored).ok()?);
    let secure_flag = if secure { "; Secure" } else { "" };
    let text = format!(
        "{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60{secure_flag}",
        Cookie::Form.name(secure)
    );
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_and_cards_are_never_kept() {
        let kept = fields(
            b"email=ada%40example.com&password=secret&payment_method=4242&one_time_code=287082&current=secret&new=secret&name=Ada+L",
        );
        let expected = [("email", "ada@example.com"), ("name", "Ada L")];
        assert_eq!(kept, expected.map(|(name, value)| (name.into(), value.into())).into());
    }

    #[test]
    fn a_field_that_does_not_fit_is_left_out_whole() {
        let body = format!("note={}&name=Ada", "x".repeat(ROOM));
        assert_eq!(fields(body.as_bytes()), [("name".into(), "Ada".into())].into());
    }
}
