//! Secrets and signatures as Standard Webhooks has them.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const PREFIX: &str = "whsec_";

/// A new secret.
pub(crate) fn mint() -> String {
    format!("{PREFIX}{}", BASE64.encode(platform::ids::signing_key()))
}

/// The header `webhook-signature`: one signature for each secret, separated by spaces. `timestamp` in seconds since
/// 1970.
pub(crate) fn header(secrets: &[&str], id: &str, timestamp: i64, body: &str) -> String {
    let signed = format!("{id}.{timestamp}.{body}");
    let signatures = secrets.iter().filter_map(|secret| signature(secret, &signed));
    signatures.collect::<Vec<_>>().join(" ")
}

fn signature(secret: &str, signed: &str) -> Option<String> {
    let key = BASE64.decode(secret.strip_prefix(PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(signed.as_bytes());
    Some(format!("v1,{}", BASE64.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's reference implementations.
    #[test]
    fn a_signature_is_the_one_of_the_specification() {
        let signed = header(
            &["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            "{\"test\": 2432232314}",
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn secrets_do_not_repeat_and_each_signs() {
        let (one, other) = (mint(), mint());
        assert_ne!(one, other);
        let signed = header(&[&one, &other], "id", 0, "{}");
        assert_eq!(signed.split(' ').filter(|part| part.starts_with("v1,")).count(), 2);
    }
}
