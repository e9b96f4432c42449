//! What must hold of the claims of an ID token (OpenID Connect Core 1.0, 3.1.3.7).

use crate::federation::trouble::Trouble;
use serde_json::{Map, Value};

/// Seconds by which a provider's clock may differ from ours.
const TOLERANCE: i64 = 60;

/// What the token is to say.
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) nonce: &'a str,
    /// Seconds since 1970.
    pub(super) now: i64,
    /// Since when the person has to have signed in, where they have to do so anew.
    pub(super) anew_since: Option<i64>,
}

/// Passes a token that was made by this provider, for us, for this very sign-in, and just now.
///
/// # Errors
/// `Untrusted`, with the rule that is broken; `NotAnew` when the person signed in before they were asked to.
pub(super) fn check(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), Trouble> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let time = |name: &str| claims.get(name).and_then(seconds);
    let rules = [
        (text("iss") == Some(expected.issuer), "its token is of another issuer"),
        (is_for(claims, expected.client_id), "its token is for another client"),
        (text("nonce") == Some(expected.nonce), "its token is of another sign-in"),
        (time("exp").is_some_and(|end| end > expected.now - TOLERANCE), "its token has expired"),
        (time("iat").is_some_and(|made| made < expected.now + TOLERANCE), "its token is of the future"),
        (time("nbf").is_none_or(|begin| begin < expected.now + TOLERANCE), "its token is not valid yet"),
    ];
    match rules.into_iter().find(|(holds, _)| !holds) {
        Some((_, broken)) => Err(Trouble::Untrusted(broken)),
        None if expected.anew_since.is_some_and(|since| authenticated_at(claims) <= since - TOLERANCE) => {
            Err(Trouble::NotAnew)
        }
        None => Ok(()),
    }
}

/// When the person showed the provider who they are, seconds since 1970; 0 when it does not say.
pub(super) fn authenticated_at(claims: &Map<String, Value>) -> i64 {
    claims.get("auth_time").and_then(seconds).unwrap_or(0)
}

/// Of several that a token is for, `azp` is the one that it was made for.
fn is_for(claims: &Map<String, Value>, client_id: &str) -> bool {
    let authorised = claims.get("azp").and_then(Value::as_str);
    match claims.get("aud") {
        Some(Value::String(only)) => only == client_id && authorised.is_none_or(|azp| azp == client_id),
        Some(Value::Array(several)) => {
            let is_among = several.iter().any(|one| one == client_id);
            is_among && (authorised == Some(client_id) || (several.len() == 1 && authorised.is_none()))
        }
        _ => false,
    }
}

/// Whole seconds; some providers write fractions.
fn seconds(value: &Value) -> Option<i64> {
    let whole = value.to_string();
    whole.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: i64 = 1_800_000_000;

    fn claims(change: &Value) -> Map<String, Value> {
        let mut claims = json!({
            "iss": "https://id.example.com", "aud": "shop", "nonce": "n", "exp": NOW + 300, "iat": NOW, "sub": "ada",
        });
        for (name, value) in change.as_object().unwrap() {
            claims[name] = value.clone();
        }
        claims.as_object().unwrap().clone()
    }

    fn expected(anew_since: Option<i64>) -> Expected<'static> {
        let (issuer, client_id, nonce) = ("https://id.example.com", "shop", "n");
        Expected { issuer, client_id, nonce, now: NOW, anew_since }
    }

    fn broken(change: &Value) -> Option<&'static str> {
        match check(&claims(change), &expected(None)) {
            Err(Trouble::Untrusted(why)) => Some(why),
            _ => None,
        }
    }

    #[test]
    fn who_has_to_sign_in_anew_did_so_after_they_were_asked() {
        let is_anew = |change: Value| check(&claims(&change), &expected(Some(NOW - 10))).is_ok();
        assert!(is_anew(json!({ "auth_time": NOW - 5 })) && is_anew(json!({ "auth_time": NOW - 69 })));
        assert!(!is_anew(json!({ "auth_time": NOW - 70 })) && !is_anew(json!({})));
        assert!(!is_anew(json!({ "auth_time": null })) && !is_anew(json!({ "auth_time": "1800000000" })));
        assert!(check(&claims(&json!({})), &expected(None)).is_ok(), "others need not");
    }

    #[test]
    fn a_token_is_for_us_from_whom_we_asked_and_of_now() {
        assert_eq!(broken(&json!({})), None);
        assert_eq!(broken(&json!({ "aud": ["shop"] })), None);
        assert_eq!(broken(&json!({ "aud": ["shop", "other"], "azp": "shop" })), None);
        assert_eq!(broken(&json!({ "exp": 1_800_000_000.75 })), None);
        for wrong in [
            json!({ "iss": "https://id.example.com/" }),
            json!({ "aud": "other" }),
            json!({ "aud": ["shop", "other"] }),
            json!({ "aud": "shop", "azp": "other" }),
            json!({ "aud": null }),
            json!({ "nonce": "m" }),
            json!({ "nonce": null }),
            json!({ "exp": NOW - 61 }),
            json!({ "exp": null }),
            json!({ "iat": NOW + 61 }),
            json!({ "nbf": NOW + 61 }),
        ] {
            assert!(broken(&wrong).is_some(), "{wrong}");
        }
    }
}
