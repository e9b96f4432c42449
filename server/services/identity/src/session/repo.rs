//! `sessions`.

use super::model::{GRACE, lifetime, realm_name, realm_of};
use crate::{error::Result, role};
use contracts::{
    SessionId, UserId,
    identity::{ClientInfo, FactorStanding, Realm, Session, SessionInfo},
};
use sqlx::{PgConnection, PgExecutor};

/// A valid session and what is due on it.
pub(crate) struct Found {
    pub(crate) session: Session,
    /// The token was presented as the present one and is old enough to be replaced.
    pub(crate) is_stale: bool,
    /// It was not noted within the last minute that the session is used.
    pub(crate) is_unnoted: bool,
}

/// Writes a new session.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    user: UserId,
    hashed_token: &str,
    realm: Realm,
    client: &ClientInfo,
) -> Result<()> {
    let cut =
        |text: &Option<String>, most| text.as_ref().map(|text| text.chars().take(most).collect::<String>());
    sqlx::query!(
        "insert into sessions (id, user_id, token, realm, user_agent, address, expires_at)
         values ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7))",
        platform::ids::mint(),
        user.0,
        hashed_token,
        realm_name(realm),
        cut(&client.user_agent, 200),
        cut(&client.address, 64),
        lifetime(realm).absolute.as_secs_f64(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The valid session of a token at this door, with everything a request needs to know: one query.
pub(crate) async fn find(db: impl PgExecutor<'_>, realm: Realm, hashed_token: &str) -> Result<Option<Found>> {
    let lifetime = lifetime(realm);
    let row = sqlx::query!(
        r#"select s.id, s.user_id, u.username, u.email, s.expires_at,
                  s.token = $2 and s.token_issued_at < now() - make_interval(secs => $4) as "is_stale!",
                  s.last_used_at < now() - interval '1 minute' as "is_unnoted!",
                  array(select r.role_name from user_roles ur join roles r on r.id = ur.role_id
                        where ur.user_id = u.id order by r.id) as "roles!",
                  array(select distinct p.permission from user_roles ur
                        join role_permissions p on p.role_id = ur.role_id
                        where ur.user_id = u.id and s.realm = 'staff') as "permissions!",
                  exists (select from second_factor_holders f where f.user_id = u.id) as "has_factor!",
                  coalesce(s.second_factor_at > now() - interval '10 minutes', false) as "is_fresh!",
                  s.realm = 'staff' and exists (
                      select 1 from user_roles ur join roles r on r.id = ur.role_id
                      where ur.user_id = u.id and r.second_factor_required) as "needs_factor!"
           from sessions s join users u on u.id = s.user_id
           where (s.token = $2 or (s.previous_token = $2 and s.previous_token_until > now()))
             and s.realm = $1 and u.status = 'active'
             and s.expires_at > now() and s.last_used_at > now() - make_interval(secs => $3)"#,
        realm_name(realm),
        hashed_token,
        lifetime.idle.as_secs_f64(),
        lifetime.rotate_after.as_secs_f64(),
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let missing = row.needs_factor && !row.has_factor;
    let second_factor = FactorStanding { confirmed: row.has_factor, fresh: row.is_fresh, missing };
    let session = Session {
        id: row.id.into(),
        realm,
        user: row.user_id.into(),
        name: row.username,
        email: row.email.parse()?,
        roles: row.roles,
        permissions: if missing { Vec::new() } else { role::model::permissions(&row.permissions) },
        second_factor,
        expires_at: row.expires_at,
        rotated: None,
        looker: None,
    };
    Ok(Some(Found { session, is_stale: row.is_stale, is_unnoted: row.is_unnoted }))
}

/// Replaces a token; `false` when a request at the same time already did.
pub(crate) async fn rotate(db: impl PgExecutor<'_>, old: &str, new: &str) -> Result<bool> {
    let rotated = sqlx::query!(
        "update sessions
         set token = $2, token_issued_at = now(), previous_token = token,
             previous_token_until = now() + make_interval(secs => $3)
         where token = $1",
        old,
        new,
        GRACE.as_secs_f64(),
    )
    .execute(db)
    .await?;
    Ok(rotated.rows_affected() == 1)
}

/// Notes that a session is used now, and its person seen.
pub(crate) async fn note_use(db: impl PgExecutor<'_>, id: SessionId) -> Result<()> {
    sqlx::query!(
        "with used as (update sessions set last_used_at = now() where id = $1 returning user_id)
         update users set last_seen_at = now() from used where users.id = used.user_id",
        id.0,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The sessions of a person that are still valid, newest first.
pub(crate) async fn of_user(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<SessionInfo>> {
    let rows = sqlx::query!(
        "select id, realm, address, user_agent, created_at, last_used_at from sessions
         where user_id = $1 and expires_at > now()
           and last_used_at > now() - make_interval(secs => case realm when 'staff' then $2::float8 else $3 end)
         order by created_at desc",
        user.0,
        lifetime(Realm::Staff).idle.as_secs_f64(),
        lifetime(Realm::Shop).idle.as_secs_f64(),
    )
    .fetch_all(db)
    .await?;
    let infos = rows.into_iter().map(|row| SessionInfo {
        id: row.id.into(),
        realm: realm_of(&row.realm),
        client: ClientInfo { address: row.address, user_agent: row.user_agent },
        created_at: row.created_at,
        last_used_at: row.last_used_at,
    });
    Ok(infos.collect())
}

/// Ends the session of a token, be it the present or the one before.
pub(crate) async fn delete_by_token(db: impl PgExecutor<'_>, hashed_token: &str) -> Result<()> {
    sqlx::query!("delete from sessions where token = $1 or previous_token = $1", hashed_token)
        .execute(db)
        .await?;
    Ok(())
}

/// Ends one session of a person; `false` when they have no such session.
pub(crate) async fn delete(db: impl PgExecutor<'_>, user: UserId, id: SessionId) -> Result<bool> {
    let deleted = sqlx::query!("delete from sessions where id = $1 and user_id = $2", id.0, user.0);
    Ok(deleted.execute(db).await?.rows_affected() == 1)
}

/// Ends all sessions of a person but one, log-ins that wait for a code, and what apps were allowed.
pub(crate) async fn delete_of_user(
    db: impl PgExecutor<'_>,
    user: UserId,
    keep: Option<SessionId>,
) -> Result<()> {
    sqlx::query!(
        "with waiting as (delete from log_in_challenges where user_id = $1),
              apps as (update oauth_grants set revoked_at = now()
                       where user_id = $1 and revoked_at is null)
         delete from sessions where user_id = $1 and id is distinct from $2",
        user.0,
        keep.map(|id| id.0),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends the back-office sessions of a person.
pub(crate) async fn delete_staff_sessions(db: impl PgExecutor<'_>, user: UserId) -> Result<()> {
    sqlx::query!("delete from sessions where user_id = $1 and realm = 'staff'", user.0).execute(db).await?;
    Ok(())
}

/// Deletes sessions that have ended by themselves.
pub(crate) async fn delete_expired(db: impl PgExecutor<'_>) -> Result<()> {
    sqlx::query!(
        "delete from sessions
         where expires_at < now()
            or last_used_at < now() - make_interval(secs => case realm when 'staff' then $1::float8 else $2 end)",
        lifetime(Realm::Staff).idle.as_secs_f64(),
        lifetime(Realm::Shop).idle.as_secs_f64(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes when whoever opened a session had shown a provider who they are, seconds since 1970: it may have known them
/// from before.
pub(crate) async fn note_authentication(conn: &mut PgConnection, id: SessionId, at: i64) -> Result<()> {
    sqlx::query!("update sessions set authenticated_at = to_timestamp($2::bigint) where id = $1", id.0, at)
        .execute(conn)
        .await?;
    Ok(())
}

/// Whether this person showed who they are when a session of theirs was opened, or proved their second factor in it,
/// within the last ten minutes.
pub(crate) async fn is_fresh(db: impl PgExecutor<'_>, user: UserId, id: SessionId) -> Result<bool> {
    let fresh = sqlx::query_scalar!(
        r#"select exists (
               select 1 from sessions
               where id = $1 and user_id = $2
                 and greatest(coalesce(authenticated_at, created_at), second_factor_at) > now() - interval '10 minutes') as "exists!""#,
        id.0,
        user.0,
    );
    Ok(fresh.fetch_one(db).await?)
}
