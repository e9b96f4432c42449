//! An authenticator without a device: a key on P-256 that answers what a browser is asked (WebAuthn, sections 6 and 7),
//! attested by nobody.

use crate::common::ADDRESS;
use aws_lc_rs::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contracts::identity::{PasskeyAnswer, PasskeyChallenge};
use serde_json::{Value, json};

/// The owner is there.
const PRESENT: u8 = 0x01;
/// The device knows that it is the owner.
const VERIFIED: u8 = 0x04;
/// A new key is told.
const KEY_TOLD: u8 = 0x40;

/// One passkey, and the browser that asks for it.
pub struct Authenticator {
    key: EcdsaKeyPair,
    owner: String,
    /// How often it signed.
    pub counter: u32,
    /// The page that asks.
    pub origin: &'static str,
    /// Whether the device makes sure that it is its owner.
    pub verifies: bool,
}

impl Authenticator {
    pub fn fresh() -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        Self { key, owner: String::new(), counter: 0, origin: ADDRESS, verifies: true }
    }

    /// Makes the passkey that is asked for.
    pub fn make(&mut self, asked: &PasskeyChallenge) -> PasskeyAnswer {
        let options: Value = serde_json::from_str(&asked.options).unwrap();
        options["user"]["id"].as_str().unwrap().clone_into(&mut self.owner);
        let rp = options["rp"]["id"].as_str().unwrap();
        let told = [self.data(rp, KEY_TOLD), self.key_data()].concat();
        let response = json!({
            "clientDataJSON": encode(self.client_data("webauthn.create", &options).as_bytes()),
            "attestationObject": encode(&attestation(&told)),
            "transports": ["internal"],
        });
        self.answer(asked, response)
    }

    /// Signs what is asked.
    pub fn sign(&mut self, asked: &PasskeyChallenge) -> PasskeyAnswer {
        self.counter += 1;
        let options: Value = serde_json::from_str(&asked.options).unwrap();
        let client_data = self.client_data("webauthn.get", &options);
        let data = self.data(options["rpId"].as_str().unwrap(), 0);
        let mut signed = data.clone();
        signed.extend_from_slice(digest(&SHA256, client_data.as_bytes()).as_ref());
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        let response = json!({
            "clientDataJSON": encode(client_data.as_bytes()),
            "authenticatorData": encode(&data),
            "signature": encode(signature.as_ref()),
            "userHandle": self.owner,
        });
        self.answer(asked, response)
    }

    fn answer(&self, asked: &PasskeyChallenge, response: Value) -> PasskeyAnswer {
        let id = encode(self.id());
        let credential = json!({
            "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
            "authenticatorAttachment": "platform", "response": response,
        });
        PasskeyAnswer { ceremony: asked.ceremony.clone(), credential: credential.to_string() }
    }

    fn client_data(&self, kind: &str, options: &Value) -> String {
        let challenge = &options["challenge"];
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
    }

    /// Section 6.1, up to the counter.
    fn data(&self, rp: &str, flags: u8) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut data = digest(&SHA256, rp.as_bytes()).as_ref().to_vec();
        data.push(flags | PRESENT | verified);
        data.extend_from_slice(&self.counter.to_be_bytes());
        data
    }

    /// Section 6.5.1: no model, the passkey's name, and its public key as COSE (RFC 9052) writes it.
    fn key_data(&self) -> Vec<u8> {
        let id = self.id();
        let length = u16::try_from(id.len()).unwrap().to_be_bytes();
        let (x, y) = self.public()[1..].split_at(32);
        let (es256, p256) = ([0xa5, 1, 2, 3, 0x26], [0x20, 1]);
        [&[0; 16][..], &length, id, &es256, &p256, &[0x21, 0x58, 32], x, &[0x22, 0x58, 32], y].concat()
    }

    fn id(&self) -> &[u8] {
        &self.public()[1..17]
    }

    /// Uncompressed: 4, x, y.
    fn public(&self) -> &[u8] {
        self.key.public_key().as_ref()
    }
}

/// Section 6.5.4 with the format "none", in CBOR.
fn attestation(data: &[u8]) -> Vec<u8> {
    let length = u8::try_from(data.len()).unwrap();
    [&[0xa3][..], b"\x63fmt\x64none", b"\x67attStmt\xa0", b"\x68authData\x58", &[length], data].concat()
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
