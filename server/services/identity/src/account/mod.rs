//! Accounts: making one, one's own profile, the back office's list of people.

mod blocking;
pub(crate) mod erasure;
pub(crate) mod lists;
pub(crate) mod model;
pub(crate) mod repo;

use crate::{Identity, email_change, error::Result, events, password, role};
pub(crate) use blocking::set_blocked;
use contracts::{
    Actor, Email, Error, Page, Permission, UserId,
    identity::{Customer, CustomerQuery, Profile, Registration},
};
pub(crate) use erasure::erase;
use model::{Account, NewAccount};

/// Writes an account with the role every person has, and tells of it.
pub(crate) async fn create(
    tx: &mut sqlx::PgConnection,
    name: &str,
    email: &Email,
    hashed_password: &str,
    by_themselves: bool,
) -> Result<Account> {
    let id = UserId(platform::ids::mint());
    let account = repo::insert(tx, id, name, email, hashed_password).await?;
    // Looked at once nobody else can have the address: who had it may be about to take an account back.
    if email_change::repo::is_taken(tx, email, id).await? {
        return Err(repo::taken().into());
    }
    role::repo::add(tx, id, &[role::model::CUSTOMER.to_owned()]).await?;
    platform::outbox::publish(tx, &events::user_registered(&account, by_themselves)).await?;
    Ok(account)
}

/// Somebody's account.
pub(crate) async fn of(identity: &Identity, user: UserId) -> Result<Account> {
    let account = repo::by_id(identity.db.pool(), user).await?;
    Ok(account.ok_or_else(|| Error::not_found("account"))?)
}

/// One's own profile.
pub(crate) async fn profile(identity: &Identity, user: UserId) -> Result<Profile> {
    Ok(of(identity, user).await?.into())
}

/// Changes one's own name and language.
pub(crate) async fn update_profile(
    identity: &Identity,
    user: UserId,
    name: &str,
    language: &str,
) -> Result<Profile> {
    let (name, language) = model::check_profile(name, language)?;
    let name = platform::pan::masked(name);
    let mut tx = identity.db.begin().await?;
    let account = repo::update_profile(&mut tx, user, &name, language).await?;
    tx.commit().await?;
    Ok(account.ok_or_else(|| Error::not_found("account"))?.into())
}

/// The back office's list of people, newest first.
pub(crate) async fn customers(
    identity: &Identity,
    actor: &Actor,
    query: &CustomerQuery,
) -> Result<Page<Customer>> {
    actor.require(Permission::ViewCustomers)?;
    let mut tx = identity.db.begin_planned().await?;
    let filter = lists::Filter::of(&mut tx, query).await?;
    let total = lists::count(&mut tx, &filter).await?;
    let page = lists::page(&mut tx, &filter, &query.page, total).await?;
    tx.commit().await?;
    Ok(page)
}

/// The next people for a file.
pub(crate) async fn export(
    identity: &Identity,
    actor: &Actor,
    query: &CustomerQuery,
    after: Option<UserId>,
) -> Result<Vec<Customer>> {
    actor.require(Permission::ViewCustomers)?;
    let mut tx = identity.db.begin_planned().await?;
    let filter = lists::Filter::of(&mut tx, query).await?;
    let people = lists::after(&mut tx, &filter, after).await?;
    tx.commit().await?;
    Ok(people)
}

/// One person.
pub(crate) async fn customer(identity: &Identity, actor: &Actor, id: UserId) -> Result<Option<Customer>> {
    actor.require(Permission::ViewCustomers)?;
    lists::one(identity.db.pool(), id).await
}

impl NewAccount {
    /// What was entered, if every rule holds.
    ///
    /// # Errors
    /// A field error for each that does not.
    pub(crate) fn check(registration: Registration) -> contracts::Result<Self> {
        let mut checks = contracts::Checks::default();
        let name = platform::pan::hidden(registration.name.trim().to_owned());
        checks.require(model::is_name(&name), "name", model::NAME_RULE);
        let email = checks.parse("email", registration.email.parse::<Email>());
        let about = [name.as_str(), registration.email.as_str()];
        password::model::check(&mut checks, "password", &registration.password, &about);
        checks.finish()?;
        let email = email.ok_or_else(Error::internal)?;
        Ok(Self { name, email, password: registration.password })
    }
}
