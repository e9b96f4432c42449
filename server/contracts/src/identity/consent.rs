//! What people agreed to, and when they did not any more (GDPR, article 7).

use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// What somebody may agree to. Nothing of it is needed to buy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Mails about new things and offers.
    Newsletter,
    /// Products chosen by what one looked at and bought.
    Personalisation,
}

impl Purpose {
    /// All of them, as they are shown.
    pub const ALL: [Self; 2] = [Self::Personalisation, Self::Newsletter];

    /// The version of [`Self::wording`]; another wording is another version.
    pub const WORDING: &'static str = "2026-11";

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newsletter => "newsletter",
            Self::Personalisation => "personalisation",
        }
    }

    /// The purpose stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == text)
    }

    /// What it is called where it is shown.
    pub fn title(self) -> &'static str {
        match self {
            Self::Newsletter => "Newsletter",
            Self::Personalisation => "Personal recommendations",
        }
    }

    /// What one agrees to, in the words that are shown where one does.
    pub fn wording(self) -> &'static str {
        match self {
            Self::Newsletter => {
                "Send me mails about new products and offers. I can take this back here at any time."
            }
            Self::Personalisation => {
                "Remember with my account which products I look at and buy, and choose by that what to show me. I can take this back here at any time: then it is forgotten that it was me."
            }
        }
    }
}

/// Something that somebody agreed to, or took back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// What for.
    pub purpose: Purpose,
    /// Given, or taken back.
    pub granted: bool,
    /// When.
    pub at: Timestamp,
    /// The version of the words that were agreed to.
    pub wording: String,
    /// Where: `account`, or `erasure` when the account was deleted.
    pub source: String,
}

impl Consent {
    /// Whether a purpose is agreed to now, by a history that begins with the newest.
    pub fn is_given(history: &[Self], purpose: Purpose) -> bool {
        history.iter().find(|consent| consent.purpose == purpose).is_some_and(|consent| consent.granted)
    }
}
