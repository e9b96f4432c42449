//! Reading and writing old addresses.

use contracts::RedirectId;
use sqlx::{PgConnection, PgPool};

type Result<T> = std::result::Result<T, sqlx::Error>;

/// Where an old address leads.
pub(super) async fn target(db: &PgPool, source: &str) -> Result<Option<String>> {
    sqlx::query_scalar!("select target from redirects where source = $1", source).fetch_optional(db).await
}

/// Counts that somebody came by an old address. Who comes while another one is counted is not: nobody waits for it.
pub(super) async fn count(db: &PgPool, source: &str) -> Result<()> {
    sqlx::query!(
        "update redirects set hits = hits + 1, last_hit_at = now()
         where id = (select id from redirects where source = $1 for update skip locked)",
        source
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Lets one change of old addresses happen after the other, until the transaction ends.
pub(super) async fn lock(db: &mut PgConnection) -> Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtext('catalog.redirects'))").execute(db).await?;
    Ok(())
}

/// An old address that is in the list.
pub(super) struct Known {
    pub id: RedirectId,
    pub source: String,
    pub target: String,
}

/// The one with that id.
pub(super) async fn with_id(db: &mut PgConnection, id: RedirectId) -> Result<Option<Known>> {
    let row = sqlx::query!("select id, source, target from redirects where id = $1", id.0);
    let row = row.fetch_optional(db).await?;
    Ok(row.map(|row| Known { id: row.id.into(), source: row.source, target: row.target }))
}

/// The one with that address.
pub(super) async fn at(db: &mut PgConnection, source: &str) -> Result<Option<Known>> {
    let row = sqlx::query!("select id, source, target from redirects where source = $1", source);
    let row = row.fetch_optional(db).await?;
    Ok(row.map(|row| Known { id: row.id.into(), source: row.source, target: row.target }))
}

/// Whether a product on sale or a category is there.
pub(super) async fn is_page(db: &mut PgConnection, path: &str) -> Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from products where '/p/' || slug = $1::text and slug = substr($1, 4) and status = 'active')
               or exists (select from categories where '/c/' || slug = $1 and slug = substr($1, 4)) as "is_page!""#,
        path
    )
    .fetch_one(db)
    .await
}

/// Has everything that leads to `from` lead to `to`.
pub(super) async fn lead_on(db: &mut PgConnection, from: &str, to: &str) -> Result<()> {
    sqlx::query!("update redirects set target = $2 where target_path = $1", from, to).execute(db).await?;
    Ok(())
}

/// Has an old address lead somewhere, new or known.
pub(super) async fn put(db: &mut PgConnection, source: &str, target: &str, is_manual: bool) -> Result<()> {
    sqlx::query!(
        "insert into redirects (id, source, target, is_manual) values ($1, $2, $3, $4)
         on conflict (source) do update set target = excluded.target, is_manual = excluded.is_manual",
        platform::ids::mint(),
        source,
        target,
        is_manual
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Changes one that is in the list.
pub(super) async fn change(db: &mut PgConnection, id: RedirectId, source: &str, target: &str) -> Result<()> {
    sqlx::query!(
        "update redirects set source = $2, target = $3, is_manual = true where id = $1",
        id.0,
        source,
        target
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The address leads nowhere any more.
pub(super) async fn forget(db: &mut PgConnection, source: &str) -> Result<()> {
    sqlx::query!("delete from redirects where source = $1", source).execute(db).await?;
    Ok(())
}
