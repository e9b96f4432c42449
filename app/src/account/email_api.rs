//! Another address for one's account.

use crate::error::AppError;
use contracts::identity::{EmailChangeView, LinkedIdentities, PendingEmail, Profile};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One's address, what is to become of it, and what opens the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailStanding {
    /// Who one is.
    pub profile: Profile,
    /// The change that waits for its links.
    pub pending: Option<PendingEmail>,
    /// Whether there is a password, and what else one logs in with.
    pub linked: LinkedIdentities,
}

/// One's address, what is to become of it, and what opens the account.
#[server]
pub async fn load_email() -> Result<EmailStanding, AppError> {
    let actor = super::guard::owner().await?.actor();
    let identity = crate::context::services()?.identity;
    let (pending, linked) =
        (identity.pending_email_change(actor.clone()), identity.linked_identities(actor.clone()));
    let (profile, pending, linked) = futures::try_join!(identity.profile(actor), pending, linked)?;
    Ok(EmailStanding { profile, pending, linked })
}

/// Asks for another address, if the password is right and so is the code where there is a second factor; an account
/// without a password sends none. Says the same whether the address is taken or free.
#[server]
pub async fn change_email(
    email: String,
    password: Option<String>,
    one_time_code: Option<String>,
) -> Result<(), AppError> {
    let session = super::guard::owner().await?;
    let (password, code) = (password.unwrap_or_default(), one_time_code.unwrap_or_default());
    let wanted = contracts::identity::NewEmail { email, password, code };
    let flows = crate::context::services()?.after_sales;
    flows.request_email_change(session.actor(), wanted, session.id).await?;
    crate::context::redirect("/account/email?sent=1");
    Ok(())
}

/// Gives the change up.
#[server]
pub async fn cancel_email_change() -> Result<(), AppError> {
    let session = super::guard::owner().await?;
    crate::context::services()?.identity.cancel_email_change(session.actor()).await?;
    crate::context::redirect("/account/email");
    Ok(())
}

/// What the link of a mail is about; `None` when it cannot be used.
#[server]
pub async fn load_email_link(token: String) -> Result<Option<EmailChangeView>, AppError> {
    Ok(crate::context::services()?.identity.email_change(token).await?)
}

/// Says yes at the link's end. Opening the link alone says nothing: programs that look through mail open links, too.
#[server]
pub async fn confirm_email(token: String) -> Result<(), AppError> {
    let is_done = crate::context::services()?.identity.confirm_email_change(token).await?;
    let done = if is_done { "changed" } else { "waiting" };
    crate::context::redirect(&["/account/email/confirm?done=", done].concat());
    Ok(())
}

/// Says no at the link's end.
#[server]
pub async fn stop_email(token: String) -> Result<(), AppError> {
    use contracts::identity::EmailEnd;
    let end = crate::context::services()?.identity.stop_email_change(token).await?;
    let done = if end == EmailEnd::Former { "closed" } else { "stopped" };
    crate::context::redirect(&["/account/email/confirm?done=", done].concat());
    Ok(())
}
