//! The details of an act in words: what it changed, from what to what.

use crate::admin::patterns::shortened;
use serde_json::{Map, Value};

/// A detail: its name, what it was before if that is told, and what it is.
#[derive(Debug, PartialEq, Eq)]
pub struct Detail {
    /// As in the details, e.g. `price`.
    pub name: String,
    /// Before the act; none for details that are not about a change.
    pub before: Option<String>,
    /// After the act.
    pub after: String,
}

/// The details of an entry, a JSON object as text. What is no object is one detail.
pub fn of(json: &str) -> Vec<Detail> {
    match serde_json::from_str(json) {
        Ok(Value::Object(fields)) => of_object(&fields),
        Ok(Value::Null) | Err(_) => Vec::new(),
        Ok(value) => vec![told("details", &value)],
    }
}

/// The first change, or else the first detail, as a line with its ids shortened, and how many details there are
/// besides; none of none.
pub fn in_a_line(details: &[Detail]) -> Option<String> {
    let first = details.iter().find(|detail| detail.before.is_some()).or(details.first())?;
    let before = first.before.as_ref().map(|before| format!("{} → ", shortened(before))).unwrap_or_default();
    let more = match details.len() - 1 {
        0 => String::new(),
        others => format!(" · {others} more"),
    };
    Some(format!("{}: {before}{}{more}", first.name, shortened(&first.after)))
}

fn of_object(fields: &Map<String, Value>) -> Vec<Detail> {
    match (fields.get("before"), fields.get("after")) {
        (Some(before), Some(after)) => {
            let others = fields.iter().filter(|(name, _)| !matches!(name.as_str(), "before" | "after"));
            changes("value", before, after)
                .into_iter()
                .chain(others.map(|(name, value)| told(name, value)))
                .collect()
        }
        _ => fields.iter().flat_map(|(name, value)| field(name, value)).collect(),
    }
}

fn field(name: &str, value: &Value) -> Vec<Detail> {
    match (value.get("before"), value.get("after")) {
        (Some(before), Some(after)) => vec![change(name, before, after)],
        _ => vec![told(name, value)],
    }
}

/// Field by field where both are objects; fields that are alike are left out.
fn changes(name: &str, before: &Value, after: &Value) -> Vec<Detail> {
    let (Value::Object(was), Value::Object(is)) = (before, after) else {
        return vec![change(name, before, after)];
    };
    let gone = was.keys().filter(|name| !is.contains_key(*name));
    let names = is.keys().chain(gone).filter(|name| was.get(*name) != is.get(*name));
    let of = |fields: &Map<String, Value>, name: &str| fields.get(name).cloned().unwrap_or_default();
    names.map(|name| change(name, &of(was, name), &of(is, name))).collect()
}

fn change(name: &str, before: &Value, after: &Value) -> Detail {
    Detail { name: name.to_owned(), before: Some(text(before)), after: text(after) }
}

fn told(name: &str, value: &Value) -> Detail {
    Detail { name: name.to_owned(), before: None, after: text(value) }
}

/// A value as a person would write it.
fn text(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) if text.is_empty() => "nothing".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) if items.is_empty() => "nothing".to_owned(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let pairs = fields.iter().map(|(name, value)| format!("{name} {}", text(value)));
            pairs.collect::<Vec<_>>().join("; ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(json: &str) -> Vec<String> {
        let line = |it: Detail| match it.before {
            Some(before) => format!("{}: {before} -> {}", it.name, it.after),
            None => format!("{}: {}", it.name, it.after),
        };
        of(json).into_iter().map(line).collect()
    }

    #[test]
    fn a_change_is_told_from_what_to_what() {
        let price =
            r#"{"price":{"before":{"minor":100,"currency":"EUR"},"after":{"minor":200,"currency":"EUR"}}}"#;
        assert_eq!(told(price), ["price: currency EUR; minor 100 -> currency EUR; minor 200"]);
        assert_eq!(told(r#"{"before":["support"],"after":[]}"#), ["value: support -> nothing"]);
        let whole =
            r#"{"before":{"name":"a","active":true},"after":{"name":"a","active":false},"reason":"moved"}"#;
        assert_eq!(told(whole), ["active: yes -> no", "reason: moved"]);
    }

    #[test]
    fn what_is_no_change_is_told_by_name() {
        assert_eq!(told(r#"{"address":"192.0.2.1","email":null}"#), ["address: 192.0.2.1", "email: nothing"]);
        assert_eq!(told("{}"), Vec::<String>::new());
        assert_eq!(told("[1, 2]"), ["details: 1, 2"]);
        assert_eq!(told("no json"), Vec::<String>::new());
    }

    #[test]
    fn a_line_tells_the_first_change_and_how_many_follow() {
        let line = |json: &str| in_a_line(&of(json));
        let moved = r#"{"stock":{"before":3,"after":5},"reason":"found","to":"cellar"}"#;
        assert_eq!(line(moved).unwrap(), "stock: 3 → 5 · 2 more");
        assert_eq!(line(r#"{"before":3,"after":5}"#).unwrap(), "value: 3 → 5");
        let id = r#"{"variant":"01932f6e-7c1a-7d3e-9b52-00aa5f3a9c21"}"#;
        assert_eq!(line(id).unwrap(), "variant: …5f3a9c21");
        assert_eq!(line("{}"), None);
    }
}
