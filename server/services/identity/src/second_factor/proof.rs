//! Proving the second factor by a code that counts once.

use super::{
    model::{self, Typed},
    repo::{self, Key},
};
use crate::{Identity, account, account::model::Account, audit, error::Result, password};
use contracts::{Actor, Error, SessionId};
use sqlx::PgConnection;

/// By what the second factor was proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// A code of the app.
    Code,
    /// One of the recovery codes, which is used up.
    RecoveryCode,
}

/// Tries a code; `None` when it proves nothing, which is counted at `place`. Commit in any case: a failure that
/// is forgotten costs nothing. Tries for one account wait for each other, so a flood of them at once gains
/// nothing.
///
/// # Errors
/// `TooMany` after too many failures, `Conflict` when the account has no second factor.
pub(crate) async fn prove(
    tx: &mut PgConnection,
    account: &Account,
    code: &str,
    place: &str,
) -> Result<Option<Proof>> {
    let Some(key) = repo::lock(tx, account.id).await? else {
        return Err(Error::conflict("This account has no second factor.").into());
    };
    refuse_too_many(tx, account, place).await?;
    let email = account.email.as_str();
    let proof = try_code(tx, account, &key, code).await?;
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

async fn try_code(tx: &mut PgConnection, account: &Account, key: &Key, code: &str) -> Result<Option<Proof>> {
    match model::read(code) {
        Typed::Code(code) => {
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
pub(crate) async fn require(
    identity: &Identity,
    actor: &Actor,
    account: &Account,
    code: &str,
) -> Result<platform::Tx> {
    let mut tx = identity.db.begin().await?;
    let proof = prove(&mut tx, account, code, model::SIGNED_IN).await?;
    tell(&mut tx, actor, proof).await?;
    if proof.is_none() {
        tx.commit().await?;
        return Err(wrong_code().into());
    }
    Ok(tx)
}

/// As [`require`]; an account without a second factor needs no code.
pub(crate) async fn require_if_any(
    identity: &Identity,
    actor: &Actor,
    account: &Account,
    code: &str,
) -> Result<platform::Tx> {
    let mut tx = identity.db.begin().await?;
    if repo::lock(&mut tx, account.id).await?.is_none() {
        return Ok(tx);
    }
    drop(tx);
    if code.trim().is_empty() {
        return Err(Error::field("one_time_code", "Please enter the code that your app shows now.").into());
    }
    require(identity, actor, account, code).await
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
        Some(Proof::Code) => return Ok(()),
        Some(Proof::RecoveryCode) => "second_factor.recovery_code_used",
        None => "second_factor.failed",
    };
    audit::record(tx, actor, action, &format!("user {user}"), serde_json::json!({})).await
}

/// The refusal of a code.
pub(crate) fn wrong_code() -> Error {
    let text = "This code is wrong, has expired or was used. Please enter the one that your app shows now.";
    Error::field("one_time_code", text)
}
