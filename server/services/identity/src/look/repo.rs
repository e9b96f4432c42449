//! `customer_looks`.

use crate::{error::Result, session::model::lifetime};
use contracts::{
    SessionId, UserId,
    identity::{ClientInfo, FactorStanding, Look, Realm, Session},
};
use sqlx::{PgConnection, PgExecutor};
use std::time::Duration;
use uuid::Uuid;

/// A look that has just ended: who was looked as, who looked, and their address.
pub(crate) struct Ended {
    pub(crate) user_id: Uuid,
    pub(crate) staff_id: Uuid,
    pub(crate) staff_email: String,
}

/// Writes a look down.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    (user, staff, email): (UserId, UserId, &str),
    session: SessionId,
    hashed_token: &str,
    client: &ClientInfo,
    lasts: Duration,
) -> Result<()> {
    let address = client.address.as_ref().map(|address| address.chars().take(64).collect::<String>());
    sqlx::query!(
        "insert into customer_looks (id, user_id, staff_id, staff_email, staff_session, token, address, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8))",
        platform::ids::mint(),
        user.0,
        staff.0,
        email,
        session.0,
        hashed_token,
        address,
        lasts.as_secs_f64(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The look of a token, while it lasts: its account is active, and so is the session of the back office that opened it,
/// whose person may still do so.
pub(crate) async fn find(db: impl PgExecutor<'_>, hashed_token: &str) -> Result<Option<Session>> {
    let row = sqlx::query!(
        "select l.id, l.user_id, u.username, u.email, l.expires_at, l.staff_email
         from customer_looks l
             join users u on u.id = l.user_id
             join sessions s on s.id = l.staff_session and s.user_id = l.staff_id
             join users w on w.id = l.staff_id
         where l.token = $1 and l.ended_at is null and l.expires_at > now()
           and u.status = 'active' and w.status = 'active'
           and s.realm = 'staff' and s.expires_at > now() and s.last_used_at > now() - make_interval(secs => $2)
           and exists (select 1 from user_roles ur join role_permissions p on p.role_id = ur.role_id
                       where ur.user_id = w.id and p.permission = 'impersonate_customers')",
        hashed_token,
        lifetime(Realm::Staff).idle.as_secs_f64(),
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Session {
        id: row.id.into(),
        realm: Realm::Shop,
        user: row.user_id.into(),
        name: row.username,
        email: row.email.parse()?,
        roles: Vec::new(),
        permissions: Vec::new(),
        second_factor: FactorStanding::default(),
        expires_at: row.expires_at,
        rotated: None,
        looker: Some(row.staff_email),
    }))
}

/// Ends the look of a token; `None` when there is none under way.
pub(crate) async fn end(conn: &mut PgConnection, hashed_token: &str) -> Result<Option<Ended>> {
    let ended = sqlx::query_as!(
        Ended,
        "update customer_looks set ended_at = now() where token = $1 and ended_at is null
         returning user_id, staff_id, staff_email",
        hashed_token,
    );
    Ok(ended.fetch_optional(conn).await?)
}

/// Ends what a session of the back office looks at.
pub(crate) async fn end_of_session(conn: &mut PgConnection, session: SessionId) -> Result<Vec<Ended>> {
    let ended = sqlx::query_as!(
        Ended,
        "update customer_looks set ended_at = now() where staff_session = $1 and ended_at is null
         returning user_id, staff_id, staff_email",
        session.0,
    );
    Ok(ended.fetch_all(conn).await?)
}

/// Ends whatever looks at an account.
pub(crate) async fn end_of_user(conn: &mut PgConnection, user: UserId) -> Result<Vec<Ended>> {
    let ended = sqlx::query_as!(
        Ended,
        "update customer_looks set ended_at = now() where user_id = $1 and ended_at is null
         returning user_id, staff_id, staff_email",
        user.0,
    );
    Ok(ended.fetch_all(conn).await?)
}

/// Ends what lasted to its end, or lost its session of the back office.
pub(crate) async fn end_what_is_over(conn: &mut PgConnection) -> Result<Vec<Ended>> {
    let ended = sqlx::query_as!(
        Ended,
        "update customer_looks l set ended_at = least(now(), l.expires_at)
         where l.ended_at is null
           and (l.expires_at <= now() or not exists (select from sessions s where s.id = l.staff_session))
         returning l.user_id, l.staff_id, l.staff_email",
    );
    Ok(ended.fetch_all(conn).await?)
}

/// Who looked as a person, newest first.
pub(crate) async fn of_user(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<Look>> {
    let rows = sqlx::query!(
        r#"select id, staff_email, began_at, coalesce(ended_at, expires_at) as "until!"
           from customer_looks
           where user_id = $1 and began_at > now() - interval '90 days'
           order by began_at desc limit 50"#,
        user.0,
    )
    .fetch_all(db)
    .await?;
    let looks = rows.into_iter().map(|row| Look {
        id: row.id.into(),
        by: Some(row.staff_email),
        began_at: row.began_at,
        until: row.until,
    });
    Ok(looks.collect())
}

/// Forgets looks that customers are not shown any more; the audit log keeps them.
pub(crate) async fn delete_old(conn: &mut PgConnection) -> Result<()> {
    sqlx::query!("delete from customer_looks where began_at < now() - interval '90 days'")
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets who looked as a person.
pub(crate) async fn delete_of_user(conn: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!("delete from customer_looks where user_id = $1", user.0).execute(conn).await?;
    Ok(())
}
