//! What goes wrong at a provider.

use contracts::identity::FederationRefusal;

/// Why a provider's answer cannot be used. Holds neither codes nor tokens.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// Nobody answers, or not in time.
    #[error("the provider cannot be reached")]
    Unreachable(#[source] reqwest::Error),
    /// The provider says no.
    #[error("the provider answered {status} {code}")]
    Answered {
        /// HTTP's status.
        status: u16,
        /// As RFC 6749 (5.2) writes it; empty when there is none.
        code: String,
    },
    /// More than anybody would send who means well.
    #[error("the provider's answer is too long")]
    TooLong,
    /// It is not what was asked for.
    #[error("the provider's answer cannot be read")]
    Unreadable(#[from] serde_json::Error),
    /// It is signed with a key that the provider does not publish.
    #[error("the provider signs with a key that it does not publish")]
    UnknownKey,
    /// The person did not sign in when they were asked to, but before.
    #[error("the provider did not ask the person anew")]
    NotAnew,
    /// It breaks a rule.
    #[error("the provider's answer cannot be believed: {0}")]
    Untrusted(&'static str),
}

impl Trouble {
    /// What the person is told.
    pub(super) fn refusal(&self) -> FederationRefusal {
        match self {
            Self::Unreachable(_) => FederationRefusal::Unavailable,
            Self::NotAnew => FederationRefusal::NotAnew,
            Self::Answered { status, .. } if *status >= 500 => FederationRefusal::Unavailable,
            _ => FederationRefusal::Failed,
        }
    }
}
