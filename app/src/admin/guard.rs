//! Who may ask: every server function of the back office begins here. Server only.

use crate::{context, error::AppError};
use contracts::{Actor, Error, ErrorKind, Permission, identity::Session};
use leptos::prelude::use_context;

/// The member of staff who asks, if the roles allow this. Those who are not logged in are led to the log-in.
///
/// # Errors
/// `Unauthenticated` when nobody is logged in, `Forbidden` without the permission.
pub async fn require(permission: Permission) -> Result<Actor, AppError> {
    context::require(permission).await.inspect_err(lead_to_log_in)
}

/// The session of the member of staff who asks.
///
/// # Errors
/// `Unauthenticated` when nobody is logged in.
pub async fn session() -> Result<Session, AppError> {
    let session = context::staff_session().await?;
    session
        .ok_or_else(|| AppError::from(Error::unauthenticated("Please log in first.")))
        .inspect_err(lead_to_log_in)
}

fn lead_to_log_in(error: &AppError) {
    if error.0.kind == ErrorKind::Unauthenticated {
        context::redirect(&log_in_path());
    }
}

/// The log-in, with the page that was asked for (never a server function's own address).
fn log_in_path() -> String {
    let uri = use_context::<http::request::Parts>().map(|parts| parts.uri.to_string()).unwrap_or_default();
    let next: String =
        uri.chars().filter(|letter| letter.is_ascii_alphanumeric() || "/-_?=".contains(*letter)).collect();
    if next.starts_with("/admin/") { format!("/admin/login?next={next}") } else { "/admin/login".to_owned() }
}

/// A key that names the next act of a form, so that a form sent twice acts once.
#[expect(clippy::disallowed_methods, reason = "nothing is stored or tested by it; it only has to differ")]
pub fn fresh_key() -> uuid::Uuid {
    uuid::Uuid::new_v4()
}
