//! Second factors: setting one up, taking it away, and the log-in's second step.

mod log_in;
pub(crate) mod model;
mod policy;
mod proof;
pub(crate) mod repo;
mod reset;

use crate::{
    Identity, account, account::model::Account, audit, error::Result, events, passkey, session, shop,
};
use contracts::{Actor, Error, SessionId, UserId, identity::SecondFactor};
pub(crate) use log_in::{challenge, challenged, delete_expired_challenges, enter, prove_log_in};
pub(crate) use policy::{policies, set_required};
pub(crate) use proof::{prove_again, require_any, require_owner};
pub(crate) use reset::reset;
use sqlx::PgConnection;

/// As the audit log calls it.
const REMOVED: &str = "second_factor.removed";

/// One's own second factor.
pub(crate) async fn status(identity: &Identity, actor: &Actor) -> Result<SecondFactor> {
    let account = account::of(identity, actor.signed_in()?).await?;
    let is_required = policy::is_required(identity.db.pool(), account.id).await?;
    let beside = repo::beside(identity.db.pool(), account.id).await?;
    let count = |count: i64| u32::try_from(count).unwrap_or(0);
    let (recovery_codes_left, passkeys) = (count(beside.codes), count(beside.passkeys));
    let no_app = SecondFactor { since: None, recovery_codes_left, passkeys, is_required, pending: None };
    let Some(kept) = repo::find(identity.db.pool(), account.id).await? else { return Ok(no_app) };
    if kept.confirmed_at.is_some() {
        return Ok(SecondFactor { since: kept.confirmed_at, ..no_app });
    }
    if !kept.is_recent {
        return Ok(no_app);
    }
    let shop = shop::name(identity.db.pool()).await?;
    let pending = model::enrolment(&kept.secret, account.email.as_str(), &shop)?;
    Ok(SecondFactor { pending: Some(pending), ..no_app })
}

/// Makes a key that is still to be confirmed. Whoever finds a session open does not lock its owner out: it
/// needs a fresh proof.
pub(crate) async fn begin(
    identity: &Identity,
    actor: &Actor,
    session: SessionId,
    password: String,
    code: &str,
) -> Result<()> {
    let account = account::of(identity, actor.signed_in()?).await?;
    proof::require_any(identity, actor, &account, session, password, code).await?;
    if repo::begin(identity.db.pool(), account.id, &platform::ids::factor_key()).await? {
        return Ok(());
    }
    Err(Error::conflict("This account has an authenticator app already.").into())
}

/// Confirms the key and tells the recovery codes. Other sessions were opened without it: they end.
pub(crate) async fn confirm(
    identity: &Identity,
    actor: &Actor,
    code: &str,
    keep: SessionId,
) -> Result<Vec<String>> {
    let account = account::of(identity, actor.signed_in()?).await?;
    let mut tx = identity.db.begin().await?;
    // Who is logging in meanwhile waits, and is asked for a code.
    account::repo::lock(&mut tx, account.id).await?;
    let key = repo::lock_pending(&mut tx, account.id).await?;
    let key = key.ok_or_else(|| Error::conflict("This key is too old. Please begin anew."))?;
    let step = proof::matching_step(&key, code.trim())?.ok_or_else(proof::wrong_code)?;
    repo::confirm(&mut tx, account.id, step).await?;
    let codes = put_recovery_codes(&mut tx, &account).await?;
    session::repo::delete_of_user(&mut *tx, account.id, Some(keep)).await?;
    repo::note_proof(&mut tx, account.id, keep).await?;
    tell_of_change(&mut tx, actor, &account, true, "second_factor.added").await?;
    tx.commit().await?;
    Ok(codes)
}

/// Takes the app away, for the password, where there is one, and a code. Passkeys stay, and recovery codes with them.
pub(crate) async fn remove(
    identity: &Identity,
    actor: &Actor,
    session: SessionId,
    password: String,
    code: &str,
) -> Result<()> {
    let account = account::of(identity, actor.signed_in()?).await?;
    let mut tx = require_owner(identity, actor, &account, session, password, code).await?;
    if !repo::delete(&mut tx, account.id).await? {
        return Err(Error::conflict("This account has no authenticator app.").into());
    }
    if repo::is_there(&mut *tx, account.id).await? {
        record(&mut tx, actor, &account, REMOVED).await?;
    } else {
        tell_of_change(&mut tx, actor, &account, false, REMOVED).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Makes recovery codes in place of the older ones, for the password, where there is one, and a code.
pub(crate) async fn renew_recovery_codes(
    identity: &Identity,
    actor: &Actor,
    session: SessionId,
    password: String,
    code: &str,
) -> Result<Vec<String>> {
    let account = account::of(identity, actor.signed_in()?).await?;
    let mut tx = require_owner(identity, actor, &account, session, password, code).await?;
    if !repo::is_there(&mut *tx, account.id).await? {
        return Err(proof::none_there().into());
    }
    let codes = put_recovery_codes(&mut tx, &account).await?;
    record(&mut tx, actor, &account, "second_factor.recovery_codes_renewed").await?;
    tx.commit().await?;
    Ok(codes)
}

/// Takes every second factor away, if there is one, and tells its owner.
pub(crate) async fn take_away(tx: &mut PgConnection, actor: &Actor, account: &Account) -> Result<()> {
    if !forget(tx, account.id).await? {
        return Ok(());
    }
    tell_of_change(tx, actor, account, false, REMOVED).await
}

/// Deletes app, passkeys and recovery codes; tells whether there was a second factor.
pub(crate) async fn forget(tx: &mut PgConnection, user: UserId) -> Result<bool> {
    let had_passkeys = passkey::repo::delete_of_user(tx, user).await?;
    Ok(repo::delete(tx, user).await? || had_passkeys)
}

/// Tells the owner that something was added, or that nothing is left; keeps who did it.
pub(crate) async fn tell_of_change(
    tx: &mut PgConnection,
    actor: &Actor,
    account: &Account,
    added: bool,
    action: &str,
) -> Result<()> {
    platform::outbox::publish(tx, &events::second_factor_changed(account, added, false)).await?;
    record(tx, actor, account, action).await
}

/// Shoppers' own acts are not in the audit log.
pub(crate) async fn record(
    tx: &mut PgConnection,
    actor: &Actor,
    account: &Account,
    action: &str,
) -> Result<()> {
    if matches!(actor, Actor::Shopper { .. } | Actor::Guest) {
        return Ok(());
    }
    audit::record(tx, actor, action, &format!("user {}", account.id), serde_json::json!({})).await
}

/// Makes recovery codes in place of the older ones.
pub(crate) async fn put_recovery_codes(tx: &mut PgConnection, account: &Account) -> Result<Vec<String>> {
    let codes: Vec<String> = (0..model::RECOVERY_CODES).map(|_| model::recovery_code()).collect();
    let hashed: Vec<String> = codes.iter().map(|code| model::hash_recovery_code(code)).collect();
    repo::put_recovery_codes(tx, account.id, &hashed).await?;
    Ok(codes)
}
