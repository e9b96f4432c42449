//! Rows of `imports`, of the pieces of their files, and of what columns are remembered to mean.

use crate::listing::cards::currency;
use contracts::{
    Currency, ImportId, Page, PageRequest, Timestamp,
    catalog::{Import, ImportCounts, ImportField, ImportFormat, ImportState},
};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// An import as it is kept.
pub(crate) struct Row {
    pub id: Uuid,
    pub file_name: String,
    pub format: String,
    pub format_said: bool,
    pub state: String,
    pub author: String,
    pub currency: String,
    pub delimiter: String,
    pub headers: Vec<String>,
    pub mapping: Vec<String>,
    pub bytes: i64,
    pub bytes_read: i64,
    pub lines_read: i64,
    pub row_count: i64,
    pub product_count: Option<i64>,
    pub created_count: i64,
    pub changed_count: i64,
    pub unchanged_count: i64,
    pub failed_count: i64,
    pub applied_count: i64,
    pub failed_row_count: i64,
    pub failure: Option<String>,
    pub created_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
}

macro_rules! rows {
    ($rest:literal, $($argument:expr),*) => {
        sqlx::query_as!(
            Row,
            "select id, file_name, format, format_said, state, author, currency, delimiter, headers, mapping, bytes,
                 bytes_read, lines_read, row_count, product_count, created_count, changed_count, unchanged_count,
                 failed_count, applied_count, failed_row_count, failure, created_at, started_at, ended_at
             from imports " + $rest,
            $($argument),*
        )
    };
}

impl Row {
    pub(crate) fn id(&self) -> ImportId {
        ImportId(self.id)
    }

    pub(crate) fn format(&self) -> ImportFormat {
        ImportFormat::from_text(&self.format).unwrap_or_default()
    }

    pub(crate) fn state(&self) -> ImportState {
        ImportState::from_text(&self.state).unwrap_or(ImportState::Failed)
    }

    pub(crate) fn fields(&self) -> Vec<ImportField> {
        fields(&self.mapping)
    }

    pub(crate) fn currency(&self) -> sqlx::Result<Currency> {
        currency(&self.currency)
    }

    fn counts(&self) -> ImportCounts {
        let count = |stored: i64| u64::try_from(stored).unwrap_or(0);
        let checked = self.created_count + self.changed_count + self.unchanged_count + self.failed_count;
        ImportCounts {
            bytes: count(self.bytes),
            bytes_read: count(self.bytes_read),
            rows: count(self.row_count),
            products: count(self.product_count.unwrap_or(0)),
            checked: count(checked),
            created: count(self.created_count),
            changed: count(self.changed_count),
            unchanged: count(self.unchanged_count),
            failed: count(self.failed_count),
            applied: count(self.applied_count),
            failed_rows: count(self.failed_row_count),
        }
    }
}

fn fields(stored: &[String]) -> Vec<ImportField> {
    stored.iter().map(|name| ImportField::from_text(name).unwrap_or(ImportField::Ignore)).collect()
}

impl TryFrom<Row> for Import {
    type Error = sqlx::Error;
    fn try_from(row: Row) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.id(),
            format: row.format(),
            state: row.state(),
            currency: row.currency()?,
            mapping: row.fields(),
            counts: row.counts(),
            file_name: row.file_name,
            author: row.author,
            headers: row.headers,
            failure: row.failure,
            created_at: row.created_at,
            started_at: row.started_at,
            ended_at: row.ended_at,
        })
    }
}

/// Writes a new import; nothing when there is one of this id.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    id: ImportId,
    (author_id, author): (Option<Uuid>, &str),
    file_name: &str,
    format: Option<ImportFormat>,
    currency: Option<Currency>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into imports (id, author_id, author, file_name, format, format_said, currency)
         values ($1, $2, $3, $4, coalesce($5::text, 'csv'), $5::text is not null,
             coalesce($6::text, (select currency from products limit 1), 'EUR'))
         on conflict (id) do nothing",
        id.0,
        author_id,
        author,
        file_name,
        format.map(ImportFormat::as_str),
        currency.map(Currency::code)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// An import, held until the transaction ends.
pub(crate) async fn lock(conn: &mut PgConnection, id: ImportId) -> sqlx::Result<Option<Row>> {
    rows!("where id = $1 for update", id.0).fetch_optional(conn).await
}

/// The import that is worked on next, held until the transaction ends.
pub(crate) async fn lock_next(conn: &mut PgConnection) -> sqlx::Result<Option<Row>> {
    rows!("where state in ('checking', 'running') order by created_at limit 1 for update skip locked",)
        .fetch_optional(conn)
        .await
}

