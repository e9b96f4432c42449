//! The way in and out, and the account's pages.

use crate::error::AppError;
use contracts::{
    Page, SessionId,
    catalog::ProductCard,
    identity::{Look, Profile, SessionInfo},
    orders::OrderRow,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the account begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The shopper's name.
    pub name: String,
    /// Their address, while it is still to be confirmed.
    pub unconfirmed: Option<String>,
    /// The latest orders.
    pub orders: Vec<OrderRow>,
    /// The lines of the address that is offered first; none when there is none.
    pub address: Vec<String>,
    /// What they may like; may be empty.
    pub picked: Vec<ProductCard>,
}

/// Where one is logged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sessions {
    /// This browser's.
    pub current: SessionId,
    /// All, newest first.
    pub all: Vec<SessionInfo>,
    /// When staff looked at the shop as oneself, newest first.
    pub looks: Vec<Look>,
}

/// Opens a shopper's session, takes the cart along and leads on; where the account has a second factor, to the
/// second step.
#[server]
pub async fn log_in(email: String, password: String, next: String) -> Result<(), AppError> {
    use contracts::identity::{Credentials, Realm};
    let (services, request) = (crate::context::services()?, crate::context::request()?);
    let credentials = Credentials { email, password };
    let outcome = services.identity.log_in(Realm::Shop, credentials, request.client).await?;
    match crate::second_factor::guard::opened(outcome, Realm::Shop, &next)? {
        Some(signed_in) => super::guard::enter(&services, &signed_in, &next).await,
        None => Ok(()),
    }
}

/// Asks for an account, which is made by the link that is mailed to the address. Says the same whether the address is known
/// or not. `website` is a field that people do not see: what fills it in is told the same and gets nothing.
#[server]
pub async fn register(
    name: String,
    email: String,
    password: String,
    next: String,
    website: Option<String>,
    ticket: Option<String>,
) -> Result<(), AppError> {
    super::guard::refuse_haste(crate::work::Door::Register, ticket.as_deref())?;
    if website.is_none_or(|typed| typed.is_empty()) {
        let registration = contracts::identity::Registration { name, email, password };
        crate::context::services()?.identity.register(registration, next).await?;
    }
    crate::context::redirect("/register?sent=1");
    Ok(())
}

/// Ends this browser's session.
#[server]
pub async fn log_out() -> Result<(), AppError> {
    use crate::context::{Cookie, cookie};
    if let Some(token) = cookie(Cookie::Shop)? {
        crate::context::services()?.identity.log_out(token).await?;
    }
    super::guard::forget()?;
    crate::context::redirect("/");
    Ok(())
}

/// Mails a link to set a new password; says the same whether the address is known or not.
#[server]
pub async fn request_reset(email: String, ticket: Option<String>) -> Result<(), AppError> {
    super::guard::refuse_haste(crate::work::Door::Reset, ticket.as_deref())?;
    let email: contracts::Email = email
        .parse()
        .map_err(|error: contracts::InvalidValue| contracts::Error::field("email", error.to_string()))?;
    crate::context::services()?.after_sales.request_password_reset(email.to_string()).await?;
    crate::context::redirect("/forgot?sent=1");
    Ok(())
}

/// Sets a new password with the token of a mailed link; leads to the log-in, of the back office when `staff`
/// is set.
#[server]
pub async fn reset_password(token: String, new: String, staff: Option<String>) -> Result<(), AppError> {
    crate::context::services()?.identity.reset_password(token, new).await?;
    crate::context::redirect(if staff.is_some() { "/admin/login?reset=1" } else { "/login?reset=1" });
    Ok(())
}

/// The overview of one's account.
#[server]
pub async fn load_overview() -> Result<Overview, AppError> {
    let (session, services) = (super::guard::viewer().await?, crate::context::services()?);
    super::guard::overview(&services, session).await
}

/// One's own orders, newest first.
#[server]
pub async fn load_my_orders(page: u32) -> Result<Page<OrderRow>, AppError> {
    let session = super::guard::viewer().await?;
    let page = contracts::PageRequest::new(page, 10);
    Ok(crate::context::services()?.orders.my_orders(session.actor(), page).await?)
}

/// One's own order, for the account's page.
#[server]
pub async fn load_my_order(number: String) -> Result<crate::orders::api::OrderView, AppError> {
    let session = super::guard::viewer().await?;
    crate::orders::read::order(&crate::context::services()?, Some(session), number).await
}

/// One's own profile.
#[server]
pub async fn load_profile() -> Result<Profile, AppError> {
    let session = super::guard::viewer().await?;
    Ok(crate::context::services()?.identity.profile(session.actor()).await?)
}

/// The languages that the shop writes mails in, by their codes.
#[server]
pub async fn load_mail_languages() -> Result<Vec<String>, AppError> {
    Ok(crate::context::services()?.orders.shop().await?.locale.languages)
}

/// Changes one's name and the language of the mails; one that is not offered any more may stay.
#[server]
pub async fn save_profile(name: String, language: String) -> Result<(), AppError> {
    let session = super::guard::owner().await?;
    let services = crate::context::services()?;
    let offers = services.orders.shop().await?.locale.offers(&language);
    if !offers && services.identity.profile(session.actor()).await?.language != language {
        return Err(contracts::Error::field("language", "Please choose one of these languages.").into());
    }
    services.identity.update_profile(session.actor(), name, language).await?;
    crate::context::redirect("/account/profile?saved=1");
    Ok(())
}

/// Sets another password and ends all other sessions.
#[server]
pub async fn change_password(current: String, new: String) -> Result<(), AppError> {
    let session = super::guard::owner().await?;
    let identity = crate::context::services()?.identity;
    identity.change_password(session.actor(), current, new, Some(session.id)).await?;
    crate::context::redirect("/account/security?changed=1");
    Ok(())
}

/// Where one is logged in.
#[server]
pub async fn load_sessions() -> Result<Sessions, AppError> {
    let session = super::guard::viewer().await?;
    let identity = crate::context::services()?.identity;
    let (all, looks) =
        futures::try_join!(identity.sessions(session.actor()), identity.looks(session.actor()))?;
    Ok(Sessions { current: session.id, all, looks })
}

/// Ends one of one's own sessions.
#[server]
pub async fn end_session(session: SessionId) -> Result<(), AppError> {
    let owner = super::guard::owner().await?;
    Ok(crate::context::services()?.identity.revoke_session(owner.actor(), session).await?)
}
