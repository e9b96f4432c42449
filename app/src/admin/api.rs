//! Who is in the back office, the way in and out, and the palette.

use super::open_items::OpenCounts;
use crate::error::AppError;
use contracts::{Permission, identity::ListPreferences};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The member of staff who is logged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their roles, by name.
    pub roles: Vec<String>,
    /// What these allow.
    pub permissions: Vec<Permission>,
    /// How much waits for them.
    pub open: OpenCounts,
    /// How they like the lists.
    #[serde(default)]
    pub lists: ListPreferences,
}

/// Something the palette found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// `Page`, `Action`, `Order`, `Product` or `Customer`.
    pub kind: String,
    /// What it is.
    pub title: String,
    /// What tells it from others like it.
    pub note: String,
    /// Where it is.
    pub href: String,
}

/// Who is logged in; leads to the log-in when nobody is.
#[server]
pub async fn who_is_staff() -> Result<Staff, AppError> {
    let session = super::guard::session().await?;
    let services = crate::context::services()?;
    let lists = services.identity.list_preferences(session.actor());
    let (open, lists) = futures::join!(super::open_search::count(&services, &session), lists);
    let (email, roles) = (session.email.to_string(), session.roles);
    // Lists look as they always do to whoever may do nothing yet, and when it is not known.
    let lists = lists.unwrap_or_default();
    Ok(Staff { name: session.name, email, roles, permissions: session.permissions, open, lists })
}

/// Opens the back office; where the account has a second factor, leads to the second step.
#[server]
pub async fn log_in_staff(email: String, password: String, next: String) -> Result<(), AppError> {
    use contracts::identity::{Credentials, Realm};
    let (services, request) = (crate::context::services()?, crate::context::request()?);
    let credentials = Credentials { email, password };
    let outcome = services.identity.log_in(Realm::Staff, credentials, request.client).await?;
    match crate::second_factor::guard::opened(outcome, Realm::Staff, &next)? {
        Some(signed_in) => super::guard::enter(&signed_in, &next).await,
        None => Ok(()),
    }
}

/// Closes the back office.
#[server]
pub async fn log_out_staff() -> Result<(), AppError> {
    use crate::context::{Cookie, cookie, set_cookie};
    if let Some(token) = cookie(Cookie::Staff)? {
        crate::context::services()?.identity.log_out(token).await?;
    }
    set_cookie(Cookie::Staff, "", 0)?;
    crate::context::redirect("/admin/login");
    Ok(())
}

/// Pages, actions, orders, products and customers for a few letters.
#[server]
pub async fn palette(text: String) -> Result<Vec<Found>, AppError> {
    let session = super::guard::session().await?;
    super::palette_search::find(&crate::context::services()?, &session, text.trim()).await
}
