//! Second factors beside the password: time-based codes (RFC 6238), recovery codes and passkeys.

use super::SignedIn;
use crate::{Error, Result, Timestamp};
use serde::{Deserialize, Serialize};

/// What the right password, or a provider that vouches for somebody, leads to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum LogInOutcome {
    /// A session: the account has no second factor.
    SignedIn(Box<SignedIn>),
    /// The second step of the log-in.
    CodeNeeded(Challenge),
}

impl LogInOutcome {
    /// The session, for callers that know no second step.
    ///
    /// # Errors
    /// `Unauthenticated` when a code is needed.
    pub fn signed_in(self) -> Result<SignedIn> {
        match self {
            Self::SignedIn(signed_in) => Ok(*signed_in),
            Self::CodeNeeded(_) => {
                Err(Error::unauthenticated("This account needs a code beside the password."))
            }
        }
    }
}

/// A log-in whose password was right and whose code is still to come: valid for five minutes and five tries.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Challenge {
    /// 256 random bits, base64url; told once, only its hash is stored.
    pub token: String,
}

/// How a session stands with the second factor of its account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FactorStanding {
    /// The account has one.
    pub confirmed: bool,
    /// It was proved within the last ten minutes.
    pub fresh: bool,
    /// A role of the account needs one and there is none: the session may do nothing but set it up.
    pub missing: bool,
}

impl FactorStanding {
    /// Whether a code is due before money moves, roles change or keys are made.
    pub fn needs_proof(self) -> bool {
        self.confirmed && !self.fresh
    }
}

/// One's own second factors, and the authenticator app in particular.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// Since when there is an app; `None` while there is none.
    pub since: Option<Timestamp>,
    /// Recovery codes that were not used.
    pub recovery_codes_left: u32,
    /// Passkeys, each of which is a second factor as well.
    #[serde(default)]
    pub passkeys: u32,
    /// A role of the account needs one.
    pub is_required: bool,
    /// What was begun within the last hour and not confirmed.
    pub pending: Option<Enrolment>,
}

/// What an authenticator app needs to know, to be shown to its owner only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The key in base 32 (RFC 4648), to be typed.
    pub secret: String,
    /// The key as an `otpauth://` address, to be opened on the phone itself.
    pub uri: String,
    /// The address as a picture, to be scanned.
    pub qr: QrCode,
}

/// The dark squares of a QR code, without its quiet zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    /// Squares along one edge.
    pub size: u32,
    /// The path of an SVG in which a square is one unit wide.
    pub path: String,
}

/// What a role of staff asks of its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolePolicy {
    /// The role's name.
    pub role: String,
    /// Members need a second factor.
    pub needs_second_factor: bool,
    /// Active members who have none.
    pub members_without: u32,
}
