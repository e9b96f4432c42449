//! `user_interactions`.

use contracts::{OrderId, Timestamp, UserId, recommendations::Interaction};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

/// Writes interactions with one statement: with the account of who agreed to that, else as somebody's. A product is
/// bought once per order.
pub(crate) async fn insert(db: impl PgExecutor<'_>, interactions: &[Interaction]) -> Result<(), sqlx::Error> {
    let users: Vec<Option<Uuid>> = interactions.iter().map(|one| one.user.map(|user| user.0)).collect();
    let products: Vec<Uuid> = interactions.iter().map(|one| one.product.0).collect();
    let types: Vec<String> =
        interactions.iter().map(|one| one.interaction_type.as_str().to_owned()).collect();
    let orders: Vec<Option<Uuid>> = interactions.iter().map(|one| one.order.map(|order| order.0)).collect();
    let times: Vec<Timestamp> = interactions.iter().map(|one| one.at).collect();
    sqlx::query!(
        r#"insert into user_interactions (user_id, product_id, interaction_type, order_id, "timestamp")
           select known.user_id, seen.product_id, seen.interaction_type, seen.order_id, seen.at
           from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::timestamptz[])
               with ordinality as seen (user_id, product_id, interaction_type, order_id, at, place)
           left join personalisation known on known.user_id = seen.user_id and known.is_allowed
           order by seen.place
           on conflict (order_id, product_id) do nothing"#,
        &users as &[Option<Uuid>],
        &products,
        &types,
        &orders as &[Option<Uuid>],
        &times,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes back what an order bought.
pub(crate) async fn delete_of_order(conn: &mut PgConnection, order: OrderId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from user_interactions where order_id = $1", order.0).execute(conn).await?;
    Ok(())
}

/// Takes a person from what they did, and deletes what was to be shown to them.
pub(crate) async fn forget_person(conn: &mut PgConnection, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("update user_interactions set user_id = null where user_id = $1", user.0)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from recommendations where user_id = $1", user.0).execute(conn).await?;
    Ok(())
}

/// Makes what an account did what another one did, or nobody's where that one's owner did not agree to be remembered,
/// and deletes what was to be shown to it.
pub(crate) async fn hand_over(conn: &mut PgConnection, from: UserId, to: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update user_interactions
         set user_id = (select user_id from personalisation where user_id = $2 and is_allowed)
         where user_id = $1",
        from.0,
        to.0
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from personalisation where user_id = $1", from.0).execute(&mut *conn).await?;
    sqlx::query!("delete from recommendations where user_id = $1", from.0).execute(conn).await?;
    Ok(())
}

/// Deletes purchases that are too old for any list, and everything else after a quarter.
pub(crate) async fn delete_old(db: impl PgExecutor<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"delete from user_interactions
           where "timestamp" < now() - interval '365 days'
              or (interaction_type <> 'purchase' and "timestamp" < now() - interval '90 days')"#,
    )
    .execute(db)
    .await?;
    Ok(())
}
