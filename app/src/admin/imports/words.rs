//! What states of imports are called.

use crate::components::{Badge, Tone};
use contracts::catalog::ImportState;
use leptos::prelude::*;

/// Where an import is.
pub fn import_badge(state: ImportState) -> AnyView {
    let (tone, text) = match state {
        ImportState::Uploading => (Tone::Info, "Coming in"),
        ImportState::Uploaded => (Tone::Info, "To be mapped"),
        ImportState::Checking => (Tone::Info, "Being checked"),
        ImportState::Ready => (Tone::Warning, "Ready to run"),
        ImportState::Running => (Tone::Info, "Running"),
        ImportState::Done => (Tone::Positive, "Done"),
        ImportState::Cancelled => (Tone::Neutral, "Cancelled"),
        ImportState::Failed => (Tone::Danger, "Failed"),
    };
    view! { <Badge tone text /> }.into_any()
}
