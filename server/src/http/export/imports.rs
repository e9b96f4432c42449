//! The lines of a file that could not be imported, to be corrected and sent again.

use super::{csv::Row, products::ProductForm};
use contracts::{
    Actor, Error, ImportId, Result, Services,
    catalog::{FailedRow, Import},
};
use serde_json::{Value, json};

/// What says what was wrong. The next import leaves it out.
const ERROR: &str = "error";

/// The rows that follow; before the first those of the heading.
///
/// # Errors
/// As the catalogue answers.
pub async fn failed_rows(
    services: &Services,
    actor: Actor,
    (id, form): (ImportId, ProductForm),
    after: &mut Option<u64>,
) -> Result<Vec<Row>> {
    let found = services.catalog.import(actor.clone(), id).await?;
    let import = found.ok_or_else(|| Error::not_found("import"))?.import;
    let mut rows = Vec::new();
    if after.is_none() && !form.is_json_lines() {
        rows.push(row(&import, &import.headers, ERROR));
    }
    let found = services.catalog.failed_import_rows(actor, id, after.unwrap_or(0)).await?;
    *after = Some(found.last().map_or(u64::MAX, |row| row.line));
    rows.extend(found.iter().map(|failed| match form {
        ProductForm::Csv => row(&import, &failed.cells, &failed.error),
        ProductForm::JsonLines => vec![line(failed)],
    }));
    Ok(rows)
}

/// The cells as they stood in the file, as many as it has columns, and what is wrong.
fn row(import: &Import, cells: &[String], error: &str) -> Row {
    let places = import.headers.iter().enumerate().filter(|(_, header)| *header != ERROR);
    let cells = places.map(|(at, _)| cells.get(at).cloned().unwrap_or_default());
    cells.chain([error.to_owned()]).collect()
}

/// The object of the line with what is wrong; a line that is no object is a text in one.
fn line(failed: &FailedRow) -> String {
    let raw = failed.cells.first().map_or("", String::as_str);
    let mut object = match serde_json::from_str(raw) {
        Ok(Value::Object(object)) => object,
        _ => serde_json::Map::from_iter([("line".to_owned(), json!(raw))]),
    };
    object.insert(ERROR.to_owned(), json!(failed.error));
    Value::Object(object).to_string()
}
