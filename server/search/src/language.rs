//! The languages whose words are known.

use serde::{Deserialize, Serialize};

/// A language of texts and of shoppers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "named after what they are")]
pub enum Language {
    #[default]
    En,
    De,
    Fr,
    Ar,
    Es,
    It,
    Nl,
    Pt,
    Sv,
}

impl Language {
    /// As in `lang` attributes, e.g. `de`.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Ar => "ar",
            Self::Es => "es",
            Self::It => "it",
            Self::Nl => "nl",
            Self::Pt => "pt",
            Self::Sv => "sv",
        }
    }

    pub(crate) fn stemmer(self) -> tantivy::tokenizer::Language {
        use tantivy::tokenizer::Language as Known;
        match self {
            Self::En => Known::English,
            Self::De => Known::German,
            Self::Fr => Known::French,
            Self::Ar => Known::Arabic,
            Self::Es => Known::Spanish,
            Self::It => Known::Italian,
            Self::Nl => Known::Dutch,
            Self::Pt => Known::Portuguese,
            Self::Sv => Known::Swedish,
        }
    }
}
