//! `data_exports`, and what the other tables keep of a person, each row as JSON.

use contracts::{SessionId, UserId};
use platform::privacy::MOST;
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor};

type Result<T> = std::result::Result<T, sqlx::Error>;

/// How often somebody did this in the last 24 hours.
pub(crate) async fn count_of_today(db: impl PgExecutor<'_>, user: UserId, action: &str) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from audit_log
           where action = $2 and actor_id = $1 and at > now() - interval '1 day'"#,
        user.0,
        action
    );
    count.fetch_one(db).await
}

/// Lets one of the person's sessions fetch their data; false when it is none of theirs.
pub(crate) async fn permit(conn: &mut PgConnection, user: UserId, session: SessionId) -> Result<bool> {
    let permitted = sqlx::query!(
        "insert into data_exports (session_id, user_id)
         select id, user_id from sessions where id = $1 and user_id = $2
         on conflict (session_id) do update set asked_at = now()",
        session.0,
        user.0
    );
    Ok(permitted.execute(conn).await?.rows_affected() == 1)
}

/// Whether a session may fetch its person's data now.
pub(crate) async fn is_permitted(db: impl PgExecutor<'_>, user: UserId, session: SessionId) -> Result<bool> {
    let permitted = sqlx::query_scalar!(
        r#"select exists (
               select from data_exports
               where session_id = $1 and user_id = $2 and asked_at > now() - interval '10 minutes'
           ) as "permitted!""#,
        session.0,
        user.0
    );
    permitted.fetch_one(db).await
}

/// Deletes permissions that are over.
pub(crate) async fn delete_expired(db: impl PgExecutor<'_>) -> Result<()> {
    sqlx::query!("delete from data_exports where asked_at < now() - interval '1 hour'").execute(db).await?;
    Ok(())
}

pub(super) async fn account(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('id', u.id, 'name', username, 'email', email, 'email_verified_at', email_verified_at,
               'status', status, 'language', language, 'created_at', u.created_at, 'updated_at', updated_at,
               'last_seen_at', last_seen_at,
               'second_factor_since', (select confirmed_at from second_factors f where f.user_id = u.id),
               'roles', (select coalesce(jsonb_agg(role_name), '[]') from user_roles m join roles r on r.id = m.role_id
                         where m.user_id = u.id)) as "row!"
           from users u where u.id = $1"#,
        user.0
    );
    rows.fetch_all(db).await
}

pub(super) async fn addresses(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select to_jsonb(a) - 'user_id' as "row!" from saved_addresses a
           where user_id = $1 order by created_at desc limit $2"#,
        user.0,
        MOST
    );
    rows.fetch_all(db).await
}

pub(super) async fn sessions(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('realm', realm, 'user_agent', user_agent, 'address', address,
               'created_at', created_at, 'last_used_at', last_used_at, 'expires_at', expires_at) as "row!"
           from sessions where user_id = $1 order by created_at desc limit $2"#,
        user.0,
        MOST
    );
    rows.fetch_all(db).await
}

pub(super) async fn devices(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('device', device, 'network', network, 'seen_at', seen_at) as "row!"
           from known_devices where user_id = $1 order by seen_at desc limit $2"#,
        user.0,
        MOST
    );
    rows.fetch_all(db).await
}

pub(super) async fn passkeys(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('name', name, 'created_at', created_at, 'last_used_at', last_used_at) as "row!"
           from passkeys where user_id = $1 order by created_at desc limit $2"#,
        user.0,
        MOST
    );
    rows.fetch_all(db).await
}

pub(super) async fn apps(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('app', c.name, 'scopes', g.scopes, 'allowed_at', g.created_at,
               'last_used_at', g.last_used_at, 'ended_at', g.revoked_at) as "row!"
           from oauth_grants g join oauth_clients c on c.id = g.client_id
           where g.user_id = $1 order by g.created_at desc limit $2"#,
        user.0,
        MOST
    );
    rows.fetch_all(db).await
}

pub(super) async fn consents(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('purpose', purpose, 'granted', granted, 'at', at, 'wording', wording,
               'source', source) as "row!"
           from consents where user_id = $1 order by number desc limit $2"#,
        user.0,
        MOST
    );
    rows.fetch_all(db).await
}

pub(super) async fn failures(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('network', network, 'failures', failures, 'last_failed_at', last_failed_at) as "row!"
           from failed_log_ins where email = (select email from users where id = $1)
           order by last_failed_at desc limit $2"#,
        user.0,
        MOST
    );
    rows.fetch_all(db).await
}

/// What the person did, and what was done to their account, also by staff.
pub(super) async fn audit_log(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('at', at, 'by_you', actor_id = $1, 'action', action, 'subject', subject) as "row!"
           from audit_log
           where actor_id = $1 or string_to_array(lower(subject), ' ') @> array[$1::uuid::text]
           order by number desc limit $2"#,
        user.0,
        MOST
    );
    rows.fetch_all(db).await
}

pub(super) async fn identities(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('provider', provider, 'issuer', issuer, 'subject', subject, 'email', email,
               'linked_at', linked_at, 'last_used_at', last_used_at) as "row!"
           from external_identities where user_id = $1 order by linked_at desc limit $2"#,
        user.0,
        MOST
    );
    rows.fetch_all(db).await
}

pub(super) async fn email_changes(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('former', former_email, 'wanted', wanted_email, 'created_at', created_at,
               'former_confirmed_at', former_confirmed_at, 'wanted_confirmed_at', wanted_confirmed_at,
               'changed_at', changed_at, 'expires_at', expires_at) as "row!"
           from email_changes where user_id = $1 order by created_at desc limit $2"#,
        user.0,
        MOST
    );
    rows.fetch_all(db).await
}
