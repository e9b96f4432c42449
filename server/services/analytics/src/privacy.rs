//! What is kept here of a person: events that name their account. Told to them, handed over when their account becomes a
//! part of another one, and taken from the events when they go; what was counted stays.

use crate::{Analytics, error::Result};
use contracts::{
    Actor, UserId,
    privacy::{Section, Subject},
};
use platform::privacy::{MOST, section};
use sqlx::PgConnection;

impl Analytics {
    pub(crate) async fn tell(&self, actor: &Actor, subject: &Subject) -> Result<Vec<Section>> {
        actor.require_system()?;
        let rows = sqlx::query_scalar!(
            r#"select jsonb_build_object('at', "timestamp", 'service', service_name, 'event', event_type,
                   'about', payload) as "row!"
               from event_logs
               where aggregate = $1
                   or coalesce(payload ->> 'user', payload #>> '{snapshot,user}') = $1::uuid::text
               order by event_logs.number desc limit $2"#,
            subject.user.0,
            MOST
        );
        let rows = rows.fetch_all(self.db.pool()).await?;
        Ok(vec![section("events", "What the shop counted of you: what you did and when.", rows)])
    }
}

/// Takes an account from all events that name it.
pub(crate) async fn erase(conn: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!(
        "update event_logs
         set payload = (payload - 'user' - 'actor') #- '{snapshot,user}',
             aggregate = case when aggregate = $1 then '00000000-0000-0000-0000-000000000000' else aggregate end
         where aggregate = $1
             or coalesce(payload ->> 'user', payload #>> '{snapshot,user}') = $1::uuid::text",
        user.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Events that name an account name the one that it became a part of. Doing it twice changes nothing more.
pub(crate) async fn hand_over(conn: &mut PgConnection, from: UserId, to: UserId) -> Result<()> {
    sqlx::query!(
        "update event_logs
         set payload = case
                 when payload ->> 'user' = $1::uuid::text
                     then jsonb_set(payload, '{user}', to_jsonb($2::uuid))
                 when payload #>> '{snapshot,user}' = $1::uuid::text
                     then jsonb_set(payload, '{snapshot,user}', to_jsonb($2::uuid))
                 else payload end,
             aggregate = case when aggregate = $1 then $2 else aggregate end
         where aggregate = $1
             or coalesce(payload ->> 'user', payload #>> '{snapshot,user}') = $1::uuid::text",
        from.0,
        to.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