pub(crate) async fn find(db: &PgPool, id: ImportId) -> sqlx::Result<Option<Row>> {
    rows!("where id = $1", id.0).fetch_optional(db).await
}

/// A page of those whose file is there.
pub(crate) async fn page(db: &PgPool, page: PageRequest) -> sqlx::Result<Page<Import>> {
    let found = rows!(
        "where state <> 'uploading' order by created_at desc, id desc limit $1 offset $2",
        page.limit(),
        page.offset()
    );
    let found = found.fetch_all(db).await?;
    let total = sqlx::query_scalar!(r#"select count(*) as "count!" from imports where state <> 'uploading'"#);
    let total = total.fetch_one(db).await?;
    let imports = found.into_iter().map(Import::try_from).collect::<sqlx::Result<_>>()?;
    Ok(Page::new(imports, total, &page))
}

/// Says where an import is; why, if it failed.
pub(crate) async fn set_state(
    conn: &mut PgConnection,
    id: ImportId,
    state: ImportState,
    failure: Option<&str>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update imports set state = $2::text, failure = $3, attempts = 0,
             started_at = case when $2::text = 'running' then now() else started_at end,
             ended_at = case when $4 then now() end
         where id = $1",
        id.0,
        state.as_str(),
        failure,
        state.is_over()
    )
    .execute(&mut *conn)
    .await?;
    if state.is_over() {
        sqlx::query!("delete from import_pieces where import_id = $1", id.0).execute(conn).await?;
    }
    Ok(())
}

/// Notes that a step of an import failed; how often in a row it did.
pub(crate) async fn count_attempt(db: &PgPool, id: ImportId) -> sqlx::Result<i32> {
    let counted = sqlx::query_scalar!(
        "update imports set attempts = attempts + 1 where id = $1 returning attempts",
        id.0
    );
    Ok(counted.fetch_optional(db).await?.unwrap_or(0))
}

/// What a file's beginning told of it.
pub(crate) async fn set_head(
    conn: &mut PgConnection,
    id: ImportId,
    format: ImportFormat,
    delimiter: &str,
    headers: &[String],
    mapping: &[ImportField],
) -> sqlx::Result<()> {
    sqlx::query!(
        "update imports set state = 'uploaded', format = $2, delimiter = $3, headers = $4, mapping = $5 where id = $1",
        id.0,
        format.as_str(),
        delimiter,
        headers,
        &names(mapping)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Begins to read a file, from the first line of products on.
pub(crate) async fn begin_check(
    conn: &mut PgConnection,
    id: ImportId,
    mapping: &[ImportField],
    (bytes, lines): (i64, i64),
) -> sqlx::Result<()> {
    sqlx::query!("delete from import_rows where import_id = $1", id.0).execute(&mut *conn).await?;
    sqlx::query!("delete from import_products where import_id = $1", id.0).execute(&mut *conn).await?;
    sqlx::query!(
        "update imports set state = 'checking', mapping = $2, bytes_read = $3, lines_read = $4, row_count = 0,
             product_count = null, created_count = 0, changed_count = 0, unchanged_count = 0, failed_count = 0,
             applied_count = 0, failed_row_count = 0, attempts = 0, failure = null
         where id = $1",
        id.0,
        &names(mapping),
        bytes,
        lines
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn names(mapping: &[ImportField]) -> Vec<String> {
    mapping.iter().map(|field| field.as_str().to_owned()).collect()
}

/// What people said that these columns mean.
pub(crate) async fn remembered(
    conn: &mut PgConnection,
    columns: &str,
) -> sqlx::Result<Option<Vec<ImportField>>> {
    let found =
        sqlx::query_scalar!("select mapping from import_mappings where columns_key = md5($1)", columns);
    Ok(found.fetch_optional(conn).await?.map(|mapping| fields(&mapping)))
}

pub(crate) async fn remember(
    conn: &mut PgConnection,
    columns: &str,
    mapping: &[ImportField],
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into import_mappings (columns_key, mapping) values (md5($1), $2)
         on conflict (columns_key) do update set mapping = excluded.mapping, saved_at = now()",
        columns,
        &names(mapping)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes files that did not come whole, those that nobody had applied within a week, and imports that were over for 90 days.
pub(crate) async fn delete_old(db: &PgPool) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from imports
         where (state = 'uploading' and created_at < now() - interval '1 day')
            or (state in ('uploaded', 'ready') and created_at < now() - interval '7 days')
            or ended_at < now() - interval '90 days'"
    )
    .execute(db)
    .await?;
    Ok(())
}
