//! What people agree to, and take back as easily (GDPR, article 7).

pub(crate) mod repo;

use crate::{Identity, account, error::Result, events};
use contracts::{
    Actor, Error, Permission, UserId,
    identity::{Consent, Purpose},
};

/// What one agreed to and took back, newest first.
pub(crate) async fn own(identity: &Identity, actor: &Actor) -> Result<Vec<Consent>> {
    repo::history(identity.db.pool(), actor.signed_in()?).await
}

/// The same of anybody, for staff.
pub(crate) async fn of_customer(identity: &Identity, actor: &Actor, user: UserId) -> Result<Vec<Consent>> {
    actor.require(Permission::ViewCustomers)?;
    repo::history(identity.db.pool(), user).await
}

/// Agrees to something, or takes it back. What is so already is not written down again.
pub(crate) async fn set(identity: &Identity, actor: &Actor, purpose: Purpose, granted: bool) -> Result<()> {
    let user = actor.signed_in()?;
    let mut tx = identity.db.begin().await?;
    if !account::repo::lock(&mut tx, user).await? {
        return Err(Error::not_found("account").into());
    }
    let history = repo::history(&mut *tx, user).await?;
    if Consent::is_given(&history, purpose) == granted {
        return Ok(());
    }
    repo::append(&mut tx, user, purpose, granted, "account").await?;
    platform::outbox::publish(&mut tx, &events::consent_changed(user, purpose, granted)).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes back whatever an account agreed to that is being erased.
pub(crate) async fn take_all_back(conn: &mut sqlx::PgConnection, user: UserId) -> Result<()> {
    let history = repo::history(&mut *conn, user).await?;
    for purpose in Purpose::ALL.into_iter().filter(|purpose| Consent::is_given(&history, *purpose)) {
        repo::append(conn, user, purpose, false, "erasure").await?;
    }
    Ok(())
}
