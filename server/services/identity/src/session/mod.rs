//! Sessions: opened by a log-in, found by their token, ended by their owner.

pub(crate) mod model;
pub(crate) mod repo;

use crate::{
    Identity, account, account::model::Account, audit, device, error::Result, events, password, second_factor,
};
use contracts::{
    Email, Error, SessionId, UserId,
    identity::{ClientInfo, Credentials, LogInOutcome, Realm, Session, SessionInfo, SignedIn},
};
use platform::ids;

/// Opens a session for the right password, or leads to the second step. Whatever is wrong, the answer is the same: address,
/// password, a blocked account, or a shopper at the staff's door.
pub(crate) async fn log_in(
    identity: &Identity,
    realm: Realm,
    credentials: Credentials,
    client: &ClientInfo,
) -> Result<LogInOutcome> {
    let email: Email = credentials.email.parse().map_err(|_| wrong_credentials())?;
    let account = account::repo::by_email(identity.db.pool(), &email, realm == Realm::Staff).await?;
    let network = password::model::network_of(client.address.as_deref());
    let proved = password::prove(identity, &email, account.as_ref(), credentials.password, &network).await?;
    let account = account.filter(|_| proved).ok_or_else(wrong_credentials)?;
    let mut tx = identity.db.begin().await?;
    let outcome = admit(&mut tx, &account, realm, client).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// Opens a session for somebody whose first proof was right, or leads to the second step.
pub(crate) async fn admit(
    tx: &mut sqlx::PgConnection,
    account: &Account,
    realm: Realm,
    client: &ClientInfo,
) -> Result<LogInOutcome> {
    // A second factor that is confirmed meanwhile is seen, or sees this session and ends it.
    account::repo::lock(tx, account.id).await?;
    Ok(if second_factor::repo::is_there(&mut *tx, account.id).await? {
        LogInOutcome::CodeNeeded(second_factor::challenge(tx, account, realm).await?)
    } else {
        LogInOutcome::SignedIn(Box::new(enter(tx, account, realm, client).await?))
    })
}

/// Opens a session for somebody who has proved who they are, and tells of it.
pub(crate) async fn enter(
    tx: &mut sqlx::PgConnection,
    account: &Account,
    realm: Realm,
    client: &ClientInfo,
) -> Result<SignedIn> {
    let signed_in = open(tx, account, realm, client).await?;
    platform::outbox::publish(tx, &events::logged_in(account, realm)).await?;
    if realm == Realm::Staff {
        let subject = format!("user {}", account.id);
        let details = serde_json::json!({ "address": client.address });
        audit::record(tx, &signed_in.session.actor(), "staff.logged_in", &subject, details).await?;
    }
    Ok(signed_in)
}

fn wrong_credentials() -> Error {
    Error::unauthenticated("The e-mail address or the password is wrong.")
}

/// Writes a session for an account and tells its token, once.
pub(crate) async fn open(
    tx: &mut sqlx::PgConnection,
    account: &Account,
    realm: Realm,
    client: &ClientInfo,
) -> Result<SignedIn> {
    let token = ids::token();
    let hashed = ids::hash_token(&token);
    repo::insert(tx, account.id, &hashed, realm, client).await?;
    device::note(tx, account, client).await?;
    // Blocked or deleted since the password was checked: then there is no valid session.
    let found = repo::find(&mut *tx, realm, &hashed).await?.ok_or_else(wrong_credentials)?;
    Ok(SignedIn { token, session: found.session })
}

/// The session of a token, if it is valid at this door; an old token is replaced.
pub(crate) async fn find(identity: &Identity, realm: Realm, token: &str) -> Result<Option<Session>> {
    let hashed = ids::hash_token(token);
    let Some(mut found) = admitted(identity, realm, &hashed).await? else { return Ok(None) };
    if found.is_unnoted {
        repo::note_use(identity.db.pool(), found.session.id).await?;
    }
    if found.is_stale {
        let new = ids::token();
        let rotated = repo::rotate(identity.db.pool(), &hashed, &ids::hash_token(&new)).await?;
        found.session.rotated = rotated.then_some(new);
    }
    Ok(Some(found.session))
}

/// The session of a token, if it is valid at this door; nothing tells that it was asked for.
pub(crate) async fn peek(identity: &Identity, realm: Realm, token: &str) -> Result<Option<Session>> {
    Ok(admitted(identity, realm, &ids::hash_token(token)).await?.map(|found| found.session))
}

/// Staff who may do nothing get in to set up the second factor that they lack, and for nothing else.
async fn admitted(identity: &Identity, realm: Realm, hashed: &str) -> Result<Option<repo::Found>> {
    let found = repo::find(identity.db.pool(), realm, hashed).await?;
    let may_enter = |session: &Session| {
        realm != Realm::Staff || !session.permissions.is_empty() || session.second_factor.missing
    };
    Ok(found.filter(|found| may_enter(&found.session)))
}

/// Ends the session of a token.
pub(crate) async fn log_out(identity: &Identity, token: &str) -> Result<()> {
    repo::delete_by_token(identity.db.pool(), &ids::hash_token(token)).await
}

/// One's own sessions, newest first.
pub(crate) async fn list(identity: &Identity, user: UserId) -> Result<Vec<SessionInfo>> {
    repo::of_user(identity.db.pool(), user).await
}

/// Ends one of one's own sessions.
pub(crate) async fn revoke(identity: &Identity, user: UserId, session: SessionId) -> Result<()> {
    if repo::delete(identity.db.pool(), user, session).await? {
        return Ok(());
    }
    Err(Error::not_found("session").into())
}
