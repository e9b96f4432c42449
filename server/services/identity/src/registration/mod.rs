//! Accounts that were asked for. Who asks is answered the same, and as soon, whether the address is taken or free: the
//! same is written down for both, and only what is mailed to the address afterwards differs.

pub(crate) mod repo;

use crate::{
    Identity,
    account::{self, model::NewAccount},
    email_change,
    error::Result,
    events,
    federation::local_path,
    session, verification,
};
use contracts::{
    Actor, Email, Error, RegistrationId, UserId,
    identity::{ClientInfo, FinishedRegistration, Realm, Registration, RegistrationLink},
};
use platform::ids;
use sqlx::PgConnection;
use std::time::Duration;

/// How long the link is valid.
const VALID: Duration = Duration::from_hours(24);
/// Mails to one address within an hour; whoever asks for more gets the same answer and no mail.
const MOST_AN_HOUR: i64 = 3;
/// Mails to one address while their links are valid.
const MOST: i64 = 6;
/// Of the mail, as new accounts have it.
const LANGUAGE: &str = "en";

/// Notes that an account is wanted. Costs the same for every address: nobody looks here whether it is taken.
pub(crate) async fn begin(
    identity: &Identity,
    registration: Registration,
    return_to: &str,
) -> Result<RegistrationId> {
    let new = NewAccount::check(registration)?;
    let hash = identity.passwords.slot().await?.hash(new.password.clone()).await?;
    let id = RegistrationId(ids::mint());
    let return_to = local_path(Realm::Shop, return_to);
    let mut tx = identity.db.begin().await?;
    repo::insert(&mut tx, id, &new, &hash, &return_to, VALID).await?;
    platform::outbox::publish(&mut tx, &events::registration_begun(id)).await?;
    tx.commit().await?;
    Ok(id)
}

/// The link that makes the account, in place of one that was issued for the same before; `None` when the address is
/// taken, which its owner is told, when it was written to often lately, and when nothing waits any more.
pub(crate) async fn issue(
    identity: &Identity,
    actor: &Actor,
    id: RegistrationId,
) -> Result<Option<RegistrationLink>> {
    actor.require_system()?;
    let mut tx = identity.db.begin().await?;
    let Some(waiting) = repo::lock(&mut tx, id).await? else { return Ok(None) };
    let sent = repo::sent_beside(&mut *tx, &waiting.email, id).await?;
    if waiting.is_answered || sent.within_the_hour >= MOST_AN_HOUR || sent.all >= MOST {
        return Ok(None);
    }
    if is_taken(&mut tx, &waiting.email, id).await? {
        tell_owner(&mut tx, &waiting.email).await?;
        repo::note_taken(&mut tx, id).await?;
        tx.commit().await?;
        return Ok(None);
    }
    let token = ids::token();
    repo::note_mailed(&mut tx, id, &ids::hash_token(&token), VALID).await?;
    tx.commit().await?;
    let language = LANGUAGE.to_owned();
    Ok(Some(RegistrationLink { name: waiting.name, email: waiting.email, language, token }))
}

/// Nobody has the id as an account: everybody who has the address is another.
async fn is_taken(tx: &mut PgConnection, email: &Email, id: RegistrationId) -> Result<bool> {
    email_change::repo::is_taken(tx, email, UserId(id.0)).await
}

/// Nobody is told whose account is blocked, or whose former address it is.
async fn tell_owner(tx: &mut PgConnection, email: &Email) -> Result<()> {
    if let Some(owner) = account::repo::by_email(&mut *tx, email, false).await? {
        platform::outbox::publish(tx, &events::registered_again(&owner)).await?;
    }
    Ok(())
}

/// For whom a mailed link makes an account; `None` when it cannot be used.
pub(crate) async fn of_link(identity: &Identity, token: &str) -> Result<Option<Email>> {
    let waiting = repo::of_token(identity.db.pool(), &ids::hash_token(token)).await?;
    Ok(waiting.map(|waiting| waiting.email))
}

/// Makes the account and signs it in. Takes the password, too: whoever enters somebody else's address must not have
/// that person make an account for them.
pub(crate) async fn finish(
    identity: &Identity,
    token: &str,
    password: String,
    client: &ClientInfo,
) -> Result<FinishedRegistration> {
    let hashed_token = ids::hash_token(token);
    let waiting = repo::of_token(identity.db.pool(), &hashed_token).await?.ok_or_else(unusable_link)?;
    require_chosen(identity, &waiting, password).await?;
    let mut tx = identity.db.begin().await?;
    repo::lock_address(&mut tx, &waiting.email).await?;
    let waiting = repo::take(&mut tx, &hashed_token).await?.ok_or_else(unusable_link)?;
    let made = account::create(&mut tx, &waiting.name, &waiting.email, &waiting.hashed_password, true).await;
    let account = made.map_err(taken_meanwhile)?;
    verification::repo::note(&mut tx, account.id).await?;
    repo::delete_of_email(&mut tx, &waiting.email).await?;
    let signed_in = session::open(&mut tx, &account, Realm::Shop, client).await?;
    tx.commit().await?;
    Ok(FinishedRegistration { signed_in, return_to: waiting.return_to })
}

/// Wrong ones are not counted: whoever has the link reads the mail of the address, and may ask for another account.
async fn require_chosen(identity: &Identity, waiting: &repo::Waiting, password: String) -> Result<()> {
    let (is_chosen, _slot) =
        identity.passwords.slot().await?.matches(password, Some(waiting.hashed_password.clone())).await?;
    if is_chosen {
        return Ok(());
    }
    let text = "This is not the password that you chose. Forgotten? Create the account once more.";
    Err(Error::field("password", text).into())
}

fn unusable_link() -> Error {
    Error::invalid(
        "This link has expired or was used already. Please log in, or create your account once more.",
    )
}

/// Whoever reads the mail of the address may know.
fn taken_meanwhile(error: crate::Error) -> crate::Error {
    match error {
        crate::Error::Refused(_) => {
            Error::conflict("There is an account with this address by now. Please log in.").into()
        }
        error => error,
    }
}
