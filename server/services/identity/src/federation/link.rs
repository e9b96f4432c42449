//! What is linked to one's own account.

use super::{
    model::{self, Person},
    pending::send,
    repo::{self, Linked},
};
use crate::{
    Identity, account,
    account::model::Account,
    audit,
    error::Result,
    events::{self, Way},
    passkey, password, role, verification,
};
use contracts::{
    Actor, Error, ExternalIdentityId, SessionId, UserId,
    identity::{
        FederationCallback, FederationOutcome, FederationRefusal, FederationStart, LinkedIdentities,
        LinkedIdentity, Realm,
    },
};
use sqlx::PgConnection;

/// Sends somebody to a provider that is to be linked to their account.
pub(crate) async fn begin_linking(
    identity: &Identity,
    actor: &Actor,
    session: SessionId,
    start: &FederationStart,
    password: String,
) -> Result<String> {
    let account = prove_again(identity, actor, session, password).await?;
    let start = FederationStart { realm: realm_of(actor), ..start.clone() };
    send(identity, &start, model::local_path(start.realm, ""), Some(account.id)).await
}

/// Links what was signed in with. Who is not known to own the account's address links only what is proved to have the
/// same: otherwise who makes an account with another's address would keep a way into it.
pub(super) async fn link(
    identity: &Identity,
    callback: &FederationCallback,
    user: UserId,
    person: &Person,
) -> Result<Result<FederationOutcome, FederationRefusal>> {
    let mut tx = identity.db.begin().await?;
    account::repo::lock(&mut tx, user).await?;
    let Some(account) = account::repo::by_id(&mut *tx, user).await? else {
        return Ok(Err(FederationRefusal::Closed));
    };
    let proves_address = person.email.as_ref() == Some(&account.email);
    if !account.is_verified && !proves_address {
        return Ok(Err(FederationRefusal::ConfirmFirst));
    }
    if repo::insert(&mut tx, user, &callback.provider, person).await? {
        record(&mut tx, user, "identity.linked", &callback.provider).await?;
        tell(identity, &mut tx, &account, &callback.provider, true).await?;
    } else if repo::find(&mut tx, person).await?.is_none_or(|kept| kept.user_id != user.0) {
        return Ok(Err(FederationRefusal::LinkedElsewhere));
    }
    if proves_address {
        verification::repo::note(&mut tx, user).await?;
    }
    tx.commit().await?;
    Ok(Ok(FederationOutcome::Linked))
}

/// What one can sign in with oneself.
pub(crate) async fn linked(identity: &Identity, actor: &Actor) -> Result<LinkedIdentities> {
    let account = account::of(identity, actor.signed_in()?).await?;
    let kept = repo::of_user(identity.db.pool(), account.id).await?;
    Ok(LinkedIdentities {
        has_password: account.has_password(),
        linked: kept.into_iter().map(|kept| told(identity, kept)).collect(),
        providers: identity.federation.at(realm_of(actor)),
    })
}

fn told(identity: &Identity, kept: Linked) -> LinkedIdentity {
    LinkedIdentity {
        id: kept.id.into(),
        provider: identity.federation.label(&kept.provider),
        email: kept.email,
        linked_at: kept.linked_at,
        last_used_at: kept.last_used_at,
    }
}

/// Takes one away, unless it is the last way into the account.
pub(crate) async fn unlink(
    identity: &Identity,
    actor: &Actor,
    session: SessionId,
    id: ExternalIdentityId,
    password: String,
) -> Result<()> {
    let account = prove_again(identity, actor, session, password).await?;
    let mut tx = identity.db.begin().await?;
    // Of two that are taken away at once, the second sees that the first is gone.
    account::repo::lock(&mut tx, account.id).await?;
    let linked = repo::of_user(&mut *tx, account.id).await?;
    let gone = linked.iter().find(|linked| linked.id == id.0);
    let gone = gone.ok_or_else(|| Error::not_found("way to log in"))?;
    let others = linked.len() - 1 + passkey::repo::of_user(&mut *tx, account.id).await?.len();
    refuse_to_lock_out(&account, others, gone)?;
    repo::delete(&mut tx, account.id, id).await?;
    record(&mut tx, account.id, "identity.unlinked", &gone.provider).await?;
    tell(identity, &mut tx, &account, &gone.provider, false).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether an account elsewhere opens this one.
pub(crate) async fn opens(tx: &mut PgConnection, user: UserId) -> Result<bool> {
    Ok(!repo::of_user(tx, user).await?.is_empty())
}

/// One way in stays (`others`: accounts elsewhere and passkeys), and whoever was made staff by a provider stays within
/// its reach.
fn refuse_to_lock_out(account: &Account, others: usize, gone: &Linked) -> contracts::Result<()> {
    if gone.gives_roles {
        let text = "Your access to the back office comes with it. Please ask an administrator.";
        return Err(Error::conflict(text));
    }
    if !account.has_password() && others == 0 {
        return Err(Error::conflict("Nothing else would open your account. Set a password first."));
    }
    Ok(())
}

/// Whoever finds a browser open does not let themselves in for ever: it takes the password, or, where there is none, a
/// fresh log-in.
async fn prove_again(
    identity: &Identity,
    actor: &Actor,
    session: SessionId,
    password: String,
) -> Result<Account> {
    let account = account::of(identity, actor.signed_in()?).await?;
    password::require_or_fresh(identity, &account, session, password).await?;
    Ok(account)
}

fn realm_of(actor: &Actor) -> Realm {
    if matches!(actor, Actor::Staff { .. }) { Realm::Staff } else { Realm::Shop }
}

/// Tells the owner what opens their account from now on, or no longer: it may have been somebody else.
pub(super) async fn tell(
    identity: &Identity,
    tx: &mut PgConnection,
    account: &Account,
    provider: &str,
    added: bool,
) -> Result<()> {
    let way = Way::Provider(identity.federation.label(provider));
    platform::outbox::publish(tx, &events::way_in_changed(account, way, added)).await?;
    Ok(())
}

/// Keeps in the audit log how staff can enter. Shoppers' own acts are not in it.
pub(super) async fn record(tx: &mut PgConnection, user: UserId, action: &str, provider: &str) -> Result<()> {
    let Some(member) = staff_member(tx, user).await? else { return Ok(()) };
    let details = serde_json::json!({ "provider": provider });
    audit::record(tx, &member, action, &format!("user {user}"), details).await
}

async fn staff_member(tx: &mut PgConnection, user: UserId) -> Result<Option<Actor>> {
    if !role::repo::is_staff(tx, user).await? {
        return Ok(None);
    }
    let account = account::repo::by_id(tx, user).await?;
    Ok(account.map(|account| Actor::Staff {
        user: account.id,
        email: account.email.to_string(),
        permissions: Vec::new(),
    }))
}
