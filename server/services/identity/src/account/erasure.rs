//! Erasing an account (GDPR, article 17): the row stays for what refers to it, and tells of nobody.

use super::model::Account;
use crate::{
    Identity, audit, consent, customer, device, email_change, error::Result, events, federation, look, oauth,
    password, preference, registration, role, second_factor, session, verification,
};
use contracts::{Actor, SessionId, UserId};
use sqlx::PgConnection;

/// Erases the account of whoever asks and shows that it is theirs. Tells the other services.
pub(crate) async fn erase(
    identity: &Identity,
    actor: &Actor,
    session: SessionId,
    password: String,
    code: &str,
) -> Result<()> {
    let user = actor.signed_in()?;
    let account = super::of(identity, user).await?;
    let mut tx = second_factor::require_owner(identity, actor, &account, session, password, code).await?;
    if !erase_row(&mut tx, &account).await? {
        return Err(password::wrong().into());
    }
    erase_rest(&mut tx, &account).await?;
    platform::privacy::erase_events(&mut tx, &[user.0]).await?;
    platform::outbox::publish(&mut tx, &events::user_deleted(&account)).await?;
    let (action, subject) = ("account.deleted", format!("user {user}"));
    audit::record(&mut tx, actor, action, &subject, serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// False when the password was changed, or the account erased, since it was proved.
async fn erase_row(conn: &mut PgConnection, account: &Account) -> Result<bool> {
    let erased = sqlx::query!(
        "update users
         set status = 'deleted', username = 'Deleted account', email = id || '@deleted.invalid',
             hashed_password = '$argon2id$', language = 'en', last_seen_at = null,
             email_verified_at = null, updated_at = now()
         where id = $1 and status = 'active' and hashed_password = $2",
        account.id.0,
        account.hashed_password,
    );
    Ok(erased.execute(conn).await?.rows_affected() == 1)
}

/// Deletes what stands beside the row of an account: nothing opens it any more, and nothing tells of its owner.
///
/// # Errors
/// `Conflict` when no administrator would be left.
pub(crate) async fn erase_rest(conn: &mut PgConnection, account: &Account) -> Result<()> {
    if role::repo::is_administrator(conn, account.id).await? {
        role::require_administrator(conn).await?;
    }
    role::repo::remove_staff_roles(conn, account.id).await?;
    preference::repo::delete_of_user(conn, account.id).await?;
    session::repo::delete_of_user(&mut *conn, account.id, None).await?;
    password::repo::forget_failures(&mut *conn, account.email.as_str(), None).await?;
    device::repo::delete_of_user(&mut *conn, account.id).await?;
    second_factor::forget(&mut *conn, account.id).await?;
    consent::take_all_back(&mut *conn, account.id).await?;
    customer::repo::delete_of_user(&mut *conn, account.id).await?;
    look::repo::delete_of_user(&mut *conn, account.id).await?;
    federation::repo::delete_of_user(&mut *conn, account.id).await?;
    oauth::delete_of_user(&mut *conn, account.id).await?;
    registration::repo::delete_of_email(&mut *conn, &account.email).await?;
    delete_links_and_addresses(conn, account.id).await
}

async fn delete_links_and_addresses(conn: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!("delete from password_resets where user_id = $1", user.0).execute(&mut *conn).await?;
    verification::repo::delete_of_user(&mut *conn, user).await?;
    email_change::repo::delete_of_user(&mut *conn, user).await?;
    sqlx::query!("delete from log_in_challenges where user_id = $1", user.0).execute(&mut *conn).await?;
    sqlx::query!("delete from saved_addresses where user_id = $1", user.0).execute(conn).await?;
    Ok(())
}
