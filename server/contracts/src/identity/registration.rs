//! Asking for an account, and making it by a mailed link.

use super::SignedIn;
use crate::Email;
use serde::{Deserialize, Serialize};

/// What a new shopper enters. The password is checked by the service: 8 to 128 characters.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "form fields")]
pub struct Registration {
    pub name: String,
    pub email: String,
    pub password: String,
}

/// A link that makes an account, to be mailed and never logged.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RegistrationLink {
    /// What the shopper is called.
    pub name: String,
    /// Whom to mail.
    pub email: Email,
    /// BCP 47 language of the mail.
    pub language: String,
    /// Single use, valid for a day.
    pub token: String,
}

/// An account that was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FinishedRegistration {
    /// Its first session.
    pub signed_in: SignedIn,
    /// The path of the shop that the shopper wanted to go on to.
    pub return_to: String,
}
