//! The way back from a provider: which account opens.

use super::{
    link,
    model::Person,
    pending::Pending,
    repo::{self, Kept},
    staff,
};
use crate::{
    Identity, account,
    account::model::{Account, NO_PASSWORD},
    error::Result,
    session, verification,
};
use contracts::{
    Email,
    identity::{ClientInfo, FederationCallback, FederationOutcome, FederationRefusal, LogInOutcome, Realm},
};
use sqlx::PgConnection;

/// Ends what was begun. What the provider says is asked of it before anything here is locked.
pub(crate) async fn finish(
    identity: &Identity,
    callback: &FederationCallback,
    client: &ClientInfo,
) -> Result<FederationOutcome> {
    identity.federation.provider(callback.realm, &callback.provider)?;
    let Some(pending) = repo::take_pending(identity.db.pool(), callback).await? else {
        return Ok(FederationOutcome::Refused { why: FederationRefusal::Expired, linking: false });
    };
    let linking = pending.link_user.is_some();
    let ended = match (ask(identity, callback, &pending).await?, pending.link_user) {
        (Err(why), _) => Err(why),
        (Ok(person), Some(user)) => link::link(identity, callback, user, &person).await?,
        (Ok(person), None) => enter(identity, callback, &person, client, pending.return_to).await?,
    };
    Ok(ended.unwrap_or_else(|why| FederationOutcome::Refused { why, linking }))
}

/// For whom the provider vouches.
async fn ask(
    identity: &Identity,
    callback: &FederationCallback,
    pending: &Pending,
) -> Result<Result<Person, FederationRefusal>> {
    let provider = identity.federation.provider(callback.realm, &callback.provider)?;
    if let Some(error) = &callback.answer.error {
        // RFC 6749, 4.1.2.1: this one is the person's own choice.
        let is_choice = error == "access_denied";
        return Ok(Err(if is_choice { FederationRefusal::Cancelled } else { FederationRefusal::Failed }));
    }
    let redirect_uri = identity.federation.redirect_uri(callback.realm, &callback.provider);
    let person = provider.identify(&callback.answer, &pending.asked(&redirect_uri)).await;
    Ok(person.map_err(|trouble| {
        let error: &(dyn std::error::Error + 'static) = &trouble;
        tracing::warn!(provider = callback.provider, error, "a provider's answer was not used");
        trouble.refusal()
    }))
}

/// Opens an account to the person, as after the right password: with the second factor that it has.
async fn enter(
    identity: &Identity,
    callback: &FederationCallback,
    person: &Person,
    client: &ClientInfo,
    return_to: String,
) -> Result<Result<FederationOutcome, FederationRefusal>> {
    let mut tx = identity.db.begin().await?;
    let kept = repo::find(&mut tx, person).await?;
    let roles = staff::roles_here(&mut tx, &callback.provider, person).await?;
    if callback.realm == Realm::Staff && roles.is_empty() {
        staff::close(&mut tx, &callback.provider, person, kept).await?;
        tx.commit().await?;
        return Ok(Err(FederationRefusal::NoRole));
    }
    let account = match account_of(identity, &mut tx, &callback.provider, person, kept).await? {
        Ok(account) => account,
        Err(why) => return Ok(Err(why)),
    };
    if callback.realm == Realm::Staff {
        staff::set_roles(&mut tx, &callback.provider, &account, &roles).await?;
    }
    if !repo::note_use(&mut tx, &callback.provider, person, callback.realm == Realm::Staff).await? {
        return Ok(Err(FederationRefusal::Expired));
    }
    let outcome = session::admit(&mut tx, &account, callback.realm, client).await?;
    if let (LogInOutcome::SignedIn(opened), Some(at)) = (&outcome, person.authenticated_at) {
        session::repo::note_authentication(&mut tx, opened.session.id, at).await?;
    }
    tx.commit().await?;
    Ok(Ok(FederationOutcome::LoggedIn { outcome, return_to }))
}

async fn account_of(
    identity: &Identity,
    tx: &mut PgConnection,
    provider: &str,
    person: &Person,
    kept: Option<Kept>,
) -> Result<Result<Account, FederationRefusal>> {
    let Some(kept) = kept else { return newcomer(identity, tx, provider, person).await };
    // Who takes it from the account meanwhile waits, or was first and is noticed when its use is noted.
    account::repo::lock(tx, kept.user_id.into()).await?;
    let account = account::repo::by_id(&mut *tx, kept.user_id.into()).await?;
    Ok(account.ok_or(FederationRefusal::Closed))
}

/// Somebody who comes by this provider for the first time.
async fn newcomer(
    identity: &Identity,
    tx: &mut PgConnection,
    provider: &str,
    person: &Person,
) -> Result<Result<Account, FederationRefusal>> {
    let Some(email) = &person.email else { return Ok(Err(FederationRefusal::Unverified)) };
    let (account, is_new) = match account::repo::by_email(&mut *tx, email, false).await? {
        Some(account) if account.is_verified => (account, false),
        Some(_) => return Ok(Err(FederationRefusal::LinkFirst)),
        None => match create(tx, person, email).await? {
            Some(account) => (account, true),
            None => return Ok(Err(FederationRefusal::Closed)),
        },
    };
    account::repo::lock(tx, account.id).await?;
    if !repo::insert(tx, account.id, provider, person).await? {
        // Somebody came in by it at the same time.
        return Ok(Err(FederationRefusal::Expired));
    }
    link::record(tx, account.id, "identity.linked", provider).await?;
    if !is_new {
        link::tell(identity, tx, &account, provider, true).await?;
    }
    Ok(Ok(account))
}

/// An account whose address is proved, and which no password opens; `None` when a blocked one has the address.
async fn create(tx: &mut PgConnection, person: &Person, email: &Email) -> Result<Option<Account>> {
    if account::repo::is_taken(&mut *tx, email).await? {
        return Ok(None);
    }
    let account = account::create(tx, &person.name, email, NO_PASSWORD, false).await?;
    verification::repo::note(tx, account.id).await?;
    Ok(Some(account))
}
