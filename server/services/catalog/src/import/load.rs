//! Reading the lines of a file, and putting them together to products.

use super::{
    format::{Problem, Reading, columns::Columns, records},
    pieces,
    repo::{self, Row},
};
use contracts::catalog::{ImportFormat, ImportState};
use sqlx::PgConnection;

/// Lines that one transaction reads.
const AT_ONCE: usize = 5000;
const LONGEST_KEY: usize = 300;

/// How the lines of an import are read.
pub(crate) fn reading(import: &Row) -> sqlx::Result<Reading> {
    let columns = Columns::new(import.headers.clone(), import.fields());
    Ok(Reading { format: import.format(), columns, currency: import.currency()? })
}

/// Reads the next lines.
pub(crate) async fn lines(tx: &mut PgConnection, import: &Row) -> sqlx::Result<()> {
    let window = pieces::window(tx, import, import.bytes_read).await?;
    let before = u64::try_from(import.lines_read).unwrap_or(0);
    let delimiter = import.delimiter.bytes().next().unwrap_or(b',');
    let part = match import.format() {
        ImportFormat::JsonLines => records::json_lines(&window.bytes, window.is_end, before, AT_ONCE),
        _ => records::csv(&window.bytes, delimiter, window.is_end, before, AT_ONCE),
    };
    if part.bytes == 0 {
        let text = format!("Line {} has no end within four megabytes. Is a quote missing?", before + 1);
        return repo::set_state(tx, import.id(), ImportState::Failed, Some(&text)).await;
    }
    let reading = reading(import)?;
    let rows: Vec<Kept> = part.records.iter().map(|record| Kept::of(&reading, record)).collect();
    keep(tx, import, &rows).await?;
    sqlx::query!(
        "update imports set bytes_read = bytes_read + $2, lines_read = lines_read + $3, row_count = row_count + $4
         where id = $1",
        import.id,
        i64::try_from(part.bytes).unwrap_or(i64::MAX),
        i64::try_from(part.lines).unwrap_or(i64::MAX),
        i64::try_from(rows.len()).unwrap_or(i64::MAX)
    )
    .execute(tx)
    .await?;
    Ok(())
}

struct Kept {
    line: i64,
    raw: String,
    key: String,
    /// Separated by blanks, which none has.
    skus: String,
    problem: Option<Problem>,
}

impl Kept {
    fn of(reading: &Reading, record: &records::Record) -> Self {
        let given = reading.given(&record.cells);
        let key = if given.key.is_empty() { format!("line:{}", record.line) } else { given.key.clone() };
        let too_long =
            record.too_long.then(|| Problem::new("line", "This line is longer than a megabyte.", ""));
        Self {
            line: i64::try_from(record.line).unwrap_or(i64::MAX),
            raw: reading.raw(&record.cells),
            key: key.chars().take(LONGEST_KEY).collect(),
            skus: given.skus().join(" "),
            problem: too_long.or(given.problem),
        }
    }
}

async fn keep(tx: &mut PgConnection, import: &Row, rows: &[Kept]) -> sqlx::Result<()> {
    let texts = |of: fn(&Kept) -> String| rows.iter().map(of).collect::<Vec<_>>();
    let problems = |of: fn(&Problem) -> &str| {
        rows.iter().map(|row| row.problem.as_ref().map(|p| of(p).to_owned())).collect::<Vec<_>>()
    };
    sqlx::query!(
        "insert into import_rows (import_id, line, raw, product_key, skus, problem_column, problem, problem_value)
         select $1, line, raw, key, case when skus = '' then '{}' else string_to_array(skus, ' ') end,
             left(problem_column, 100), left(problem, 500), left(problem_value, 200)
         from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
             as r (line, raw, key, skus, problem_column, problem, problem_value)",
        import.id,
        &rows.iter().map(|row| row.line).collect::<Vec<_>>(),
        &texts(|row| row.raw.clone()),
        &texts(|row| row.key.clone()),
        &texts(|row| row.skus.clone()),
        &problems(|problem| problem.column.as_str()) as &[Option<String>],
        &problems(|problem| problem.message.as_str()) as &[Option<String>],
        &problems(|problem| problem.value.as_str()) as &[Option<String>]
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Puts the lines together to products, in the order of the file, once all are read.
pub(crate) async fn products(tx: &mut PgConnection, import: &Row) -> sqlx::Result<()> {
    if import.row_count == 0 {
        let text = "There are no products in this file.";
        return repo::set_state(tx, import.id(), ImportState::Failed, Some(text)).await;
    }
    find_by_sku(tx, import).await?;
    refuse_repeated(tx, import).await?;
    sqlx::query!(
        "insert into import_products (import_id, number, product_key, outcome)
         select $1, row_number() over (order by min(line)), product_key,
             case when bool_and(problem is not null) then 'failed' end
         from import_rows where import_id = $1 group by product_key",
        import.id
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update imports i set product_count = p.products, failed_count = p.failed,
             failed_row_count = (select count(*) from import_rows where import_id = $1 and problem is not null)
         from (select count(*) as products, count(outcome) as failed from import_products where import_id = $1) p
         where i.id = $1",
        import.id
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Lines that are told apart by SKUs alone belong to the product that has it: two of its variants are changed together.
async fn find_by_sku(tx: &mut PgConnection, import: &Row) -> sqlx::Result<()> {
    sqlx::query!(
        "update import_rows r set product_key = 'p:' || v.product_id::text
         from product_variants v
         where r.import_id = $1 and r.product_key like 's:%' and v.sku = substr(r.product_key, 3)",
        import.id
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A SKU is of one product: of lines that give it to another, the first counts.
async fn refuse_repeated(tx: &mut PgConnection, import: &Row) -> sqlx::Result<()> {
    sqlx::query!(
        "update import_rows r set problem_column = 'sku', problem_value = twice.sku,
             problem = 'This SKU belongs to another product of this file.'
         from (
             select distinct on (line) line, sku
             from (select r.line, r.product_key, s.sku,
                       first_value(r.product_key) over (partition by s.sku order by r.line) as first_key
                   from import_rows r cross join lateral unnest(r.skus) s (sku)
                   where r.import_id = $1 and r.problem is null) said
             where product_key <> first_key order by line) twice
         where r.import_id = $1 and r.line = twice.line",
        import.id
    )
    .execute(tx)
    .await?;
    Ok(())
}
