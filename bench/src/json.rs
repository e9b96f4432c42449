//! Rows as JSON, whatever their columns are.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use sqlx::{Column, Row, TypeInfo, postgres::PgRow};
use uuid::Uuid;

/// Rows as an array of objects.
pub fn rows(rows: &[PgRow]) -> sqlx::Result<Value> {
    rows.iter().map(row).collect()
}

/// A row as an object.
pub fn row(row: &PgRow) -> sqlx::Result<Value> {
    let mut object = Map::new();
    for (at, column) in row.columns().iter().enumerate() {
        object.insert(column.name().to_owned(), value(row, at, column.type_info().name())?);
    }
    Ok(Value::Object(object))
}

fn value(row: &PgRow, at: usize, kind: &str) -> sqlx::Result<Value> {
    Ok(match kind {
        "UUID" => json!(row.try_get::<Option<Uuid>, _>(at)?),
        "UUID[]" => json!(row.try_get::<Option<Vec<Uuid>>, _>(at)?),
        "INT8[]" => json!(row.try_get::<Option<Vec<i64>>, _>(at)?),
        "INT4[]" => json!(row.try_get::<Option<Vec<i32>>, _>(at)?),
        "INT8" => json!(row.try_get::<Option<i64>, _>(at)?),
        "INT4" => json!(row.try_get::<Option<i32>, _>(at)?),
        "INT2" => json!(row.try_get::<Option<i16>, _>(at)?),
        "BOOL" => json!(row.try_get::<Option<bool>, _>(at)?),
        "JSONB" | "JSON" => json!(row.try_get::<Option<Value>, _>(at)?),
        "TIMESTAMPTZ" => json!(row.try_get::<Option<DateTime<Utc>>, _>(at)?),
        "TEXT[]" | "VARCHAR[]" => json!(row.try_get::<Option<Vec<String>>, _>(at)?),
        _ => json!(row.try_get_unchecked::<Option<String>, _>(at)?),
    })
}
