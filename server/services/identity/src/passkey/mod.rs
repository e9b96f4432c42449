//! Passkeys: the list of one's own, adding one, taking one away, and proving who one is by one.

mod ceremony;
mod log_in;
mod model;
mod proof;
mod relying_party;
pub(crate) mod repo;

use crate::{
    Identity, account,
    account::model::Account,
    error::Result,
    events::{self, Way},
    federation, second_factor, session, shop,
};
use ceremony::Kind;
pub(crate) use ceremony::delete_expired;
use contracts::{
    Actor, Error, PasskeyId, SessionId,
    identity::{Passkey, PasskeyAnswer, PasskeyChallenge},
};
pub(crate) use log_in::{begin_log_in, log_in};
pub(crate) use proof::{begin_proof, begin_step, prove};
pub(crate) use relying_party::RelyingParty;
use sqlx::PgConnection;

/// One's own passkeys, the latest first.
pub(crate) async fn list(identity: &Identity, actor: &Actor) -> Result<Vec<Passkey>> {
    Ok(repo::of_user(identity.db.pool(), actor.signed_in()?).await?)
}

/// Begins to add one. Whoever finds a session open leaves no key of theirs: it needs the password, or a second
/// factor that was just proved; where there is no password, a log-in of just now.
pub(crate) async fn begin(
    identity: &Identity,
    actor: &Actor,
    session: SessionId,
    password: String,
) -> Result<PasskeyChallenge> {
    let account = account::of(identity, actor.signed_in()?).await?;
    second_factor::require_any(identity, actor, &account, session, password, "").await?;
    let known = repo::credential_ids(identity.db.pool(), account.id).await?;
    model::refuse_too_many(known.len())?;
    let shop = shop::name(identity.db.pool()).await?;
    let asked = identity.relying_party.ask_for_new(&account, known, &shop)?;
    ceremony::open(identity.db.pool(), Kind::Register, Some(account.id), asked).await
}

/// Keeps the passkey that was made. When it is the first second factor, other sessions were opened without one: they
/// end, and there are recovery codes.
pub(crate) async fn add(
    identity: &Identity,
    actor: &Actor,
    keep: SessionId,
    name: &str,
    answer: &PasskeyAnswer,
) -> Result<Vec<String>> {
    let account = account::of(identity, actor.signed_in()?).await?;
    let name = &*platform::pan::masked(model::check_name(name)?);
    let state =
        ceremony::take(identity.db.pool(), Kind::Register, Some(account.id), &answer.ceremony).await?;
    let made = identity.relying_party.made(state, &answer.credential).ok_or_else(not_what_was_asked)?;
    let mut tx = identity.db.begin().await?;
    // Who is logging in meanwhile waits, and is asked for it.
    account::repo::lock(&mut tx, account.id).await?;
    let is_first = !second_factor::repo::is_there(&mut *tx, account.id).await?;
    model::refuse_too_many(repo::credential_ids(&mut *tx, account.id).await?.len())?;
    repo::insert(&mut tx, account.id, name, &made).await?;
    second_factor::repo::note_proof(&mut tx, account.id, keep).await?;
    let codes = if is_first { first(&mut tx, &account, keep).await? } else { Vec::new() };
    tell(&mut tx, actor, &account, name, true, is_first).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Tells the owner, since it may have been somebody else, and keeps who did it. `is_turn` when the account has its first
/// second factor by it, or lost its last.
async fn tell(
    tx: &mut PgConnection,
    actor: &Actor,
    account: &Account,
    name: &str,
    added: bool,
    is_turn: bool,
) -> Result<()> {
    let way = Way::Passkey(name.to_owned());
    platform::outbox::publish(tx, &events::way_in_changed(account, way, added)).await?;
    let action = if added { "passkey.added" } else { "passkey.removed" };
    if is_turn {
        return second_factor::tell_of_change(tx, actor, account, added, action).await;
    }
    second_factor::record(tx, actor, account, action).await
}

async fn first(tx: &mut PgConnection, account: &Account, keep: SessionId) -> Result<Vec<String>> {
    session::repo::delete_of_user(&mut *tx, account.id, Some(keep)).await?;
    second_factor::put_recovery_codes(tx, account).await
}

/// Takes one away, for the password, where there is one, and a code, unless it is the last way into the account. Recovery
/// codes go with the last second factor.
pub(crate) async fn remove(
    identity: &Identity,
    actor: &Actor,
    session: SessionId,
    id: PasskeyId,
    password: String,
    code: &str,
) -> Result<()> {
    let account = account::of(identity, actor.signed_in()?).await?;
    let mut tx = second_factor::require_owner(identity, actor, &account, session, password, code).await?;
    // Of two ways in that are taken away at once, the second sees that the first is gone.
    account::repo::lock(&mut tx, account.id).await?;
    let name = repo::delete(&mut tx, account.id, id).await?;
    let name = name.ok_or_else(|| Error::not_found("passkey"))?;
    refuse_to_lock_out(&mut tx, &account).await?;
    let is_last = !second_factor::repo::is_there(&mut *tx, account.id).await?;
    tell(&mut tx, actor, &account, &name, false, is_last).await?;
    tx.commit().await?;
    Ok(())
}

/// Something else has to open the account: a password, an account elsewhere or another passkey.
async fn refuse_to_lock_out(tx: &mut PgConnection, account: &Account) -> Result<()> {
    if account.has_password()
        || !repo::of_user(&mut *tx, account.id).await?.is_empty()
        || federation::opens(tx, account.id).await?
    {
        return Ok(());
    }
    Err(Error::conflict("Nothing else would open your account. Set a password first.").into())
}

fn not_what_was_asked() -> Error {
    Error::invalid("This passkey was not taken, or it came too late. Please try again.")
}
