//! Parts of the address.

use super::problem::Refused;
use axum::{
    RequestPartsExt,
    extract::{FromRequestParts, Path, Request},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{StatusCode, request::Parts};
use std::str::FromStr;

/// The one variable part of the address. What cannot be a name of anything names nothing: 404.
pub struct Named<T>(pub T);

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for Named<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let missing = || Refused::new(StatusCode::NOT_FOUND, "There is nothing at this address.");
        let Path(text) = parts.extract::<Path<String>>().await.map_err(|_| missing())?;
        text.parse().map(Self).map_err(|_| missing())
    }
}

/// Refuses an address with the character U+0000, which Postgres' text cannot hold.
pub async fn check(request: Request, next: Next) -> Response {
    if request.uri().to_string().contains("%00") {
        return Refused::field("", "An address cannot hold the character U+0000.").into_response();
    }
    next.run(request).await
}
