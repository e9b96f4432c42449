//! Status chips: a dot and a word, so that colour never speaks alone.
use leptos::prelude::*;

/// What a status means; decides its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to do or to know.
    #[default]
    Neutral,
    /// Under way.
    Info,
    /// Went well.
    Positive,
    /// Needs attention.
    Warning,
    /// Failed or was ended.
    Danger,
}

impl Tone {
    /// The class that sets the colours of whatever carries it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Info => "tone-info",
            Self::Positive => "tone-positive",
            Self::Warning => "tone-warning",
            Self::Danger => "tone-danger",
        }
    }
}

/// A status in one or two words.
#[component]
pub fn Badge(#[prop(optional)] tone: Tone, #[prop(into)] text: String) -> impl IntoView {
    view! { <span class=["badge ", tone.class()].concat()>{text}</span> }
}
