//! Another address for an account: asked for with the password, confirmed by a mailed link at both ends, and taken
//! back from the former one for seven days.

mod confirm;
pub(crate) mod repo;
mod stop;

use crate::{Identity, account, account::model::Account, error::Result, second_factor};
pub(crate) use confirm::confirm;
use contracts::{
    Actor, Email, Error, SessionId,
    identity::{AddressOwner, EmailChange, EmailChangeView, NewEmail, PendingEmail},
};
use platform::ids;
use sqlx::PgConnection;
use std::time::Duration;
pub(crate) use stop::stop;

/// How long the links are valid.
const VALID: Duration = Duration::from_hours(24);
/// How long the former end can take the account back.
const TAKEN_BACK_WITHIN: Duration = Duration::from_hours(7 * 24);

/// Asks for another address. Whether it is taken shows neither in the answer nor at the former end.
pub(crate) async fn begin(
    identity: &Identity,
    actor: &Actor,
    wanted: NewEmail,
    keep: SessionId,
) -> Result<EmailChange> {
    let account = account::of(identity, actor.signed_in()?).await?;
    let email = check(&account, &wanted.email)?;
    let NewEmail { password, code, .. } = wanted;
    let mut tx = second_factor::require_owner(identity, actor, &account, keep, password, &code).await?;
    // Whoever erases the account meanwhile is waited for.
    if !account::repo::lock(&mut tx, account.id).await? {
        return Err(Error::not_found("account").into());
    }
    let former_token = account.is_verified.then(ids::token);
    let wanted_token = ids::token();
    let links = repo::Links {
        former: former_token.as_deref().map(ids::hash_token),
        wanted: ids::hash_token(&wanted_token),
    };
    if !repo::put(&mut tx, &account, &email, &links, keep).await? {
        return Err(too_soon().into());
    }
    let is_taken = repo::is_taken(&mut tx, &email, account.id).await?;
    let owner = owner(&mut tx, &email).await?;
    tx.commit().await?;
    Ok(EmailChange {
        user: account.id,
        name: account.name,
        language: account.language,
        former: account.email,
        former_token,
        wanted: email,
        wanted_token: (!is_taken).then_some(wanted_token),
        owner,
        reference: ids::mint(),
    })
}

fn check(account: &Account, wanted: &str) -> contracts::Result<Email> {
    let email = wanted.parse::<Email>().map_err(|error| Error::field("email", error.to_string()))?;
    if email == account.email {
        return Err(Error::field("email", "This is your address already."));
    }
    Ok(email)
}

async fn owner(tx: &mut PgConnection, email: &Email) -> Result<Option<AddressOwner>> {
    let account = account::repo::by_email(tx, email, false).await?;
    Ok(account.map(|account| AddressOwner {
        user: account.id,
        name: account.name,
        language: account.language,
    }))
}

/// The change of one's own address that waits for its links.
pub(crate) async fn pending(identity: &Identity, actor: &Actor) -> Result<Option<PendingEmail>> {
    repo::pending(identity.db.pool(), actor.signed_in()?).await
}

/// Gives that change up.
pub(crate) async fn cancel(identity: &Identity, actor: &Actor) -> Result<()> {
    Ok(repo::cancel(identity.db.pool(), actor.signed_in()?).await?)
}

/// What a mailed link is about.
pub(crate) async fn view(identity: &Identity, token: &str) -> Result<Option<EmailChangeView>> {
    repo::view(identity.db.pool(), &ids::hash_token(token)).await
}

fn too_soon() -> Error {
    Error::too_many("You asked for this not long ago. Please look into your mail, or try again later.")
}

fn unusable_link() -> Error {
    Error::invalid("This link has expired, was used already, or the change was given up.")
}
