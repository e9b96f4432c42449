//! `external_identities`, `federated_sign_ins`.

use super::{model::Person, pending::Pending};
use crate::session::model::realm_name;
use contracts::{
    ExternalIdentityId, Timestamp, UserId,
    identity::{FederationCallback, FederationStart},
};
use platform::ids::hash_token;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

/// Whose account opens.
pub(super) struct Kept {
    pub(super) user_id: Uuid,
    /// Whether its roles follow what the provider says.
    pub(super) gives_roles: bool,
}

/// What is linked to an account.
pub(super) struct Linked {
    pub(super) id: Uuid,
    pub(super) provider: String,
    pub(super) email: Option<String>,
    pub(super) gives_roles: bool,
    pub(super) linked_at: Timestamp,
    pub(super) last_used_at: Option<Timestamp>,
}

/// Remembers who was sent to a provider.
pub(super) async fn put_pending(
    db: impl PgExecutor<'_>,
    state: &str,
    start: &FederationStart,
    pending: &Pending,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into federated_sign_ins
             (state, browser, provider, realm, nonce, verifier, return_to, link_user, again, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + interval '10 minutes')",
        hash_token(state),
        hash_token(&start.browser),
        start.provider,
        realm_name(start.realm),
        pending.nonce,
        pending.verifier,
        pending.return_to,
        pending.link_user.map(|user| user.0),
        pending.anew_since.is_some(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes what was begun, once; `None` when nothing was, too long ago, at another door, with another provider or in
/// another browser.
pub(super) async fn take_pending(
    db: impl PgExecutor<'_>,
    callback: &FederationCallback,
) -> Result<Option<Pending>, sqlx::Error> {
    let row = sqlx::query!(
        r#"delete from federated_sign_ins
           where state = $1 and browser = $2 and provider = $3 and realm = $4 and expires_at > now()
           returning nonce, verifier, return_to, link_user, again,
                     extract(epoch from expires_at - interval '10 minutes')::bigint as "begun!""#,
        hash_token(&callback.answer.state),
        hash_token(&callback.browser),
        callback.provider,
        realm_name(callback.realm),
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Pending {
        nonce: row.nonce,
        verifier: row.verifier,
        return_to: row.return_to,
        link_user: row.link_user.map(UserId),
        anew_since: row.again.then_some(row.begun),
    }))
}

/// Forgets those who did not come back in time.
pub(crate) async fn delete_expired(db: impl PgExecutor<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from federated_sign_ins where expires_at < now()").execute(db).await?;
    Ok(())
}

/// Which account this opens.
pub(super) async fn find(conn: &mut PgConnection, person: &Person) -> Result<Option<Kept>, sqlx::Error> {
    sqlx::query_as!(
        Kept,
        "select user_id, gives_roles from external_identities where issuer = $1 and subject = $2",
        person.issuer,
        person.subject,
    )
    .fetch_optional(conn)
    .await
}

/// Links it to an account; `false` when it opens one already.
pub(super) async fn insert(
    conn: &mut PgConnection,
    user: UserId,
    provider: &str,
    person: &Person,
) -> Result<bool, sqlx::Error> {
    let inserted = sqlx::query!(
        "insert into external_identities (id, user_id, provider, issuer, subject, email)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (issuer, subject) do nothing",
        platform::ids::mint(),
        user.0,
        provider,
        person.issuer,
        person.subject,
        person.email.as_ref().map(|email| email.as_str().to_owned()),
    );
    Ok(inserted.execute(conn).await?.rows_affected() == 1)
}

/// Notes that it is used now; `gives_roles` when the account's roles follow it from now on. `false` when it was taken
/// from the account meanwhile.
pub(super) async fn note_use(
    conn: &mut PgConnection,
    provider: &str,
    person: &Person,
    gives_roles: bool,
) -> Result<bool, sqlx::Error> {
    let noted = sqlx::query!(
        "update external_identities
         set last_used_at = now(), provider = $3, email = coalesce($4, email), gives_roles = gives_roles or $5
         where issuer = $1 and subject = $2",
        person.issuer,
        person.subject,
        provider,
        person.email.as_ref().map(|email| email.as_str().to_owned()),
        gives_roles,
    );
    Ok(noted.execute(conn).await?.rows_affected() == 1)
}

/// Notes that an account's roles no longer follow what a provider says of this person.
pub(super) async fn note_no_roles(conn: &mut PgConnection, person: &Person) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update external_identities set gives_roles = false where issuer = $1 and subject = $2",
        person.issuer,
        person.subject,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What is linked to an account, the oldest first.
pub(super) async fn of_user(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<Linked>, sqlx::Error> {
    sqlx::query_as!(
        Linked,
        "select id, provider, email, gives_roles, linked_at, last_used_at from external_identities
         where user_id = $1 order by linked_at, id",
        user.0,
    )
    .fetch_all(db)
    .await
}

/// Takes one from an account.
pub(super) async fn delete(
    conn: &mut PgConnection,
    user: UserId,
    id: ExternalIdentityId,
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from external_identities where id = $1 and user_id = $2", id.0, user.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes all from an account, and forgets what was begun for it.
pub(crate) async fn delete_of_user(conn: &mut PgConnection, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from federated_sign_ins where link_user = $1", user.0).execute(&mut *conn).await?;
    sqlx::query!("delete from external_identities where user_id = $1", user.0).execute(conn).await?;
    Ok(())
}
