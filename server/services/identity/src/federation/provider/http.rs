//! Asking a provider: it is told to answer soon, shortly, and by itself.

use crate::federation::trouble::Trouble;
use reqwest::{Client, RequestBuilder, Response, redirect::Policy};
use serde::{Deserialize, de::DeserializeOwned};
use std::time::Duration;

/// A person waits for it, and the request that waits is given up after ten seconds.
const PATIENCE: Duration = Duration::from_secs(4);
const MOST_BYTES: usize = 256 * 1024;

/// A client that follows no redirects: an answer counts only where it was asked for.
///
/// # Errors
/// When TLS cannot be set up.
pub(crate) fn client() -> Result<Client, reqwest::Error> {
    Client::builder().timeout(PATIENCE).redirect(Policy::none()).user_agent("Tradewind").build()
}

/// A refusal as RFC 6749 (5.2) writes it.
#[derive(Default, Deserialize)]
struct Refused {
    #[serde(default)]
    error: String,
}

/// Sends a request and reads the JSON of its answer.
///
/// # Errors
/// [`Trouble::Answered`] for any status but success.
pub(super) async fn json<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Trouble> {
    let sent = request.header("accept", "application/json").send().await;
    let response = sent.map_err(|error| Trouble::Unreachable(error.without_url()))?;
    let status = response.status();
    let body = read(response).await?;
    if status.is_success() {
        return Ok(serde_json::from_slice(&body)?);
    }
    let refused: Refused = serde_json::from_slice(&body).unwrap_or_default();
    let code = refused.error.chars().filter(char::is_ascii_graphic).take(64).collect();
    Err(Trouble::Answered { status: status.as_u16(), code })
}

async fn read(mut response: Response) -> Result<Vec<u8>, Trouble> {
    let mut body = Vec::new();
    while let Some(part) =
        response.chunk().await.map_err(|error| Trouble::Unreachable(error.without_url()))?
    {
        if body.len() + part.len() > MOST_BYTES {
            return Err(Trouble::TooLong);
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

/// As `application/x-www-form-urlencoded` writes a value.
pub(super) fn encoded(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn a_secret_is_encoded_before_it_is_joined_to_its_name() {
        assert_eq!(encoded("aZ0-._"), "aZ0-._");
        assert_eq!(encoded("a:b+c ü"), "a%3Ab%2Bc%20%C3%BC");
    }
}
