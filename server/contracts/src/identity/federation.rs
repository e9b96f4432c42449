//! Signing in with an account that one has elsewhere: OpenID Connect, and OAuth 2 as GitHub speaks it.

use super::{LogInOutcome, Realm};
use crate::{ExternalIdentityId, Timestamp};
use serde::{Deserialize, Serialize};

/// Somebody who vouches for people at a door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInProvider {
    /// Its name in addresses, e.g. `google`.
    pub name: String,
    /// What people know it by, e.g. `Google`.
    pub label: String,
}

/// What opens an account without its password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WayIn {
    /// An account elsewhere.
    Provider,
    /// A key of a device.
    Passkey,
}

/// The way to a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FederationStart {
    /// At which door.
    pub realm: Realm,
    /// The provider's name.
    pub provider: String,
    /// A secret of this browser's, 256 random bits as base64url: who is sent back must have it.
    pub browser: String,
    /// Where to go afterwards; anything but a path of this door leads to its first page.
    pub return_to: String,
    /// Whether the person has to show the provider anew who they are, as a log-in that is a proof of it. GitHub cannot be
    /// asked to.
    #[serde(default)]
    pub again: bool,
}

/// What a provider sent the browser back with (RFC 6749, 4.1.2; RFC 9207), and the browser's secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FederationAnswer {
    /// What the provider was sent, to be sent back.
    pub state: String,
    /// What is exchanged for who signed in.
    pub code: Option<String>,
    /// Which provider answers, if it says so.
    pub issuer: Option<String>,
    /// Why there is no code, as a code of RFC 6749.
    pub error: Option<String>,
}

/// The way back from a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FederationCallback {
    /// At which door.
    pub realm: Realm,
    /// The provider's name.
    pub provider: String,
    /// The secret of the browser that came back; empty when it has none.
    pub browser: String,
    /// What it came back with.
    pub answer: FederationAnswer,
}

/// What became of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum FederationOutcome {
    /// The provider vouched for somebody who may enter; as after the right password.
    LoggedIn {
        /// A session, or the second step.
        outcome: LogInOutcome,
        /// The path to go on to.
        return_to: String,
    },
    /// From now on it opens the account that it was linked to.
    Linked,
    /// Nobody is let in, nothing is linked.
    Refused {
        /// Why.
        why: FederationRefusal,
        /// Whether it was to be linked to an account.
        linking: bool,
    },
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident $code:literal $text:literal,)*) => {
        /// Why signing in with a provider, or linking it, came to nothing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum FederationRefusal {
            $($(#[$doc])* $name,)*
        }

        impl FederationRefusal {
            /// How an address tells it.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// The one that an address tells.
            pub fn of_code(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$name),)*
                    _ => None,
                }
            }

            /// For the person who is refused: what to do.
            pub fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

refusals! {
    /// The person, or the provider for them, said no.
    Cancelled "cancelled" "Signing in was cancelled. Nothing was changed.",
    /// Too late, used before, or begun in another browser.
    Expired "expired" "This took too long, or was begun in another browser. Please begin again.",
    /// What came back cannot be believed.
    Failed "failed" "The provider's answer could not be used. Please try again, or log in another way.",
    /// The provider does not answer.
    Unavailable "unavailable" "The provider does not answer now. Please try again later, or log in another way.",
    /// The provider does not vouch for an e-mail address.
    Unverified "unverified" "The provider has not confirmed your e-mail address. Confirm it there first, or log in another way.",
    /// There is an account with this address, and nobody has proved that the address is its owner's.
    LinkFirst "link_first" "There is an account with your e-mail address. Log in with its password, then link the provider under Security.",
    /// The account is locked.
    Closed "closed" "This account cannot be used. Please ask us.",
    /// Nothing that the provider says gives a role.
    NoRole "no_role" "Your account at the provider opens nothing here. Please ask an administrator.",
    /// It opens another account.
    LinkedElsewhere "linked_elsewhere" "This is linked to another account already.",
    /// Neither the account's address nor that it is the provider's is proved.
    ConfirmFirst "confirm_first" "Please confirm your e-mail address first; then you can link other ways to log in.",
    /// The password was wrong.
    WrongPassword "password" "This is not your password.",
    /// Too many wrong passwords.
    TooMany "too_many" "Too many wrong passwords. Please wait some minutes.",
    /// The provider let somebody through whom it knew from before, though it was asked not to.
    NotAnew "not_anew" "The provider did not ask you to sign in anew, so this shows nobody that it is you. Please have a link mailed that sets a password, or use a passkey.",
    /// Without a password, only a fresh log-in is believed.
    LogInAgain "log_in_again" "Please log in again first: without a password, this needs a log-in of the last ten minutes.",
}

/// What one can sign in with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedIdentities {
    /// Whether the account has a password.
    pub has_password: bool,
    /// What is linked, the oldest first.
    pub linked: Vec<LinkedIdentity>,
    /// What can be linked at this door.
    pub providers: Vec<SignInProvider>,
}

/// An account elsewhere that opens one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct LinkedIdentity {
    pub id: ExternalIdentityId,
    /// What people know the provider by.
    pub provider: String,
    /// The address that the provider last told; none when it told none that is proved.
    pub email: Option<String>,
    pub linked_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::FederationRefusal;

    #[test]
    fn a_refusal_is_found_again_by_its_code_and_nothing_else_is() {
        for why in [FederationRefusal::Cancelled, FederationRefusal::LinkFirst, FederationRefusal::LogInAgain]
        {
            assert_eq!(FederationRefusal::of_code(why.code()), Some(why));
        }
        assert_eq!(FederationRefusal::of_code("<script>"), None);
    }
}
