//! `known_devices`.

use contracts::UserId;
use sqlx::{PgConnection, PgExecutor};

/// Remembers a browser and network; tells whether they are new to an account that has others.
pub(crate) async fn note(
    conn: &mut PgConnection,
    user: UserId,
    device: &str,
    network: &str,
) -> Result<bool, sqlx::Error> {
    // Both halves look at the table as it was before.
    sqlx::query_scalar!(
        r#"with noted as (
               insert into known_devices (user_id, device, network) values ($1, $2, $3)
               on conflict (user_id, device, network) do update set seen_at = now()
               returning xmax = 0 as is_new)
           select is_new and exists (select from known_devices where user_id = $1) as "is_elsewhere!" from noted"#,
        user.0,
        device,
        network,
    )
    .fetch_one(conn)
    .await
}

/// Forgets what was not seen for half a year.
pub(crate) async fn delete_old(db: impl PgExecutor<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from known_devices where seen_at < now() - interval '180 days'").execute(db).await?;
    Ok(())
}

/// Forgets all of an account.
pub(crate) async fn delete_of_user(conn: &mut PgConnection, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from known_devices where user_id = $1", user.0).execute(conn).await?;
    Ok(())
}
