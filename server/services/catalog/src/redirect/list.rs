//! The back office's list of old addresses, newest first.

use contracts::{
    Page, PageRequest, Timestamp,
    catalog::{Redirect, RedirectQuery},
};
use platform::{Database, pattern};
use sqlx::PgConnection;
use uuid::Uuid;

struct Row {
    id: Uuid,
    source: String,
    target: String,
    is_manual: bool,
    made_at: Timestamp,
    hits: i64,
    last_hit_at: Option<Timestamp>,
}

impl From<Row> for Redirect {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            source: row.source,
            target: row.target,
            is_manual: row.is_manual,
            made_at: row.made_at,
            hits: u64::try_from(row.hits).unwrap_or(0),
            last_hit_at: row.last_hit_at,
        }
    }
}

/// A page of them.
pub(crate) async fn page(db: &Database, query: &RedirectQuery) -> sqlx::Result<Page<Redirect>> {
    let like = pattern::containing(&query.search);
    let mut tx = db.begin_planned().await?;
    let rows = sqlx::query_as!(
        Row,
        "select id, source, target, is_manual, made_at, hits, last_hit_at from redirects
         where $1::text is null or lookup like $1
         order by made_at desc, id limit $2 offset $3",
        like,
        query.page.limit(),
        query.page.offset(),
    );
    let rows = rows.fetch_all(&mut *tx).await?;
    let total = count(&mut tx, like.as_deref()).await?;
    tx.commit().await?;
    Ok(Page::new(rows.into_iter().map(Redirect::from).collect(), total, &query.page))
}

async fn count(db: &mut PgConnection, like: Option<&str>) -> sqlx::Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
               select from redirects where $1::text is null or lookup like $1 limit $2) as counted"#,
        like,
        PageRequest::COUNTED + 1,
    );
    count.fetch_one(db).await
}
