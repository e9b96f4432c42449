use crate::error::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A page of settings that whoever asks may open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsLink {
    /// The heading it stands under.
    pub group: String,
    /// What it is called.
    pub text: String,
    /// Where it is.
    pub href: String,
    /// What is set there, in a sentence.
    pub about: String,
}

/// The pages of settings that whoever asks may open.
#[server]
pub async fn load_settings() -> Result<Vec<SettingsLink>, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let open = super::overview_pages::PAGES.into_iter().filter(|page| actor.require(page.4).is_ok());
    let link = |(group, text, href, about, _): super::overview_pages::SettingsPage| SettingsLink {
        group: group.to_owned(),
        text: text.to_owned(),
        href: href.to_owned(),
        about: about.to_owned(),
    };
    Ok(open.map(link).collect())
}
