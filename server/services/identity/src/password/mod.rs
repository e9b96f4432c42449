//! Passwords: proving one, changing one, setting a new one by mail.

mod hashing;
pub(crate) mod model;
pub(crate) mod repo;
mod strength;

use crate::{Identity, account, account::model::Account, error::Result, events, session, verification};
use contracts::{
    Checks, Email, Error, SessionId, UserId,
    identity::{FederationRefusal, IssuedLink},
};
pub(crate) use hashing::Passwords;
use platform::ids;
use std::time::Duration;

/// Whether `password` opens the account. Without an account the answer takes as long. Failures are
/// counted by address and network, and looked up only once a slot is had: a flood of tries at once gains
/// nothing.
pub(crate) async fn prove(
    identity: &Identity,
    email: &Email,
    account: Option<&Account>,
    password: String,
    network: &str,
) -> Result<bool> {
    let slot = identity.passwords.slot().await?;
    refuse_too_many(identity, email, account, network).await?;
    // Without a password it takes as long, too.
    let hash = account.filter(|account| account.has_password());
    let hash = hash.map(|account| account.hashed_password.clone());
    let (proved, _slot) = slot.matches(password, hash).await?;
    if proved {
        repo::forget_failures(identity.db.pool(), email.as_str(), Some(network)).await?;
    } else {
        repo::count_failure(identity.db.pool(), email.as_str(), network, model::WINDOW).await?;
    }
    Ok(proved)
}

/// The password of somebody who has logged in, before something that cannot be taken back.
///
/// # Errors
/// A field error when it is another one; `TooMany` after too many.
pub(crate) async fn require(identity: &Identity, account: &Account, password: String) -> Result<()> {
    if prove(identity, &account.email, Some(account), password, model::SIGNED_IN).await? {
        return Ok(());
    }
    Err(wrong().into())
}

/// As [`require`]. Where there is no password a log-in of the last ten minutes counts as much: whoever finds a browser
/// open cannot repeat it.
///
/// # Errors
/// Also `Conflict` when there is neither.
pub(crate) async fn require_or_fresh(
    identity: &Identity,
    account: &Account,
    session: SessionId,
    password: String,
) -> Result<()> {
    if account.has_password() {
        return require(identity, account, password).await;
    }
    if session::repo::is_fresh(identity.db.pool(), account.id, session).await? {
        return Ok(());
    }
    Err(Error::conflict(FederationRefusal::LogInAgain.text()).into())
}

/// The refusal of a password at its field.
pub(crate) fn wrong() -> Error {
    Error::field("password", "This is not your password.")
}

async fn refuse_too_many(
    identity: &Identity,
    email: &Email,
    account: Option<&Account>,
    network: &str,
) -> Result<()> {
    let failures = repo::failures(identity.db.pool(), email.as_str(), network, model::WINDOW).await?;
    let mut wait = failures.wait_here();
    if wait < failures.wait_for_strangers() && !is_familiar(identity, account, network).await? {
        wait = failures.wait_for_strangers();
    }
    if wait.is_zero() {
        return Ok(());
    }
    let seconds = wait.as_secs();
    let text = format!("Too many wrong passwords. Please try again in {seconds} seconds, or set a new one.");
    Err(Error::too_many(text).into())
}

/// Whether the account's owner has been in this network.
async fn is_familiar(identity: &Identity, account: Option<&Account>, network: &str) -> Result<bool> {
    let Some(account) = account else { return Ok(false) };
    if network == model::SIGNED_IN {
        return Ok(true);
    }
    let sessions = session::repo::of_user(identity.db.pool(), account.id).await?;
    Ok(sessions.iter().any(|session| model::network_of(session.client.address.as_deref()) == network))
}

/// Changes the password and ends all sessions but `keep`.
pub(crate) async fn change(
    identity: &Identity,
    user: UserId,
    current: String,
    new: String,
    keep: Option<SessionId>,
) -> Result<()> {
    let account = account::of(identity, user).await?;
    check_new(&account, &new)?;
    let wrong = || Err(Error::field("current", "This is not your present password.").into());
    if !prove(identity, &account.email, Some(&account), current, model::SIGNED_IN).await? {
        return wrong();
    }
    let hash = identity.passwords.slot().await?.hash(new).await?;
    let mut tx = identity.db.begin().await?;
    if !repo::change(&mut tx, user, &account.hashed_password, &hash).await? {
        return wrong();
    }
    end_what_the_old_one_opened(&mut tx, &account, keep).await?;
    tx.commit().await?;
    Ok(())
}

fn check_new(account: &Account, new: &str) -> contracts::Result<()> {
    let mut checks = Checks::default();
    model::check(&mut checks, "new", new, &[&account.name, account.email.as_str()]);
    checks.finish()
}

/// A reset link for the address; `None` when nobody has it.
pub(crate) async fn begin_reset(identity: &Identity, email: &str) -> Result<Option<IssuedLink>> {
    let Ok(email) = email.parse::<Email>() else {
        return Ok(None);
    };
    let mut tx = identity.db.begin().await?;
    let Some(account) = account::repo::by_email(&mut *tx, &email, false).await? else {
        return Ok(None);
    };
    let issued = issue(&mut tx, account, model::RESET_VALID).await?;
    tx.commit().await?;
    Ok(Some(issued))
}

/// A link that sets a password of the account, in place of an older one.
pub(crate) async fn issue(
    tx: &mut sqlx::PgConnection,
    account: Account,
    valid: Duration,
) -> Result<IssuedLink> {
    let token = ids::token();
    repo::put_reset(tx, account.id, &ids::hash_token(&token), valid).await?;
    Ok(account.link(token))
}

/// Sets a new password with a reset token and ends all sessions. The token is looked at before the
/// costly hash and used up after it.
pub(crate) async fn reset(identity: &Identity, token: &str, new: String) -> Result<()> {
    let hashed_token = ids::hash_token(token);
    let user = repo::reset_of(identity.db.pool(), &hashed_token).await?.ok_or_else(unusable_link)?;
    let account = account::repo::by_id(identity.db.pool(), user).await?.ok_or_else(unusable_link)?;
    check_new(&account, &new)?;
    let hash = identity.passwords.slot().await?.hash(new).await?;
    let mut tx = identity.db.begin().await?;
    let user = repo::take_reset(&mut tx, &hashed_token).await?.ok_or_else(unusable_link)?;
    let account = account::repo::by_id(&mut *tx, user).await?.ok_or_else(unusable_link)?;
    replace(&mut tx, &account, &hash, None).await?;
    // The link was mailed to the address.
    verification::repo::note(&mut tx, account.id).await?;
    tx.commit().await?;
    Ok(())
}

/// A new password, the end of the other sessions and of any waiting after wrong passwords.
pub(crate) async fn replace(
    tx: &mut sqlx::PgConnection,
    account: &Account,
    hash: &str,
    keep: Option<SessionId>,
) -> Result<()> {
    repo::set(tx, account.id, hash).await?;
    end_what_the_old_one_opened(tx, account, keep).await
}

async fn end_what_the_old_one_opened(
    tx: &mut sqlx::PgConnection,
    account: &Account,
    keep: Option<SessionId>,
) -> Result<()> {
    session::repo::delete_of_user(&mut *tx, account.id, keep).await?;
    repo::forget_failures(&mut *tx, account.email.as_str(), None).await?;
    platform::outbox::publish(tx, &events::password_changed(account)).await?;
    Ok(())
}

fn unusable_link() -> crate::Error {
    Error::invalid("This link has expired or was used already. Please ask for a new one.").into()
}
