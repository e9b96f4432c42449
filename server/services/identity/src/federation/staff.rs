//! Staff whose roles follow what a provider says of them.

use super::{
    model::Person,
    repo::{self, Kept},
};
use crate::{account, account::model::Account, audit, error::Result, role, session};
use contracts::{Actor, UserId};
use sqlx::PgConnection;

/// Those of the person's roles that there are; the log tells of others, which somebody deleted or never made.
pub(super) async fn roles_here(
    tx: &mut PgConnection,
    provider: &str,
    person: &Person,
) -> Result<Vec<String>> {
    let known = role::repo::keep_staff_roles(tx, &person.roles).await?;
    let (here, gone): (Vec<_>, Vec<_>) = person.roles.iter().cloned().partition(|role| known.contains(role));
    if !gone.is_empty() {
        tracing::warn!(provider, roles = gone.join(", "), "ROLE_MAP names roles that there are not");
    }
    Ok(here)
}

/// Gives exactly these roles to an account. `false` when no administrator would be left: then it keeps those that it
/// has, and the audit log says so.
pub(super) async fn set_roles(
    tx: &mut PgConnection,
    provider: &str,
    account: &Account,
    roles: &[String],
) -> Result<bool> {
    let before = role::repo::remove_staff_roles(tx, account.id).await?;
    role::repo::add(tx, account.id, roles).await?;
    if is_same(&before, roles) {
        return Ok(true);
    }
    let was_administrator = before.iter().any(|role| role == role::model::ADMINISTRATOR);
    if was_administrator && !role::repo::has_administrator(tx).await? {
        role::repo::remove_staff_roles(tx, account.id).await?;
        role::repo::add(tx, account.id, &before).await?;
        record(tx, provider, account.id, "roles.kept", &before, roles).await?;
        return Ok(false);
    }
    session::repo::delete_staff_sessions(&mut *tx, account.id).await?;
    record(tx, provider, account.id, "roles.assigned", &before, roles).await?;
    Ok(true)
}

/// Nothing that the provider says gives this person a role any more: what it gave before is taken, and office sessions
/// end. Roles that were given here stay.
pub(super) async fn close(
    tx: &mut PgConnection,
    provider: &str,
    person: &Person,
    kept: Option<Kept>,
) -> Result<()> {
    let Some(kept) = kept.filter(|kept| kept.gives_roles) else { return Ok(()) };
    account::repo::lock(tx, kept.user_id.into()).await?;
    let Some(account) = account::repo::by_id(&mut *tx, kept.user_id.into()).await? else { return Ok(()) };
    if set_roles(tx, provider, &account, &[]).await? {
        repo::note_no_roles(tx, person).await?;
    }
    session::repo::delete_staff_sessions(tx, account.id).await
}

fn is_same(before: &[String], after: &[String]) -> bool {
    before.len() == after.len() && before.iter().all(|role| after.contains(role))
}

async fn record(
    tx: &mut PgConnection,
    provider: &str,
    user: UserId,
    action: &str,
    before: &[String],
    after: &[String],
) -> Result<()> {
    let details = serde_json::json!({ "provider": provider, "before": before, "after": after });
    audit::record(tx, &Actor::System, action, &format!("user {user}"), details).await
}
