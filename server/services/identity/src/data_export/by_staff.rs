//! What staff keep about a person, each row as JSON. Who of them wrote or looked is not told: that is theirs.

use crate::error::Result;
use contracts::{UserId, privacy::Section};
use platform::privacy::{MOST, section};
use serde_json::Value;
use sqlx::PgPool;

/// Tags, groups, notes, and when staff looked.
pub(super) async fn sections(db: &PgPool, user: UserId) -> Result<Vec<Section>> {
    Ok(vec![
        section("tags", "Words that we sort customers by.", tags(db, user).await?),
        section("groups", "Groups of customers that you are in.", groups(db, user).await?),
        section("notes", "What we wrote down about you.", notes(db, user).await?),
        section("looks", "When we looked at the shop as you see it.", looks(db, user).await?),
    ])
}

async fn tags(db: &PgPool, user: UserId) -> sqlx::Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('tag', tag, 'tagged_at', tagged_at) as "row!"
           from customer_tags where user_id = $1 order by tagged_at desc limit $2"#,
        user.0,
        MOST
    );
    rows.fetch_all(db).await
}

async fn groups(db: &PgPool, user: UserId) -> sqlx::Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('group', name, 'joined_at', joined_at) as "row!"
           from customer_group_members m join customer_groups g on g.id = m.group_id
           where user_id = $1 order by joined_at desc limit $2"#,
        user.0,
        MOST
    );
    rows.fetch_all(db).await
}

async fn notes(db: &PgPool, user: UserId) -> sqlx::Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('text', text, 'created_at', created_at) as "row!"
           from customer_notes where user_id = $1 order by created_at desc limit $2"#,
        user.0,
        MOST
    );
    rows.fetch_all(db).await
}

async fn looks(db: &PgPool, user: UserId) -> sqlx::Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('began_at', began_at, 'until', coalesce(ended_at, expires_at)) as "row!"
           from customer_looks where user_id = $1 order by began_at desc limit $2"#,
        user.0,
        MOST
    );
    rows.fetch_all(db).await
}
