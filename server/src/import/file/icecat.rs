//! A product of Open Icecat as one of ours.

use super::source::{cut, slug, text};
use serde_json::{Value, json};

/// A product here has up to 50 attributes; one is the EAN.
const MOST_ATTRIBUTES: usize = 49;

/// A line of the file; its price is in cents.
pub(super) fn product(line: &Value) -> Option<Value> {
    let (id, title) = (text(line, "id"), text(line, "title"));
    let cents = line.get("price").and_then(Value::as_u64).filter(|cents| *cents > 0)?;
    if id.is_empty() || title.is_empty() {
        return None;
    }
    Some(json!({
        "slug": slug(title, id),
        "name": cut(title, 255),
        "description": text(line, "short_description"),
        "brand": cut(text(line, "supplier"), 100),
        "status": "active",
        "attributes": attributes(line),
        "variants": [{ "sku": format!("ICECAT-{id}"), "price": format!("{}.{:02}", cents / 100, cents % 100) }],
    }))
}

fn attributes(line: &Value) -> Vec<Value> {
    let eans = line.get("ean").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let ean = cut(&eans.collect::<Vec<_>>().join(", "), 255);
    let all = line.as_object().into_iter().flatten();
    let rows = all.filter_map(|(key, value)| {
        let name = ["attr_t_", "attr_n_", "attr_b_"].into_iter().find_map(|kind| key.strip_prefix(kind))?;
        Some((title(name), shown(value)?))
    });
    let rows = rows.filter(|(name, value)| !name.is_empty() && !value.is_empty()).take(MOST_ATTRIBUTES);
    let ean = (!ean.is_empty()).then(|| ("EAN".to_owned(), ean));
    ean.into_iter().chain(rows).map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

/// `contrast_ratio__typical_` as `Contrast ratio typical`.
fn title(name: &str) -> String {
    let words: Vec<&str> = name.split('_').filter(|word| !word.is_empty()).collect();
    let words = words.join(" ");
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    cut(&first.into_iter().chain(letters).collect::<String>(), 100)
}

fn shown(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(cut(text, 255)),
        Value::Bool(truth) => Some(if *truth { "Yes" } else { "No" }.to_owned()),
        Value::Number(number) => {
            let number = number.to_string();
            Some(number.strip_suffix(".0").unwrap_or(&number).to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_get_names_that_people_read() {
        let line = json!({
            "id": "39", "title": "Xerox Toner", "ean": ["0095"], "supplier": "Xerox", "price": 4905,
            "attr_t_type": "Original", "attr_n_black_toner_page_yield": 23000.0, "attr_b_touchscreen": false,
        });
        let told = product(&line).unwrap();
        assert_eq!(
            (told["slug"].clone(), told["variants"][0]["price"].clone()),
            (json!("xerox-toner-39"), json!("49.05"))
        );
        let attributes = told["attributes"].as_array().unwrap();
        let shown: Vec<_> =
            attributes.iter().map(|one| format!("{}={}", one["name"], one["value"])).collect();
        let expected = [
            "\"EAN\"=\"0095\"",
            "\"Touchscreen\"=\"No\"",
            "\"Black toner page yield\"=\"23000\"",
            "\"Type\"=\"Original\"",
        ];
        assert_eq!(shown, expected);
        assert!(product(&json!({ "id": "1", "title": "Free", "price": 0 })).is_none());
    }
}
