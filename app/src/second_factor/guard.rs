//! Who asks, and what travels in cookies between two pages. Server only.

use crate::{
    context::{self, Cookie, cookie, set_cookie},
    error::AppError,
};
use contracts::identity::{LogInOutcome, Realm, Session, SignedIn};

/// A log-in waits so long for its code, seconds; identity ends it then.
const CHALLENGE_KEPT: i64 = 300;
/// From the form to the page that shows the codes, seconds.
const CODES_KEPT: i64 = 60;

/// Who asks about their own second factor; leads to the log-in when nobody is logged in.
pub(crate) async fn owner(realm: Realm) -> Result<Session, AppError> {
    match realm {
        Realm::Shop => crate::account::guard::owner().await,
        Realm::Staff => crate::admin::guard::session().await,
    }
}

/// Whose account is shown: the owner's, at the shop also to a member of staff who looks as them. Only for what reads,
/// and never for what opens an account.
pub(crate) async fn viewer(realm: Realm) -> Result<Session, AppError> {
    match realm {
        Realm::Shop => crate::account::guard::viewer().await,
        Realm::Staff => owner(realm).await,
    }
}

/// The session that a right password opened; without one the browser is led to the second step, from where it
/// goes on to `next`.
///
/// # Errors
/// `Internal` outside a request.
pub(crate) fn opened(outcome: LogInOutcome, realm: Realm, next: &str) -> Result<Option<SignedIn>, AppError> {
    let challenge = match outcome {
        LogInOutcome::SignedIn(signed_in) => return Ok(Some(*signed_in)),
        LogInOutcome::CodeNeeded(challenge) => challenge,
    };
    set_cookie(Cookie::LogIn, &challenge.token, CHALLENGE_KEPT)?;
    let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || "/-_.?=".contains(*letter);
    let next: String = next.chars().filter(is_plain).collect();
    context::redirect(&[super::door(realm), "/code?next=", &next].concat());
    Ok(None)
}

/// Leads to the page that shows these recovery codes. They travel in a cookie, as the page may come without
/// scripts and they are stored nowhere.
pub(crate) fn show_codes(realm: Realm, codes: &[String]) -> Result<(), AppError> {
    set_cookie(Cookie::RecoveryCodes, &codes.join("."), CODES_KEPT)?;
    context::redirect(super::codes_page(realm));
    Ok(())
}

/// The recovery codes that are to be shown now.
pub(super) fn take_codes() -> Result<Vec<String>, AppError> {
    let Some(codes) = cookie(Cookie::RecoveryCodes)?.filter(|codes| !codes.is_empty()) else {
        return Ok(Vec::new());
    };
    set_cookie(Cookie::RecoveryCodes, "", 0)?;
    Ok(codes.split('.').map(str::to_owned).collect())
}
