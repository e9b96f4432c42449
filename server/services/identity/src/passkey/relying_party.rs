//! The shop as a relying party of WebAuthn: what browsers are asked, and whether they answered that.

use crate::{account::model::Account, error::Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contracts::{Error, orders::ShopSettings};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, Url,
    Webauthn, WebauthnBuilder, WebauthnError,
};

/// What a browser is asked and what is to be remembered of it.
pub(super) struct Asked {
    /// JSON for the browser.
    pub(super) options: String,
    /// Holds the challenge.
    pub(super) state: Value,
}

/// Passkeys belong to the domain of the shop's address; they are refused at any other address.
pub(crate) struct RelyingParty(Option<Webauthn>);

impl RelyingParty {
    /// The shop at this address, e.g. `https://shop.example`. An IP address is no domain: then there are no passkeys.
    pub(crate) fn at(base_url: &str) -> Self {
        Self(webauthn(base_url))
    }

    fn webauthn(&self) -> Result<&Webauthn> {
        let text = "Passkeys need a shop that is reached by a domain name.";
        Ok(self.0.as_ref().ok_or_else(|| Error::unavailable(text))?)
    }

    /// Asks for a new passkey on a device that has none of `known`; `shop` is what the shop is called.
    ///
    /// # Errors
    /// `Unavailable` where there are no passkeys.
    pub(super) fn ask_for_new(&self, account: &Account, known: Vec<Vec<u8>>, shop: &str) -> Result<Asked> {
        let (id, email, name) = (account.id.0, account.email.as_str(), account.name.as_str());
        let asked = self.webauthn()?.start_passkey_registration(id, email, name, Some(known));
        let (told, state) = asked.map_err(|error| failed(&error))?;
        let mut options = json(&told.public_key)?;
        options["rp"]["name"] = shop.into();
        // So that it is found by the device itself, without an address being typed.
        options["authenticatorSelection"]["residentKey"] = "preferred".into();
        Ok(Asked { options: options.to_string(), state: json(&state)? })
    }

    /// Asks for one of these passkeys; for any of this shop when none is named.
    ///
    /// # Errors
    /// `Unavailable` where there are no passkeys.
    pub(super) fn ask(&self, known: &[Vec<u8>]) -> Result<Asked> {
        let asked = self.webauthn()?.start_discoverable_authentication();
        let (told, state) = asked.map_err(|error| failed(&error))?;
        let mut options = json(&told.public_key)?;
        // Browsers do not know the ones that webauthn-rs asks for.
        options["extensions"] = json!({});
        let named = known.iter().map(|id| json!({ "type": "public-key", "id": URL_SAFE_NO_PAD.encode(id) }));
        options["allowCredentials"] = named.collect();
        Ok(Asked { options: options.to_string(), state: json(&state)? })
    }

    /// The passkey that was made; `None` when it is not what was asked for.
    pub(super) fn made(&self, state: Value, credential: &str) -> Option<Passkey> {
        let state: PasskeyRegistration = read(state)?;
        let answer = serde_json::from_str(credential).ok()?;
        let made = self.0.as_ref()?.finish_passkey_registration(&answer, &state);
        made.inspect_err(|error| tracing::info!(?error, "a new passkey was refused")).ok()
    }

    /// What the passkey told when it answered what was asked, and the device knew its owner.
    ///
    /// # Errors
    /// Why it proves nothing.
    pub(super) fn check(
        &self,
        state: Value,
        answer: &PublicKeyCredential,
        passkey: &Passkey,
    ) -> std::result::Result<AuthenticationResult, WebauthnError> {
        let webauthn = self.0.as_ref().ok_or(WebauthnError::Configuration)?;
        let state: DiscoverableAuthentication = read(state).ok_or(WebauthnError::MismatchedChallenge)?;
        webauthn.finish_discoverable_authentication_v2(answer, state, passkey)
    }
}

fn webauthn(base_url: &str) -> Option<Webauthn> {
    let origin = Url::parse(base_url).ok()?;
    let builder = WebauthnBuilder::new(origin.domain()?, &origin).ok()?;
    builder.rp_name(ShopSettings::NAME).build().ok()
}

fn failed(error: &WebauthnError) -> Error {
    tracing::error!(?error, "a passkey could not be asked for");
    Error::internal()
}

/// As JSON.
///
/// # Errors
/// `Internal` when it cannot be.
pub(super) fn json(value: &impl Serialize) -> Result<Value> {
    Ok(serde_json::to_value(value).map_err(|_| Error::internal())?)
}

fn read<T: DeserializeOwned>(state: Value) -> Option<T> {
    serde_json::from_value(state).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passkey_belongs_to_a_domain() {
        for address in ["https://shop.example", "http://localhost:3000"] {
            assert!(webauthn(address).is_some(), "{address}");
        }
        for address in ["http://127.0.0.1:3000", "http://[::1]:3000", "nowhere", ""] {
            assert!(webauthn(address).is_none(), "{address}");
        }
    }
}
