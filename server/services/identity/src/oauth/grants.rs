//! `oauth_grants`: what shoppers allowed clients, each with the family of its tokens.

use crate::api_key::{scope_names, scopes};
use contracts::{
    OauthClientId, OauthGrantId, UserId,
    identity::{AllowedApp, Scope},
};
use sqlx::{PgConnection, PgExecutor};
use std::time::Duration;

/// How long an app is let in.
const LIFETIME: Duration = Duration::from_hours(90 * 24);

/// A family.
pub(crate) struct Grant {
    pub(crate) id: OauthGrantId,
    pub(crate) client: OauthClientId,
    pub(crate) user: UserId,
    pub(crate) scopes: Vec<Scope>,
    /// It was not ended, its time is not over, its client is there and its shopper is not locked out.
    pub(crate) is_open: bool,
}

/// Writes that a shopper lets a client in.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    client: OauthClientId,
    user: UserId,
    scopes: &[Scope],
) -> Result<OauthGrantId, sqlx::Error> {
    let id = platform::ids::mint();
    sqlx::query!(
        "insert into oauth_grants (id, client_id, user_id, scopes, expires_at)
         values ($1, $2, $3, $4, now() + make_interval(secs => $5))",
        id,
        client.0,
        user.0,
        &scope_names(scopes),
        LIFETIME.as_secs_f64(),
    )
    .execute(conn)
    .await?;
    Ok(id.into())
}

/// Locks a family: what its codes and refresh tokens were used for is decided by one at a time.
pub(crate) async fn lock(conn: &mut PgConnection, id: OauthGrantId) -> Result<Option<Grant>, sqlx::Error> {
    let locked = sqlx::query_scalar!("select id from oauth_grants where id = $1 for update", id.0)
        .fetch_optional(&mut *conn)
        .await?;
    // Read once it is locked: another may have changed it while this one waited.
    if locked.is_some() { find(conn, id).await } else { Ok(None) }
}

/// A family.
pub(crate) async fn find(db: impl PgExecutor<'_>, id: OauthGrantId) -> Result<Option<Grant>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select g.client_id, g.user_id, g.scopes,
                  g.revoked_at is null and g.expires_at > now() and c.revoked_at is null
                      and u.status = 'active' as "is_open!"
           from oauth_grants g join oauth_clients c on c.id = g.client_id join users u on u.id = g.user_id
           where g.id = $1"#,
        id.0,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Grant {
        id,
        client: row.client_id.into(),
        user: row.user_id.into(),
        scopes: scopes(&row.scopes),
        is_open: row.is_open,
    }))
}

/// Notes that tokens were issued.
pub(crate) async fn note_use(conn: &mut PgConnection, id: OauthGrantId) -> Result<(), sqlx::Error> {
    sqlx::query!("update oauth_grants set last_used_at = now() where id = $1", id.0).execute(conn).await?;
    Ok(())
}

/// Ends a family; `false` when it had ended.
pub(crate) async fn revoke(db: impl PgExecutor<'_>, id: OauthGrantId) -> Result<bool, sqlx::Error> {
    let ended = sqlx::query!(
        "update oauth_grants set revoked_at = now() where id = $1 and revoked_at is null",
        id.0,
    );
    Ok(ended.execute(db).await?.rows_affected() == 1)
}

/// Ends a family of this shopper's and tells whose it was; `None` when they have no such family.
pub(crate) async fn revoke_own(
    conn: &mut PgConnection,
    user: UserId,
    id: OauthGrantId,
) -> Result<Option<OauthClientId>, sqlx::Error> {
    let client = sqlx::query_scalar!(
        "update oauth_grants set revoked_at = now()
         where id = $1 and user_id = $2 and revoked_at is null returning client_id",
        id.0,
        user.0,
    );
    Ok(client.fetch_optional(conn).await?.map(OauthClientId::from))
}

/// Ends all families of a client.
pub(crate) async fn revoke_of_client(
    conn: &mut PgConnection,
    client: OauthClientId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update oauth_grants set revoked_at = now() where client_id = $1 and revoked_at is null",
        client.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes what a shopper allowed.
pub(crate) async fn delete_of_user(conn: &mut PgConnection, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from oauth_grants where user_id = $1", user.0).execute(conn).await?;
    Ok(())
}

/// The apps that a shopper let in, newest first.
pub(crate) async fn of_user(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<AllowedApp>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select g.id, c.name, g.scopes, g.created_at, g.last_used_at as "last_used_at!"
           from oauth_grants g join oauth_clients c on c.id = g.client_id
           where g.user_id = $1 and g.revoked_at is null and g.expires_at > now()
             and g.last_used_at is not null
           order by g.created_at desc, g.id desc"#,
        user.0,
    )
    .fetch_all(db)
    .await?;
    let apps = rows.into_iter().map(|row| AllowedApp {
        id: row.id.into(),
        name: row.name,
        scopes: scopes(&row.scopes),
        allowed_at: row.created_at,
        last_used_at: row.last_used_at,
    });
    Ok(apps.collect())
}

/// Deletes families whose time is over, with their tokens, and those whose code nobody redeemed. What was ended early is
/// kept until then, so that a stolen token is still known for one.
pub(crate) async fn delete_expired(db: impl PgExecutor<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from oauth_grants
         where expires_at < now() or (last_used_at is null and created_at < now() - interval '1 hour')",
    )
    .execute(db)
    .await?;
    Ok(())
}
