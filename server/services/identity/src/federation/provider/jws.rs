//! Signatures of ID tokens (RFC 7515), by the keys that a provider publishes (RFC 7517). With aws-lc-rs, which TLS
//! is made of as well: what else verifies RSA for Rust is barred (`deny.toml`).

use crate::federation::trouble::Trouble;
use aws_lc_rs::signature::{
    self, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde::Deserialize;
use serde_json::{Map, Value};

/// A public key.
#[derive(Clone, Deserialize)]
pub(super) struct Key {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
}

/// The claims of a token that one of these keys has signed.
///
/// # Errors
/// `UnknownKey` when none is named as the token's is, `Untrusted` when the signature is not one of theirs.
pub(super) fn verify(token: &str, keys: &[Key]) -> Result<Map<String, Value>, Trouble> {
    let (message, signature) = token.rsplit_once('.').ok_or(Trouble::Untrusted("it is no token"))?;
    let (header, claims) = message.split_once('.').ok_or(Trouble::Untrusted("it is no token"))?;
    let header: Header = serde_json::from_slice(&decoded(header)?)?;
    let signature = decoded(signature)?;
    let mut named = keys.iter().filter(|key| key.may_be_of(&header)).peekable();
    if named.peek().is_none() {
        return Err(Trouble::UnknownKey);
    }
    if !named.any(|key| key.has_signed(&header.alg, message.as_bytes(), &signature)) {
        return Err(Trouble::Untrusted("it is not signed by its provider"));
    }
    Ok(serde_json::from_slice(&decoded(claims)?)?)
}

fn decoded(text: &str) -> Result<Vec<u8>, Trouble> {
    BASE64.decode(text).map_err(|_| Trouble::Untrusted("it is no token"))
}

impl Key {
    fn may_be_of(&self, header: &Header) -> bool {
        let is_named = header.kid.is_none() || self.kid == header.kid;
        is_named && self.usage.as_deref().is_none_or(|usage| usage == "sig")
    }

    /// Keys of asymmetric algorithms only: the client's secret is no key, and `none` is no signature.
    fn has_signed(&self, alg: &str, message: &[u8], signature: &[u8]) -> bool {
        if self.alg.as_deref().is_some_and(|own| own != alg) {
            return false;
        }
        let rsa = |parameters: &RsaParameters| self.rsa_has_signed(parameters, message, signature);
        let point = |curve: &str, algorithm: &'static dyn VerificationAlgorithm| {
            self.point_has_signed(curve, algorithm, message, signature)
        };
        let verified = match alg {
            "RS256" => rsa(&signature::RSA_PKCS1_2048_8192_SHA256),
            "RS384" => rsa(&signature::RSA_PKCS1_2048_8192_SHA384),
            "RS512" => rsa(&signature::RSA_PKCS1_2048_8192_SHA512),
            "PS256" => rsa(&signature::RSA_PSS_2048_8192_SHA256),
            "ES256" => point("P-256", &signature::ECDSA_P256_SHA256_FIXED),
            "ES384" => point("P-384", &signature::ECDSA_P384_SHA384_FIXED),
            "EdDSA" | "Ed25519" => point("Ed25519", &signature::ED25519),
            _ => None,
        };
        verified.unwrap_or(false)
    }

    fn rsa_has_signed(&self, parameters: &RsaParameters, message: &[u8], signature: &[u8]) -> Option<bool> {
        let (n, e) = (number(self.n.as_ref()?)?, number(self.e.as_ref()?)?);
        (self.kty == "RSA")
            .then(|| RsaPublicKeyComponents { n, e }.verify(parameters, message, signature).is_ok())
    }

    fn point_has_signed(
        &self,
        curve: &str,
        algorithm: &'static dyn VerificationAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Option<bool> {
        if self.crv.as_deref() != Some(curve) {
            return None;
        }
        let x = BASE64.decode(self.x.as_ref()?).ok()?;
        let point = match (self.kty.as_str(), &self.y) {
            ("OKP", None) => x,
            // SEC 1, 2.3.3: not compressed.
            ("EC", Some(y)) => [vec![4], x, BASE64.decode(y).ok()?].concat(),
            _ => return None,
        };
        Some(UnparsedPublicKey::new(algorithm, point).verify(message, signature).is_ok())
    }
}

/// Big-endian, without the zeros that some put before it.
fn number(text: &str) -> Option<Vec<u8>> {
    let bytes = BASE64.decode(text).ok()?;
    Some(bytes.into_iter().skip_while(|byte| *byte == 0).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// RFC 7515, appendix A.3: ES256.
    const KEY: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
    const TOKEN: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    fn keys(key: &str) -> Vec<Key> {
        vec![serde_json::from_str(key).unwrap()]
    }

    /// The token with another header.
    fn headed(header: &Value) -> String {
        let rest = TOKEN.split_once('.').unwrap().1;
        format!("{}.{rest}", BASE64.encode(header.to_string()))
    }

    #[test]
    fn the_signature_of_the_rfc_is_one() {
        assert_eq!(verify(TOKEN, &keys(KEY)).unwrap()["iss"], "joe");
    }

    #[test]
    fn what_was_changed_is_not_signed() {
        let changed = TOKEN.replace("eyJpc3MiOiJqb2Ui", "eyJpc3MiOiJqb2Uj");
        for token in [changed, headed(&json!({ "alg": "none" })), headed(&json!({ "alg": "HS256" }))] {
            assert!(matches!(verify(&token, &keys(KEY)), Err(Trouble::Untrusted(_))), "{token}");
        }
        for token in ["", "a.b", "a.b.c", TOKEN.rsplit_once('.').unwrap().0] {
            assert!(verify(token, &keys(KEY)).is_err(), "{token}");
        }
    }

    #[test]
    fn a_key_signs_only_what_it_is_for() {
        let with = |member: &str| keys(&KEY.replacen('{', &format!("{{{member},"), 1));
        assert!(verify(TOKEN, &with(r#""alg":"ES256","use":"sig""#)).is_ok());
        assert!(matches!(verify(TOKEN, &with(r#""alg":"RS256""#)), Err(Trouble::Untrusted(_))));
        assert!(matches!(verify(TOKEN, &with(r#""use":"enc""#)), Err(Trouble::UnknownKey)));
        let named = headed(&json!({ "alg": "ES256", "kid": "other" }));
        assert!(matches!(verify(&named, &keys(KEY)), Err(Trouble::UnknownKey)));
    }
}
