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

/// Something that is missing before customers can come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// In a sentence.
    pub text: String,
    /// Where it is seen to, or explained.
    pub href: String,
}

/// All settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsOverview {
    /// What is missing before customers can come; nothing when they may.
    pub missing: Vec<Missing>,
    /// The pages that whoever asks may open.
    pub pages: Vec<SettingsLink>,
}

/// All settings: what is missing, and the pages that whoever asks may open.
#[server]
pub async fn load_settings() -> Result<SettingsOverview, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let open = super::overview_pages::PAGES.into_iter().filter(|page| actor.require(page.4).is_ok());
    let link = |(group, text, href, about, _): super::overview_pages::SettingsPage| SettingsLink {
        group: group.to_owned(),
        text: text.to_owned(),
        href: href.to_owned(),
        about: about.to_owned(),
    };
    let pages = open.map(link).collect();
    let found = super::readiness::look(&crate::context::services()?, actor.clone()).await?;
    Ok(SettingsOverview { missing: super::readiness::missing(&found), pages })
}
