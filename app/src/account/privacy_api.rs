//! What one agrees to, and one's data as a file.

use crate::error::AppError;
use contracts::identity::{Consent, Purpose};
use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, StreamingText, TextStream},
};

/// What one agreed to and took back, newest first.
#[server]
pub async fn load_consents() -> Result<Vec<Consent>, AppError> {
    let session = super::guard::owner().await?;
    Ok(crate::context::services()?.identity.consents(session.actor()).await?)
}

/// For how many days mails can be read here.
#[server]
pub async fn load_mail_days() -> Result<u32, AppError> {
    Ok(crate::context::services()?.notifications.message_retention().await?.mail_days)
}

/// Agrees to something, or takes it back.
#[server]
pub async fn set_consent(purpose: Purpose, granted: bool) -> Result<(), AppError> {
    let session = super::guard::owner().await?;
    crate::context::services()?.identity.set_consent(session.actor(), purpose, granted).await?;
    crate::context::redirect("/account/privacy?saved=1");
    Ok(())
}

/// Lets this browser fetch one's data for ten minutes, if the password is right and so is the code where there is a
/// second factor. An account without a password sends none.
#[server]
pub async fn request_my_data(
    password: Option<String>,
    one_time_code: Option<String>,
) -> Result<(), AppError> {
    let session = super::guard::owner().await?;
    let (password, code) = (password.unwrap_or_default(), one_time_code.unwrap_or_default());
    let identity = crate::context::services()?.identity;
    identity.begin_data_export(session.actor(), session.id, password, code).await?;
    crate::context::redirect("/account/privacy?ready=1");
    Ok(())
}

/// Everything that is kept of whoever asks, as a JSON file.
#[server(input = GetUrl, output = StreamingText)]
pub async fn load_my_data() -> Result<TextStream<AppError>, AppError> {
    let session = super::guard::owner().await?;
    let data = crate::context::services()?.privacy.export(session.actor(), session.id).await?;
    crate::context::answer_as_file("application/json", "my-data.json");
    Ok(TextStream::new(futures::stream::once(async { Ok(data) })))
}
