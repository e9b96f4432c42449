//! What is told of an import's lines.

use super::{
    format::{self, records},
    pieces, repo,
    repo::Row,
};
use crate::error::Result;
use contracts::{
    Error as Refusal, ImportId, PageRequest,
    catalog::{FailedRow, ImportDetail, ImportFormat, ImportProblem, ImportState},
};
use platform::Database;
use sqlx::{PgConnection, PgPool};

const MOST_PROBLEMS: i64 = 50;
/// Lines that are shown so that one sees what a column holds.
const SAMPLE: usize = 3;

/// An import, its first lines and the first problems.
pub(crate) async fn detail(db: &Database, id: ImportId) -> Result<Option<ImportDetail>> {
    let Some(import) = repo::find(db.pool(), id).await? else { return Ok(None) };
    let mut conn = db.pool().acquire().await?;
    let sample = match import.state() {
        ImportState::Uploaded | ImportState::Ready => sample(&mut conn, &import).await?,
        _ => Vec::new(),
    };
    let problems = problems(db.pool(), id).await?;
    Ok(Some(ImportDetail { import: import.try_into()?, sample, problems }))
}

async fn sample(conn: &mut PgConnection, import: &Row) -> Result<Vec<Vec<String>>> {
    let Ok(head) = super::beginning(conn, import).await? else { return Ok(Vec::new()) };
    let window = pieces::window(conn, import, 0).await?;
    let rest = window.bytes.get(head.bytes..).unwrap_or_default();
    let part = match head.format {
        ImportFormat::JsonLines => records::json_lines(rest, window.is_end, head.lines, SAMPLE),
        _ => records::csv(rest, head.delimiter, window.is_end, head.lines, SAMPLE),
    };
    let short = |cell: String| cell.chars().take(120).collect();
    Ok(part.records.into_iter().map(|record| record.cells.into_iter().map(short).collect()).collect())
}

async fn problems(db: &PgPool, id: ImportId) -> sqlx::Result<Vec<ImportProblem>> {
    let rows = sqlx::query!(
        r#"select line, coalesce(problem_column, '') as "column!", problem as "problem!",
               coalesce(problem_value, '') as "value!"
           from import_rows where import_id = $1 and problem is not null order by line limit $2"#,
        id.0,
        MOST_PROBLEMS
    );
    let problems = rows.fetch_all(db).await?.into_iter().map(|row| ImportProblem {
        line: u64::try_from(row.line).unwrap_or(0),
        column: row.column,
        message: row.problem,
        value: row.value,
    });
    Ok(problems.collect())
}

/// Lines that could not be applied, as they stood in the file, after a line.
pub(crate) async fn failed_rows(db: &Database, id: ImportId, after: u64) -> Result<Vec<FailedRow>> {
    let import = repo::find(db.pool(), id).await?.ok_or_else(|| Refusal::not_found("import"))?;
    let format = import.format();
    let rows = sqlx::query!(
        r#"select line, raw, concat_ws(': ', problem_column, problem) as "error!" from import_rows
           where import_id = $1 and problem is not null and line > $2 order by line limit $3"#,
        id.0,
        i64::try_from(after).unwrap_or(i64::MAX),
        PageRequest::BATCH
    );
    let rows = rows.fetch_all(db.pool()).await?.into_iter().map(|row| FailedRow {
        line: u64::try_from(row.line).unwrap_or(0),
        cells: format::cells(format, &row.raw),
        error: row.error,
    });
    Ok(rows.collect())
}
