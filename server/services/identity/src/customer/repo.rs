//! `customer_tags`, `customer_groups`, `customer_group_members`, `customer_notes`.

use contracts::{
    Actor, CustomerGroupId, CustomerNoteId, PageRequest, UserId,
    identity::{CustomerGroup, CustomerNote},
};
use sqlx::{PgConnection, PgExecutor};

/// The groups of a person, by name.
pub(crate) async fn groups_of(
    db: impl PgExecutor<'_>,
    user: UserId,
) -> Result<Vec<CustomerGroupId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select g.id from customer_group_members m join customer_groups g on g.id = m.group_id
         where m.user_id = $1 order by g.name",
        user.0,
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(CustomerGroupId).collect())
}

/// What staff wrote about a person, newest first.
pub(crate) async fn notes_of(
    db: impl PgExecutor<'_>,
    user: UserId,
) -> Result<Vec<CustomerNote>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, created_at, author, text from customer_notes
         where user_id = $1 order by created_at desc, id desc limit 200",
        user.0,
    )
    .fetch_all(db)
    .await?;
    let note = rows.into_iter().map(|row| CustomerNote {
        id: row.id.into(),
        at: row.created_at,
        author: row.author,
        text: row.text,
    });
    Ok(note.collect())
}

/// The account that this one became a part of.
pub(crate) async fn merged_into(
    db: impl PgExecutor<'_>,
    user: UserId,
) -> Result<Option<UserId>, sqlx::Error> {
    let kept = sqlx::query_scalar!("select merged_into from users where id = $1", user.0);
    Ok(kept.fetch_optional(db).await?.flatten().map(UserId))
}

/// Writes a note; `false` when it was written before.
pub(crate) async fn insert_note(
    conn: &mut PgConnection,
    user: UserId,
    id: CustomerNoteId,
    author: &Actor,
    text: &str,
) -> Result<bool, sqlx::Error> {
    let written = sqlx::query!(
        "insert into customer_notes (id, user_id, author_id, author, text) values ($1, $2, $3, $4, $5)
         on conflict (id) do nothing",
        id.0,
        user.0,
        author.user().map(|user| user.0),
        author.label(),
        text,
    );
    Ok(written.execute(conn).await?.rows_affected() == 1)
}

/// The tags of a person, in order.
pub(crate) async fn tags_of(conn: &mut PgConnection, user: UserId) -> Result<Vec<String>, sqlx::Error> {
    let mut tags = sqlx::query_scalar!("select tag from customer_tags where user_id = $1", user.0)
        .fetch_all(conn)
        .await?;
    // As the service orders them, whatever the database's language.
    tags.sort();
    Ok(tags)
}

/// Gives exactly these tags.
pub(crate) async fn put_tags(
    conn: &mut PgConnection,
    user: UserId,
    tags: &[String],
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from customer_tags where user_id = $1 and tag <> all($2)", user.0, tags)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "insert into customer_tags (user_id, tag) select $1, unnest($2::text[]) on conflict do nothing",
        user.0,
        tags,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Every tag that somebody has. Each step of the recursion is one look into the index, so that a million tagged people
/// cost as many looks as there are tags.
pub(crate) async fn all_tags(db: impl PgExecutor<'_>) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with recursive kinds as (
               (select tag from customer_tags order by tag limit 1)
               union all
               select (select t.tag from customer_tags t where t.tag > k.tag order by t.tag limit 1)
               from kinds k where k.tag is not null)
           select tag as "tag!" from kinds where tag is not null limit 200"#
    )
    .fetch_all(db)
    .await
}

/// All groups by name.
pub(crate) async fn groups(db: impl PgExecutor<'_>) -> Result<Vec<CustomerGroup>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, name, (select count(*) from (
                  select from customer_group_members m where m.group_id = g.id limit $1) as counted) as "members!"
           from customer_groups g order by lower(name)"#,
        PageRequest::COUNTED + 1
    )
    .fetch_all(db)
    .await?;
    let groups = rows.into_iter().map(|row| CustomerGroup {
        id: row.id.into(),
        name: row.name,
        members: u64::try_from(row.members).unwrap_or(0),
    });
    Ok(groups.collect())
}

/// The name of a group, which nobody changes until the transaction ends.
pub(crate) async fn lock_group(
    conn: &mut PgConnection,
    id: CustomerGroupId,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!("select name from customer_groups where id = $1 for update", id.0)
        .fetch_optional(conn)
        .await
}

/// Makes a group, or renames it.
pub(crate) async fn put_group(
    conn: &mut PgConnection,
    id: CustomerGroupId,
    name: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into customer_groups (id, name) values ($1, $2) on conflict (id) do update set name = excluded.name",
        id.0,
        name,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes a group and tells how many were in it.
pub(crate) async fn delete_group(conn: &mut PgConnection, id: CustomerGroupId) -> Result<u64, sqlx::Error> {
    let left = sqlx::query!("delete from customer_group_members where group_id = $1", id.0)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from customer_groups where id = $1", id.0).execute(conn).await?;
    Ok(left.rows_affected())
}

/// Puts a person into a group; `false` when they are in it.
pub(crate) async fn join(
    conn: &mut PgConnection,
    id: CustomerGroupId,
    user: UserId,
) -> Result<bool, sqlx::Error> {
    let joined = sqlx::query!(
        "insert into customer_group_members (group_id, user_id) values ($1, $2) on conflict do nothing",
        id.0,
        user.0,
    );
    Ok(joined.execute(conn).await?.rows_affected() == 1)
}

/// Takes a person out of a group; `false` when they are not in it.
pub(crate) async fn leave(
    conn: &mut PgConnection,
    id: CustomerGroupId,
    user: UserId,
) -> Result<bool, sqlx::Error> {
    let left = sqlx::query!(
        "delete from customer_group_members where group_id = $1 and user_id = $2",
        id.0,
        user.0,
    );
    Ok(left.execute(conn).await?.rows_affected() == 1)
}

/// Forgets tags, groups and notes of a person.
pub(crate) async fn delete_of_user(conn: &mut PgConnection, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from customer_tags where user_id = $1", user.0).execute(&mut *conn).await?;
    sqlx::query!("delete from customer_group_members where user_id = $1", user.0).execute(&mut *conn).await?;
    sqlx::query!("delete from customer_notes where user_id = $1", user.0).execute(conn).await?;
    Ok(())
}
