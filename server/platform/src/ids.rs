//! Ids, tokens and order numbers: the only source of randomness.

use rand::RngExt;
use uuid::Uuid;

/// A new id: UUID version 7 (RFC 9562), ordered by the time of minting, made anywhere.
#[expect(clippy::disallowed_methods, reason = "the one place where ids are minted")]
pub fn mint() -> Uuid {
    Uuid::now_v7()
}

/// 256 random bits as 43 characters of base64url: for cookies, links and keys.
pub fn token() -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut rng = rand::rng();
    (0..43).map(|_| char::from(ALPHABET[rng.random_range(0..64)])).collect()
}

/// 160 random bits: the key of a second factor, as long as RFC 4226 (4, R6) recommends.
pub fn factor_key() -> [u8; 20] {
    rand::rng().random()
}

/// 256 random bits: the key that signs webhooks, between the 192 and 512 of Standard Webhooks.
pub fn signing_key() -> [u8; 32] {
    rand::rng().random()
}

/// What is stored of a token: SHA-256 as hexadecimal. A token has enough entropy to need no salt.
pub fn hash_token(token: &str) -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write;
    Sha256::digest(token.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// An order number such as `TW-7F3K-9QXM-2CDV`: 60 random bits in Crockford's base 32, which has no
/// letters that are read or heard wrongly.
pub fn order_number() -> String {
    format!("TW-{}-{}-{}", group(), group(), group())
}

/// Four random characters of Crockford's base 32.
pub fn group() -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut rng = rand::rng();
    (0..4).map(|_| char::from(ALPHABET[rng.random_range(0..32)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_s_hash_is_sha_256() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash_token("abc"), expected);
    }

    #[test]
    fn tokens_and_numbers_do_not_repeat() {
        let tokens: std::collections::HashSet<_> = (0..1000).map(|_| token()).collect();
        let numbers: std::collections::HashSet<_> = (0..1000).map(|_| order_number()).collect();
        assert_eq!((tokens.len(), numbers.len()), (1000, 1000));
    }
}
