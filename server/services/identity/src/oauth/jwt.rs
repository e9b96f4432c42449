//! Access tokens as JWTs (RFC 7519, RFC 9068), signed with ES256 (RFC 7518, 3.4). No I/O.

use super::keys_repo::SigningKey;
use crate::error::{Error, Result};
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, UnparsedPublicKey,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The only algorithm: what a token says of itself never chooses another.
pub(crate) const ALGORITHM: &str = "ES256";
/// RFC 9068, 2.1: other JWTs are no access tokens.
const TYPE: &str = "at+jwt";

#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    typ: String,
    kid: String,
}

/// What a token says (RFC 9068, 2.2).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub(crate) iss: String,
    pub(crate) aud: String,
    /// The shopper, or the client where it acts for itself.
    pub(crate) sub: String,
    pub(crate) client_id: Uuid,
    pub(crate) scope: String,
    pub(crate) jti: Uuid,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
    /// The family; none where the client acts for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) grant_id: Option<Uuid>,
}

/// A new key: PKCS #8, and the public point.
pub(crate) fn generate() -> Result<(Vec<u8>, Vec<u8>)> {
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
    let made = made.map_err(|_| Error::Signing)?;
    let pair = pair(made.as_ref())?;
    Ok((made.as_ref().to_vec(), pair.public_key().as_ref().to_vec()))
}

fn pair(private_key: &[u8]) -> Result<EcdsaKeyPair> {
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, private_key).map_err(|_| Error::Signing)
}

/// The token of these claims.
pub(crate) fn sign(key: &SigningKey, claims: &Claims) -> Result<String> {
    let header = Header { alg: ALGORITHM.to_owned(), typ: TYPE.to_owned(), kid: key.kid.clone() };
    let message = format!("{}.{}", encoded(&header)?, encoded(claims)?);
    let signature = pair(&key.private_key)?.sign(&SystemRandom::new(), message.as_bytes());
    let signature = signature.map_err(|_| Error::Signing)?;
    Ok(format!("{message}.{}", BASE64.encode(signature.as_ref())))
}

fn encoded(part: &impl Serialize) -> Result<String> {
    Ok(BASE64.encode(serde_json::to_vec(part).map_err(|_| Error::Signing)?))
}

/// The key that a token says it is signed by; `None` for what is no access token of ours.
pub(crate) fn kid(token: &str) -> Option<String> {
    let (header, _) = token.split_once('.')?;
    let header: Header = serde_json::from_slice(&BASE64.decode(header).ok()?).ok()?;
    let is_ours = header.alg == ALGORITHM && header.typ.eq_ignore_ascii_case(TYPE);
    // The database takes no text with a zero in it.
    let is_plain = header.kid.bytes().all(|byte| byte.is_ascii_graphic());
    (is_ours && is_plain).then_some(header.kid)
}

/// What a token says, if this key has signed it.
pub(crate) fn verify(token: &str, public_key: &[u8]) -> Option<Claims> {
    let (message, signature) = token.rsplit_once('.')?;
    let (_, claims) = message.split_once('.')?;
    let signature = BASE64.decode(signature).ok()?;
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public_key);
    key.verify(message.as_bytes(), &signature).ok()?;
    serde_json::from_slice(&BASE64.decode(claims).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn claims() -> Claims {
        let id = Uuid::nil();
        Claims {
            iss: "https://shop.example".into(),
            aud: "https://shop.example/api/v1".into(),
            sub: id.to_string(),
            client_id: id,
            scope: "read".into(),
            jti: id,
            iat: 0,
            exp: 600,
            grant_id: None,
        }
    }

    /// The token with another header.
    fn headed(token: &str, header: &serde_json::Value) -> String {
        let rest = token.split_once('.').map_or("", |(_, rest)| rest);
        format!("{}.{rest}", BASE64.encode(header.to_string()))
    }

    #[test]
    fn what_is_signed_is_verified_by_its_own_key_only() {
        let (private_key, public_key) = generate().unwrap();
        let token = sign(&SigningKey { kid: "one".into(), private_key }, &claims()).unwrap();
        assert_eq!(kid(&token).as_deref(), Some("one"));
        assert_eq!(verify(&token, &public_key).unwrap().scope, "read");
        let (_, other) = generate().unwrap();
        assert!(verify(&token, &other).is_none());
        let bent = token.replacen('.', ".e", 1);
        assert!(verify(&bent, &public_key).is_none());
        assert!(verify(token.rsplit_once('.').unwrap().0, &public_key).is_none());
    }

    #[test]
    fn a_token_does_not_choose_how_it_is_verified() {
        let (private_key, public_key) = generate().unwrap();
        let token = sign(&SigningKey { kid: "one".into(), private_key }, &claims()).unwrap();
        for (alg, typ) in [("none", "at+jwt"), ("HS256", "at+jwt"), ("ES256", "JWT")] {
            let other = headed(&token, &json!({ "alg": alg, "typ": typ, "kid": "one" }));
            assert!(kid(&other).is_none(), "{alg} {typ}");
            let zero = headed(&token, &json!({ "alg": "ES256", "typ": "at+jwt", "kid": "\0" }));
            assert!(kid(&zero).is_none());
            assert!(verify(&other, &public_key).is_none(), "the header is signed, too");
        }
    }
}
