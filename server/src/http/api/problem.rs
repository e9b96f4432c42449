//! Errors as RFC 9457 problem details.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use contracts::{Error, ErrorKind, FieldError};
use http::{
    HeaderValue, StatusCode,
    header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
};
use serde::Serialize;
use utoipa::ToSchema;

/// What went wrong (RFC 9457).
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// Names the kind of problem, for programs: `urn:tradewind:problem:<kind>`.
    #[serde(rename = "type")]
    kind: String,
    /// The HTTP status in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What to do about it, in words for a person.
    detail: String,
    /// The inputs to correct.
    #[serde(default)]
    errors: Vec<FieldError>,
    /// Tell us this id when you ask for help.
    request_id: Option<String>,
}

/// Why a request was not done, on its way to become a [`Problem`].
#[derive(Debug)]
pub struct Refused {
    status: StatusCode,
    detail: String,
    errors: Vec<FieldError>,
}

impl Refused {
    /// A refusal that no contract made.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), errors: Vec::new() }
    }

    /// One input that has to be corrected.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Error::field(field, message).into()
    }

    /// The same refusal under another status.
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self { status: status(error.kind), detail: error.message, errors: error.fields }
    }
}

fn status(kind: ErrorKind) -> StatusCode {
    match kind {
        ErrorKind::NotFound => StatusCode::NOT_FOUND,
        ErrorKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorKind::Conflict => StatusCode::CONFLICT,
        ErrorKind::Unauthenticated => StatusCode::UNAUTHORIZED,
        ErrorKind::Forbidden => StatusCode::FORBIDDEN,
        ErrorKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        ErrorKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let title = self.status.canonical_reason().unwrap_or("Refused");
        let problem = Problem {
            kind: format!("urn:tradewind:problem:{}", title.to_lowercase().replace(' ', "-")),
            title,
            status: self.status.as_u16(),
            detail: self.detail,
            errors: self.errors,
            request_id: platform::request::current(),
        };
        let body = serde_json::to_string(&problem).unwrap_or_default();
        let mut response = (self.status, Body::from(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if matches!(self.status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}
