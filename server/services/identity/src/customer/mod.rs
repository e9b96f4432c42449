//! What staff keep about customers: tags, groups, notes; and the sessions they end for them.

mod groups;
pub(crate) mod model;
pub(crate) mod repo;

use crate::{Identity, account, audit, error::Result, look, role, second_factor, session};
use contracts::{Actor, CustomerNoteId, Error, Permission, SessionId, UserId, identity::CustomerFile};
pub(crate) use groups::{delete as delete_group, list as groups, save as save_group, set_member};
use sqlx::PgConnection;

/// What is known and kept of one person.
pub(crate) async fn file(identity: &Identity, actor: &Actor, id: UserId) -> Result<Option<CustomerFile>> {
    actor.require(Permission::ViewCustomers)?;
    let db = identity.db.pool();
    let Some(customer) = account::lists::one(db, id).await? else { return Ok(None) };
    let factor = second_factor::repo::find(db, id).await?;
    Ok(Some(CustomerFile {
        customer,
        groups: repo::groups_of(db, id).await?,
        notes: repo::notes_of(db, id).await?,
        sessions: session::repo::of_user(db, id).await?,
        second_factor_since: factor.and_then(|factor| factor.confirmed_at),
        looks: look::repo::of_user(db, id).await?,
        merged_into: repo::merged_into(db, id).await?,
    }))
}

/// Writes a note about a person; the same id writes it once. What it says is not in the audit log, from which nothing
/// can be erased.
pub(crate) async fn add_note(
    identity: &Identity,
    actor: &Actor,
    user: UserId,
    id: CustomerNoteId,
    text: &str,
) -> Result<()> {
    actor.require(Permission::EditCustomers)?;
    let text = platform::pan::masked(model::check_note(text)?);
    let mut tx = identity.db.begin().await?;
    require_account(&mut tx, user).await?;
    if repo::insert_note(&mut tx, user, id, actor, &text).await? {
        let details = serde_json::json!({ "note": id });
        audit::record(&mut tx, actor, "customer.note_added", &subject(user), details).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Gives a person exactly these tags.
pub(crate) async fn set_tags(
    identity: &Identity,
    actor: &Actor,
    user: UserId,
    tags: &[String],
) -> Result<()> {
    actor.require(Permission::EditCustomers)?;
    let tags = model::check_tags(tags)?;
    let mut tx = identity.db.begin().await?;
    require_account(&mut tx, user).await?;
    let before = repo::tags_of(&mut tx, user).await?;
    if before == tags {
        return Ok(());
    }
    repo::put_tags(&mut tx, user, &tags).await?;
    let details = serde_json::json!({ "tags": { "before": before.join(", "), "after": tags.join(", ") } });
    audit::record(&mut tx, actor, "customer.tagged", &subject(user), details).await?;
    tx.commit().await?;
    Ok(())
}

/// Every tag that somebody has.
pub(crate) async fn tags(identity: &Identity, actor: &Actor) -> Result<Vec<String>> {
    actor.require(Permission::ViewCustomers)?;
    Ok(repo::all_tags(identity.db.pool()).await?)
}

/// Ends a session of somebody else's; whoever may not manage the staff does not log out a colleague.
pub(crate) async fn end_session(
    identity: &Identity,
    actor: &Actor,
    user: UserId,
    session: SessionId,
) -> Result<()> {
    actor.require(Permission::EditCustomers)?;
    let mut tx = identity.db.begin().await?;
    if role::repo::is_staff(&mut tx, user).await? {
        actor.require(Permission::ManageStaff)?;
    }
    if !session::repo::delete(&mut *tx, user, session).await? {
        return Err(Error::not_found("session").into());
    }
    let details = serde_json::json!({ "session": session });
    audit::record(&mut tx, actor, "customer.session_ended", &subject(user), details).await?;
    tx.commit().await?;
    Ok(())
}

/// The account, held until the transaction ends.
///
/// # Errors
/// `NotFound` when there is none, or it was erased.
pub(super) async fn require_account(tx: &mut PgConnection, user: UserId) -> Result<()> {
    if account::repo::lock(tx, user).await? {
        return Ok(());
    }
    Err(Error::not_found("customer").into())
}

/// How the audit log calls an account.
pub(crate) fn subject(user: UserId) -> String {
    format!("user {user}")
}
