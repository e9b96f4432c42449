//! Passkeys: keys of a person's devices (WebAuthn, Level 3). What browser and authenticator say is JSON that only the
//! service and the browser read.

use crate::{PasskeyId, Timestamp};
use serde::{Deserialize, Serialize};

/// A passkey in the list of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Passkey {
    pub id: PasskeyId,
    /// As its owner calls it: 1 to 60 characters.
    pub name: String,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// What a browser is asked; to be answered once, within five minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyChallenge {
    /// 256 random bits, base64url; told once, only its hash is stored.
    pub ceremony: String,
    /// `PublicKeyCredentialCreationOptionsJSON` or `PublicKeyCredentialRequestOptionsJSON`.
    pub options: String,
}

/// What the browser answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyAnswer {
    /// The challenge's.
    pub ceremony: String,
    /// `RegistrationResponseJSON` or `AuthenticationResponseJSON`.
    pub credential: String,
}

impl PasskeyAnswer {
    /// The answer in place of a code: wherever a second factor is proved, a passkey proves it as well.
    pub fn into_code(self) -> String {
        [self.ceremony.as_str(), ".", &self.credential].concat()
    }

    /// Reads [`Self::into_code`]; `None` when it is the code of an app or a recovery code.
    pub fn from_code(code: &str) -> Option<Self> {
        let (ceremony, credential) = code.split_once('.')?;
        let answer = Self { ceremony: ceremony.to_owned(), credential: credential.to_owned() };
        credential.starts_with('{').then_some(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_told_from_a_code() {
        let answer = PasskeyAnswer { ceremony: "a-token".into(), credential: r#"{"id":"x.y"}"#.into() };
        assert_eq!(PasskeyAnswer::from_code(&answer.clone().into_code()), Some(answer));
        for code in ["287082", "287 082", "7F3K-9QXM-2CDV-0HWB", "7F3K.9QXM", ""] {
            assert_eq!(PasskeyAnswer::from_code(code), None, "{code}");
        }
    }
}
