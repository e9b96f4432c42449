//! Proving the second factor, by a code or a passkey's answer; each counts once.

use super::{
    model::{self, Typed},
    repo::{self, Key},
};
use crate::{Identity, account, account::model::Account, audit, error::Result, passkey, password};
use contracts::{Actor, Error, SessionId, identity::PasskeyAnswer};
use sqlx::PgConnection;

const TO_ENTER: &str = "Please enter the code that your app shows now, a recovery code, or use your passkey.";

/// By what the second factor was proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// A code of the app.
    Code,
    /// One of the recovery codes, which is used up.
    RecoveryCode,
    /// The answer of a passkey.
    Passkey,
}

/// Tries a code; `None` when it proves nothing, which is counted at `place`. Commit in any case: a failure that
/// is forgotten costs nothing. Tries for one account wait for each other, so a flood of them at once gains
/// nothing.
///
/// # Errors
/// `TooMany` after too many failures, `Conflict` when the account has no second factor.
pub(crate) async fn prove(
    identity: &Identity,
    tx: &mut PgConnection,
    account: &Account,
    code: &str,
    place: &str,
) -> Result<Option<Proof>> {
    let app = repo::lock(tx, account.id).await?;
    if app.is_none() && !passkey::repo::lock_all(tx, account.id).await? {
        return Err(none_there().into());
    }
    refuse_too_many(tx, account, place).await?;
    let email = account.email.as_str();
    let proof = match PasskeyAnswer::from_code(code) {
        Some(answer) => passkey::prove(identity, tx, account, &answer).await?.then_some(Proof::Passkey),
        None => try_code(tx, account, app.as_ref(), code).await?,
    };
    match proof {
        Some(_) => password::repo::forget_failures(tx, email, Some(place)).await?,
        None => password::repo::count_failure(tx, email, place, password::model::WINDOW).await?,
    }
    Ok(proof)
}

async fn refuse_too_many(tx: &mut PgConnection, account: &Account, place: &str) -> Result<()> {
    let (email, window) = (account.email.as_str(), password::model::WINDOW);
    let wait = password::repo::failures(tx, email, place, window).await?.wait_here();
    if wait.is_zero() {
        return Ok(());
    }
    let text = format!("Too many wrong codes. Please try again in {} seconds.", wait.as_secs());
    Err(Error::too_many(text).into())
}

async fn try_code(
    tx: &mut PgConnection,
    account: &Account,
    app: Option<&Key>,
    code: &str,
) -> Result<Option<Proof>> {
    match model::read(code) {
        Typed::Code(code) => {
            let Some(key) = app else { return Ok(None) };
            let Some(step) = matching_step(key, &code)? else { return Ok(None) };
            Ok(repo::use_step(tx, account.id, step).await?.then_some(Proof::Code))
        }
        Typed::RecoveryCode(code) => {
            let hashed = model::hash_recovery_code(&code);
            Ok(repo::use_recovery_code(tx, account.id, &hashed).await?.then_some(Proof::RecoveryCode))
        }
    }
}

/// The step of a key's code, as the database stores it.
pub(crate) fn matching_step(key: &Key, code: &str) -> Result<Option<i64>> {
    let step = model::step_of(&key.secret, code, u64::try_from(key.now).unwrap_or(0))?;
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// As [`prove`], for somebody who has logged in: what it was for follows in the same transaction.
///
/// # Errors
/// Also a field error when the code proves nothing.
async fn require(identity: &Identity, actor: &Actor, account: &Account, code: &str) -> Result<platform::Tx> {
    let mut tx = identity.db.begin().await?;
    let proof = prove(identity, &mut tx, account, code, model::SIGNED_IN).await?;
    tell(&mut tx, actor, proof).await?;
    if proof.is_none() {
        tx.commit().await?;
        return Err(refusal(code).into());
    }
    Ok(tx)
}

/// As [`require`]; an account without a second factor needs no code.
async fn require_if_any(
    identity: &Identity,
    actor: &Actor,
    account: &Account,
    code: &str,
) -> Result<platform::Tx> {
    if !repo::is_there(identity.db.pool(), account.id).await? {
        return Ok(identity.db.begin().await?);
    }
    if code.trim().is_empty() {
        return Err(Error::field("one_time_code", TO_ENTER).into());
    }
    require(identity, actor, account, code).await
}

/// As [`require_if_any`], for what cannot be taken back: it takes the password, too. Where there is none, the second
/// factor alone shows who asks, or, without one, a log-in of the last ten minutes.
pub(crate) async fn require_owner(
    identity: &Identity,
    actor: &Actor,
    account: &Account,
    session: SessionId,
    password: String,
    code: &str,
) -> Result<platform::Tx> {
    if account.has_password() || !repo::is_there(identity.db.pool(), account.id).await? {
        password::require_or_fresh(identity, account, session, password).await?;
    }
    require_if_any(identity, actor, account, code).await
}

/// Any one fresh proof, for what adds to an account: a second factor that was proved in this session within the last ten
/// minutes, or the password; where there is none, a code or, without one, a log-in of the last ten minutes.
pub(crate) async fn require_any(
    identity: &Identity,
    actor: &Actor,
    account: &Account,
    session: SessionId,
    password: String,
    code: &str,
) -> Result<()> {
    if repo::is_fresh(identity.db.pool(), account.id, session).await? {
        return Ok(());
    }
    if account.has_password() || code.trim().is_empty() {
        return password::require_or_fresh(identity, account, session, password).await;
    }
    let tx = require(identity, actor, account, code).await?;
    Ok(tx.commit().await?)
}

/// Notes with a session of one's own that the second factor was proved just now.
pub(crate) async fn prove_again(
    identity: &Identity,
    actor: &Actor,
    session: SessionId,
    code: &str,
) -> Result<()> {
    let account = account::of(identity, actor.signed_in()?).await?;
    let mut tx = require(identity, actor, &account, code).await?;
    if !repo::note_proof(&mut tx, account.id, session).await? {
        return Err(Error::not_found("session").into());
    }
    tx.commit().await?;
    Ok(())
}

/// Keeps in the audit log what is worth knowing of a try of staff: failures, and recovery codes.
pub(crate) async fn tell(tx: &mut PgConnection, actor: &Actor, proof: Option<Proof>) -> Result<()> {
    let Actor::Staff { user, .. } = actor else { return Ok(()) };
    let action = match proof {
        Some(Proof::Code | Proof::Passkey) => return Ok(()),
        Some(Proof::RecoveryCode) => "second_factor.recovery_code_used",
        None => "second_factor.failed",
    };
    audit::record(tx, actor, action, &format!("user {user}"), serde_json::json!({})).await
}

/// The refusal where there is nothing to prove by.
pub(super) fn none_there() -> Error {
    Error::conflict("This account has no second factor.")
}

/// The refusal of a code or a passkey's answer.
pub(crate) fn refusal(code: &str) -> Error {
    if PasskeyAnswer::from_code(code).is_none() {
        return wrong_code();
    }
    let text = "This passkey was not taken, or it came too late. Please try again, or enter a code.";
    Error::field("one_time_code", text)
}

/// The refusal of a code.
pub(crate) fn wrong_code() -> Error {
    let text = "This code is wrong, has expired or was used. Please enter the one that your app shows now.";
    Error::field("one_time_code", text)
}
