//! Seals kept answers with a key that only the request itself holds, by its `Idempotency-Key` and its body:
//! what is kept may carry tokens, and of those the database holds hashes only.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use sha2::{Digest, Sha256};

/// The secret parts of a request, and what is made of them.
pub struct Request<'request> {
    /// Who sends it: an account or an address, and a cart's token.
    pub client: &'request str,
    /// Where to.
    pub address: &'request str,
    /// The `Idempotency-Key`.
    pub key: &'request str,
    /// The body.
    pub body: &'request [u8],
}

impl Request<'_> {
    /// Under which the answer is kept.
    pub fn id(&self) -> String {
        hex::encode(digest(&[b"id", self.client.as_bytes(), self.address.as_bytes(), self.key.as_bytes()]))
    }

    /// What another request under the same key differs by.
    pub fn fingerprint(&self) -> String {
        hex::encode(digest(&[b"fingerprint", self.key.as_bytes(), self.body]))
    }

    /// The answer, sealed.
    pub fn seal(&self, answer: &[u8]) -> Option<Vec<u8>> {
        let mut sealed = answer.to_vec();
        self.cipher()?.seal_in_place_append_tag(nonce(), Aad::empty(), &mut sealed).ok()?;
        Some(sealed)
    }

    /// The answer again.
    pub fn open(&self, mut sealed: Vec<u8>) -> Option<Vec<u8>> {
        let length = self.cipher()?.open_in_place(nonce(), Aad::empty(), &mut sealed).ok()?.len();
        sealed.truncate(length);
        Some(sealed)
    }

    fn cipher(&self) -> Option<LessSafeKey> {
        let parts =
            [b"seal", self.client.as_bytes(), self.address.as_bytes(), self.key.as_bytes(), self.body];
        UnboundKey::new(&AES_256_GCM, &digest(&parts)).ok().map(LessSafeKey::new)
    }
}

/// The key seals one answer only, so the nonce may be fixed.
fn nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; 12])
}

fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_request_opens_an_answer() {
        let request = Request { client: "a", address: "/x", key: "k", body: b"{}" };
        let other = Request { body: b"{ }", ..request };
        let sealed = request.seal(b"token").unwrap();
        assert_ne!(sealed, b"token");
        assert_eq!(request.open(sealed.clone()).unwrap(), b"token");
        assert!(other.open(sealed).is_none());
        assert_eq!(request.id(), other.id());
        assert_ne!(request.fingerprint(), other.fingerprint());
    }
}
