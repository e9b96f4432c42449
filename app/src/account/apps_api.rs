//! The apps that a shopper let in.

use crate::error::AppError;
use contracts::{OauthGrantId, identity::AllowedApp};
use leptos::prelude::*;

/// The apps that one let in, newest first.
#[server]
pub async fn load_allowed_apps() -> Result<Vec<AllowedApp>, AppError> {
    let session = super::guard::viewer().await?;
    Ok(crate::context::services()?.identity.allowed_apps(session.actor()).await?)
}

/// Lets an app in no longer.
#[server]
pub async fn remove_app(app: OauthGrantId) -> Result<(), AppError> {
    let owner = super::guard::owner().await?;
    Ok(crate::context::services()?.identity.remove_allowed_app(owner.actor(), app).await?)
}
