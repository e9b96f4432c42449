//! What changed, for the audit log.

use contracts::catalog::Product;
use serde_json::{Map, Value, json};

/// Beside every change, so of no interest by themselves.
const ALWAYS: [&str; 4] = ["version", "updated_at", "media", "id"];

/// The changed fields, each with its value before and after.
pub(crate) fn changes(before: Option<&Product>, after: &Product) -> Value {
    let (before, after) = (before.map(fields).unwrap_or_default(), fields(after));
    let changed = after.into_iter().filter(|(name, value)| before.get(name) != Some(value));
    let changed = changed.map(|(name, value)| {
        let was = before.get(&name).cloned().unwrap_or(Value::Null);
        (name, json!({ "before": was, "after": value }))
    });
    Value::Object(changed.collect())
}

fn fields(product: &Product) -> Map<String, Value> {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(product) else {
        return Map::new();
    };
    fields.retain(|name, _| !ALWAYS.contains(&name.as_str()));
    fields
}
