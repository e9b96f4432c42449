//! Whether a value has the shape that an OpenAPI 3.0 schema describes: as much of the specification as Stripe's own
//! description uses.

use serde_json::Value;

/// What is wrong with `value`; nothing when it has the shape. References are looked up in `spec`.
pub fn complaints(spec: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return complaints(spec, spec.pointer(&reference[1..]).unwrap(), value, at);
    }
    if value.is_null() {
        let is_fine = schema["nullable"].as_bool() == Some(true);
        return if is_fine { Vec::new() } else { vec![format!("{at}: null")] };
    }
    if let Some(kinds) = schema["anyOf"].as_array() {
        return any_of(spec, kinds, value, at);
    }
    if let Some(allowed) = schema["enum"].as_array().filter(|allowed| !allowed.contains(value)) {
        return vec![format!("{at}: {value} is none of {allowed:?}")];
    }
    match schema["type"].as_str() {
        Some("object") => object(spec, schema, value, at),
        Some("array") => array(spec, schema, value, at),
        Some(kind) if !is_of(kind, value) => vec![format!("{at}: {value} is no {kind}")],
        _ => Vec::new(),
    }
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        other => panic!("the specification knows a type {other}"),
    }
}

/// The complaints of the kind that fits best; an object is held to be one of the objects.
fn any_of(spec: &Value, kinds: &[Value], value: &Value, at: &str) -> Vec<String> {
    let is_object = |kind: &&Value| kind["$ref"].is_string() || kind["type"] == "object";
    let alike: Vec<&Value> = kinds.iter().filter(|kind| is_object(kind) == value.is_object()).collect();
    let tried = if alike.is_empty() { kinds.iter().collect() } else { alike };
    let tried = tried.into_iter().map(|kind| complaints(spec, kind, value, at));
    tried.min_by_key(Vec::len).unwrap_or_default()
}

fn object(spec: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let Some(fields) = value.as_object() else { return vec![format!("{at}: {value} is no object")] };
    let names = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let missing =
        names.filter(|name| !fields.contains_key(*name)).map(|name| format!("{at}: {name} is missing"));
    let mut wrong: Vec<String> = missing.collect();
    for (name, field) in fields {
        let at = format!("{at}.{name}");
        match (&schema["properties"][name], &schema["additionalProperties"]) {
            (Value::Null, more @ Value::Object(_)) => wrong.extend(complaints(spec, more, field, &at)),
            (Value::Null, _) if schema["properties"].is_object() => wrong.push(format!("{at}: unknown")),
            (Value::Null, _) => {}
            (known, _) => wrong.extend(complaints(spec, known, field, &at)),
        }
    }
    wrong
}

fn array(spec: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let Some(items) = value.as_array() else { return vec![format!("{at}: {value} is no list")] };
    let numbered = items.iter().enumerate();
    numbered.flat_map(|(n, item)| complaints(spec, &schema["items"], item, &format!("{at}[{n}]"))).collect()
}

#[cfg(test)]
mod tests {
    use super::complaints;
    use serde_json::{Value, json};

    fn wrong(schema: &Value, value: &Value) -> usize {
        let spec = json!({ "components": { "schemas": { "name": { "type": "string" } } } });
        complaints(&spec, schema, value, "it").len()
    }

    #[test]
    fn what_does_not_fit_is_found() {
        let name = json!({ "$ref": "#/components/schemas/name" });
        let cat = json!({ "type": "object", "required": ["name"], "properties": {
            "name": name, "lives": { "type": "integer", "nullable": true }, "kind": { "enum": ["cat"] } } });
        assert_eq!(wrong(&cat, &json!({ "name": "Tom", "lives": null, "kind": "cat" })), 0);
        assert_eq!(wrong(&cat, &json!({})), 1);
        assert_eq!(wrong(&cat, &json!({ "name": 1, "lives": "9", "kind": "dog", "tail": true })), 4);
        assert_eq!(wrong(&json!({ "type": "array", "items": cat }), &json!([{ "name": "Tom" }, {}])), 1);
        assert_eq!(wrong(&json!({ "anyOf": [name, cat] }), &json!("Tom")), 0);
        assert_eq!(wrong(&json!({ "anyOf": [name, cat] }), &json!(1)), 1);
    }
}
