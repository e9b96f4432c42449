//! `saved_views`, `list_looks`.

use crate::role::model::CUSTOMER;
use contracts::{
    SavedViewId, UserId,
    identity::{Colleague, Density, ListLook, SavedView, ViewDraft},
};
use sqlx::{PgConnection, PgExecutor};

/// A person's own views and those that others who still work here share, by name.
pub(crate) async fn views(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<SavedView>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select v.id, v.owner_id, v.list, v.name, v.query, v.hidden_columns, v.density, v.is_shared, v.is_default,
               u.username
           from saved_views v join users u on u.id = v.owner_id
           where v.owner_id = $1
              or (v.is_shared and u.status = 'active' and exists (
                  select 1 from user_roles ur join roles r on r.id = ur.role_id
                  where ur.user_id = u.id and r.role_name <> $2))
           order by v.name, v.id limit 500"#,
        user.0,
        CUSTOMER,
    )
    .fetch_all(db)
    .await?;
    let views = rows.into_iter().map(|row| SavedView {
        id: row.id.into(),
        name: row.name,
        query: row.query,
        look: ListLook { list: row.list, hidden: row.hidden_columns, density: density(&row.density) },
        is_shared: row.is_shared,
        is_default: row.is_default,
        shared_by: (row.owner_id != user.0).then_some(row.username),
    });
    Ok(views.collect())
}

/// A person's own looks.
pub(crate) async fn looks(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<ListLook>, sqlx::Error> {
    let rows =
        sqlx::query!("select list, hidden_columns, density from list_looks where user_id = $1", user.0);
    let rows = rows.fetch_all(db).await?;
    let looks = rows.into_iter().map(|row| ListLook {
        list: row.list,
        hidden: row.hidden_columns,
        density: density(&row.density),
    });
    Ok(looks.collect())
}

fn density(stored: &str) -> Density {
    Density::from_text(stored).unwrap_or_default()
}

/// How many views a person has. Their account stays locked, so that two that are saved at once are counted one
/// after the other.
pub(crate) async fn count_locked(conn: &mut PgConnection, user: UserId) -> Result<i64, sqlx::Error> {
    sqlx::query!("select id from users where id = $1 for update", user.0).fetch_optional(&mut *conn).await?;
    sqlx::query_scalar!(r#"select count(*) as "count!" from saved_views where owner_id = $1"#, user.0)
        .fetch_one(conn)
        .await
}

/// Has the list of a view open with no view any more.
pub(crate) async fn clear_default(
    conn: &mut PgConnection,
    user: UserId,
    draft: &ViewDraft,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update saved_views set is_default = false
         where owner_id = $1 and is_default
           and list = coalesce((select list from saved_views where id = $2 and owner_id = $1), $3)",
        user.0,
        draft.id.map(|id| id.0),
        draft.look.list,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes a new view.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    user: UserId,
    draft: &ViewDraft,
) -> Result<SavedViewId, sqlx::Error> {
    let id = SavedViewId(platform::ids::mint());
    sqlx::query!(
        "insert into saved_views (id, owner_id, list, name, query, hidden_columns, density, is_shared, is_default)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.0,
        user.0,
        draft.look.list,
        draft.name,
        draft.query,
        &draft.look.hidden,
        draft.look.density.as_str(),
        draft.is_shared,
        draft.is_default,
    )
    .execute(conn)
    .await?;
    Ok(id)
}

/// Changes name and purpose of a person's view; `false` when they have no such view.
pub(crate) async fn update(
    conn: &mut PgConnection,
    user: UserId,
    id: SavedViewId,
    draft: &ViewDraft,
) -> Result<bool, sqlx::Error> {
    let updated = sqlx::query!(
        "update saved_views set name = $3, is_shared = $4, is_default = $5 where id = $1 and owner_id = $2",
        id.0,
        user.0,
        draft.name,
        draft.is_shared,
        draft.is_default,
    );
    Ok(updated.execute(conn).await?.rows_affected() == 1)
}

/// Deletes a person's view; `false` when they have no such view.
pub(crate) async fn delete(
    db: impl PgExecutor<'_>,
    user: UserId,
    id: SavedViewId,
) -> Result<bool, sqlx::Error> {
    let deleted = sqlx::query!("delete from saved_views where id = $1 and owner_id = $2", id.0, user.0);
    Ok(deleted.execute(db).await?.rows_affected() == 1)
}

/// Writes how a list looks to a person.
pub(crate) async fn put_look(
    db: impl PgExecutor<'_>,
    user: UserId,
    look: &ListLook,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into list_looks (user_id, list, hidden_columns, density) values ($1, $2, $3, $4)
         on conflict (user_id, list) do update
         set hidden_columns = excluded.hidden_columns, density = excluded.density",
        user.0,
        look.list,
        &look.hidden,
        look.density.as_str(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets everything of a person.
pub(crate) async fn delete_of_user(conn: &mut PgConnection, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from saved_views where owner_id = $1", user.0).execute(&mut *conn).await?;
    sqlx::query!("delete from list_looks where user_id = $1", user.0).execute(conn).await?;
    Ok(())
}

/// Active people with a role of staff, by name.
pub(crate) async fn colleagues(db: impl PgExecutor<'_>) -> Result<Vec<Colleague>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, username from users
         where status = 'active' and exists (
             select 1 from user_roles ur join roles r on r.id = ur.role_id
             where ur.user_id = users.id and r.role_name <> $1)
         order by username, id limit 500",
        CUSTOMER,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| Colleague { id: row.id.into(), name: row.username }).collect())
}
