//! JSON bodies: strict, and every refusal a problem that names the property.

use super::problem::Refused;
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A JSON body.
pub struct Sent<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        if !is_json(request.headers()) {
            let detail = "Please send JSON with the header Content-Type: application/json.";
            return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
        }
        let bytes = Bytes::from_request(request, state).await;
        let bytes =
            bytes.map_err(|error| Refused::new(error.status(), "The body is too long or was cut off."))?;
        read(&bytes).map(Self)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refused> {
    let mut value: Value = serde_json::from_slice(bytes)
        .map_err(|error| Refused::new(StatusCode::BAD_REQUEST, format!("This is not JSON: {error}.")))?;
    if has_nul(&value) {
        return Err(Refused::field("", "Texts cannot hold the character U+0000."));
    }
    // Serde would read a list as the properties in their order.
    if !value.is_object() {
        return Err(Refused::field("", "Please send a JSON object."));
    }
    make_whole(&mut value);
    serde_path_to_error::deserialize(value).map_err(|error| {
        let message = error.inner().to_string();
        Refused::field(&field(&error.path().to_string(), &message), message)
    })
}

/// The property's path; serde names a missing or unknown property only in its message.
fn field(path: &str, message: &str) -> String {
    let named = message.split('`').nth(1).filter(|_| message.contains("field `"));
    match (path, named) {
        (".", Some(name)) => name.to_owned(),
        (".", None) => String::new(),
        (path, Some(name)) if !path.ends_with(name) => format!("{path}.{name}"),
        (path, _) => path.to_owned(),
    }
}

/// For JSON, `2.0` is the integer 2 (JSON Schema 2020-12, 6.1.1).
fn make_whole(value: &mut Value) {
    match value {
        Value::Number(number) => {
            let whole = number.as_f64().filter(|_| number.is_f64()).and_then(whole);
            *value = whole.map_or_else(|| value.take(), Value::from);
        }
        Value::Array(values) => values.iter_mut().for_each(make_whole),
        Value::Object(values) => values.values_mut().for_each(make_whole),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

fn whole(number: f64) -> Option<i64> {
    let text = format!("{number}");
    text.parse().ok()
}

/// Postgres' text cannot hold it, wherever it is.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(has_nul),
        Value::Object(values) => values.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Line {
        #[expect(dead_code, reason = "only read in")]
        quantity: contracts::Quantity,
    }

    fn refused(body: &str) -> String {
        format!("{:?}", read::<Line>(body.as_bytes()).unwrap_err())
    }

    #[test]
    fn every_refusal_names_the_property() {
        for body in [
            r#"{"quantity": 1.5}"#,
            r#"{"quantity": -1}"#,
            r#"{"quantity": 0}"#,
            "{}",
            r#"{"quantity": "１"}"#,
        ] {
            assert!(refused(body).contains(r#"field: "quantity""#), "{body}: {}", refused(body));
        }
        assert!(refused("[1]").contains("JSON object"));
        assert!(read::<Line>(br#"{"quantity": 2.0}"#).is_ok());
        assert!(refused(r#"{"quantity": 1, "price": 1}"#).contains(r#"field: "price""#));
    }

    #[test]
    fn what_is_no_json_is_refused_in_another_way() {
        assert!(refused("{").contains("400") && refused(r#"{"quantity": NaN}"#).contains("400"));
        assert!(refused(&"[".repeat(100_000)).contains("400"));
        assert!(refused(r#"{"a": ["\u0000"]}"#).contains("422"));
    }
}
