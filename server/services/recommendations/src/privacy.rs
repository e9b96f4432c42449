//! Who agreed to be remembered, and what is told to a person of themselves.

use crate::{Recommendations, error::Result};
use contracts::{
    Actor, Timestamp, UserId, identity,
    identity::Purpose,
    privacy::{Section, Subject},
};
use platform::{
    AnyEnvelope, decode,
    privacy::{MOST, section},
};
use sqlx::{PgConnection, PgPool, types::JsonValue};

/// Applies a `consent_changed`: who takes it back is forgotten at once. Older news than is known changes nothing.
pub(crate) async fn apply_consent(service: &Recommendations, envelope: &AnyEnvelope) -> Result<()> {
    let event: identity::Event = decode(envelope)?;
    let identity::Event::ConsentChanged { user, purpose: Purpose::Personalisation, granted } = event else {
        return Ok(());
    };
    let mut tx = service.db.begin().await?;
    let is_news = keep(&mut tx, user, granted, envelope.occurred_at).await?;
    if is_news && !granted {
        crate::interaction::repo::forget_person(&mut tx, user).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn keep(
    conn: &mut PgConnection,
    user: UserId,
    granted: bool,
    told_at: Timestamp,
) -> Result<bool, sqlx::Error> {
    let kept = sqlx::query!(
        "insert into personalisation as known (user_id, is_allowed, told_at) values ($1, $2, $3)
         on conflict (user_id) do update set is_allowed = excluded.is_allowed, told_at = excluded.told_at
         where known.told_at < excluded.told_at",
        user.0,
        granted,
        told_at
    );
    Ok(kept.execute(conn).await?.rows_affected() == 1)
}

/// Forgets that somebody agreed.
pub(crate) async fn forget(conn: &mut PgConnection, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from personalisation where user_id = $1", user.0).execute(conn).await?;
    Ok(())
}

/// What is kept here of a person.
pub(crate) async fn tell(
    service: &Recommendations,
    actor: &Actor,
    subject: &Subject,
) -> Result<Vec<Section>> {
    actor.require_system()?;
    let (pool, user) = (service.db.pool(), subject.user);
    let (seen, listed) = (interactions(pool, user).await?, lists(pool, user).await?);
    Ok(vec![
        section("interactions", "Products you looked at and bought, if you let us remember it.", seen),
        section("recommendations", "Products that were chosen for you by that.", listed),
    ])
}

async fn interactions(pool: &PgPool, user: UserId) -> Result<Vec<JsonValue>, sqlx::Error> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('at', "timestamp", 'what', interaction_type, 'product', product_id,
               'order', order_id) as "row!"
           from user_interactions where user_id = $1 order by "timestamp" desc limit $2"#,
        user.0,
        MOST
    );
    rows.fetch_all(pool).await
}

async fn lists(pool: &PgPool, user: UserId) -> Result<Vec<JsonValue>, sqlx::Error> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('made_at', generated_at, 'products', recommended_products) as "row!"
           from recommendations where user_id = $1"#,
        user.0
    );
    rows.fetch_all(pool).await
}
