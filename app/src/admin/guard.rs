//! Who may ask: every server function of the back office begins here. Server only.

use crate::{context, error::AppError, second_factor};
use contracts::{
    Actor, Error, ErrorKind, Permission,
    identity::{Realm, Session, SignedIn},
};
use leptos::prelude::use_context;

/// The member of staff who asks, if the roles allow this. Those who are not logged in are led to the log-in, those
/// who lack a second factor that their role needs to where they set it up.
///
/// # Errors
/// `Unauthenticated` when nobody is logged in, `Forbidden` without the permission or the second factor.
pub async fn require(permission: Permission) -> Result<Actor, AppError> {
    if context::staff_session().await?.is_some_and(|session| session.second_factor.missing) {
        let text = "Your role needs a second factor. Please set it up first.";
        let refused = AppError::from(Error { message: text.to_owned(), ..Error::forbidden() });
        context::redirect(second_factor::home(Realm::Staff));
        return Err(refused);
    }
    context::require(permission).await.inspect_err(lead_to_log_in)
}

/// As [`require`], for what moves money, changes roles or makes keys: whoever has a second factor has proved it
/// within the last ten minutes, or does so now by `code`.
///
/// # Errors
/// Also a field error at `one_time_code` when a code is due or wrong.
pub async fn require_proved(permission: Permission, code: Option<String>) -> Result<Actor, AppError> {
    let (actor, session) = (require(permission).await?, session().await?);
    if !session.second_factor.needs_proof() {
        return Ok(actor);
    }
    let text = "You proved your second factor more than ten minutes ago. Please enter the code your app shows now, or use a passkey.";
    let code =
        code.filter(|code| !code.trim().is_empty()).ok_or_else(|| Error::field("one_time_code", text))?;
    context::services()?.identity.prove_again(actor.clone(), session.id, code).await?;
    Ok(actor)
}

/// Opens the back office to whoever just logged in.
///
/// # Errors
/// As identity answers.
pub async fn enter(signed_in: &SignedIn, next: &str) -> Result<(), AppError> {
    context::keep_session(signed_in).await?;
    context::redirect(if next.starts_with("/admin") { next } else { "/admin" });
    Ok(())
}

/// The session of the member of staff who asks.
///
/// # Errors
/// `Unauthenticated` when nobody is logged in.
pub async fn session() -> Result<Session, AppError> {
    context::required(context::staff_session().await?).inspect_err(lead_to_log_in)
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
