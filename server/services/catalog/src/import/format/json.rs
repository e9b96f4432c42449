//! A line of JSON as what it says of a product.

use super::{
    number,
    row::{CATEGORY, Former, Given, GivenChoice, GivenVariant, PRICE, Problem, checked_path, path, status},
};
use contracts::{
    Currency, Money, Sku, Slug,
    catalog::{Attribute, OptionChoice, ProductOption},
};
use serde_json::{Map, Value};

type Object = Map<String, Value>;
type Read<T> = Result<T, Problem>;

/// What a line says.
pub(super) fn given(line: &str, currency: Currency) -> Given {
    let read = match serde_json::from_str::<Object>(line) {
        Ok(object) => product(&object, currency),
        Err(error) => Err(Problem::new("line", format!("This is no JSON object: {error}."), line)),
    };
    read.unwrap_or_else(|problem| Given { problem: Some(problem), ..Given::default() })
}

fn product(object: &Object, currency: Currency) -> Read<Given> {
    let slug = match text(object, "slug")? {
        Some(slug) => {
            Some(slug.parse::<Slug>().map_err(|error| Problem::new("slug", error.to_string(), &slug))?)
        }
        None => None,
    };
    let variants = variants(object, currency)?;
    let sku = variants.iter().map(|variant| &variant.sku).find(|sku| !sku.is_empty());
    let key = match (&slug, sku) {
        (Some(slug), _) => format!("h:{slug}"),
        (None, Some(sku)) => format!("s:{sku}"),
        (None, None) => {
            return Err(Problem::new("slug", "Please say which product this is: by its slug or a SKU.", ""));
        }
    };
    Ok(Given {
        key,
        slug,
        name: text(object, "name")?,
        description: text(object, "description")?,
        brand: text(object, "brand")?,
        status: match text(object, "status")? {
            Some(said) => {
                Some(status(&said).ok_or_else(|| {
                    Problem::new("status", "Please write draft, active or archived.", &said)
                })?)
            }
            None => None,
        },
        category: category(object)?,
        attributes: pairs(object, "attributes")?
            .into_iter()
            .map(|(name, value)| Attribute { name, value })
            .collect(),
        options: options(object)?,
        variants,
        problem: None,
    })
}

/// A text or a number as text; `null` takes away, nothing is none.
fn text(object: &Object, name: &str) -> Read<Option<String>> {
    match object.get(name) {
        None => Ok(None),
        Some(value) => scalar(value).map(Some).ok_or_else(|| wrong(name, value, "Please write a text.")),
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.trim().replace('\0', "")),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

fn wrong(name: &str, value: &Value, message: &str) -> Problem {
    Problem::new(name, message, &value.to_string())
}

fn category(object: &Object) -> Read<Option<Vec<String>>> {
    let Some(value) = object.get("category") else { return Ok(None) };
    let names = match value {
        Value::Null => Some(Vec::new()),
        Value::String(text) if text.trim().is_empty() => Some(Vec::new()),
        Value::String(text) => path(text),
        Value::Array(names) if names.is_empty() => Some(Vec::new()),
        Value::Array(names) => names.iter().map(scalar).collect::<Option<Vec<_>>>().and_then(checked_path),
        _ => None,
    };
    names.map(Some).ok_or_else(|| wrong("category", value, CATEGORY))
}

/// `{"Material": "Wool"}` or `[{"name": "Material", "value": "Wool"}]`.
fn pairs(object: &Object, name: &str) -> Read<Vec<(String, String)>> {
    let Some(value) = object.get(name) else { return Ok(Vec::new()) };
    let read = match value {
        Value::Null => Some(Vec::new()),
        Value::Object(map) => {
            map.iter().map(|(name, value)| Some((name.trim().to_owned(), scalar(value)?))).collect()
        }
        Value::Array(list) => list.iter().map(pair).collect(),
        _ => None,
    };
    read.ok_or_else(|| wrong(name, value, "Please write names and values."))
}

fn pair(value: &Value) -> Option<(String, String)> {
    Some((scalar(value.get("name")?)?, scalar(value.get("value")?)?))
}

/// `[{"name": "Colour", "values": ["Chalk", {"value": "Ink", "swatch": "#1f2937"}]}]`.
fn options(object: &Object) -> Read<Vec<ProductOption>> {
    // An object names the choices of the one variant that the line itself describes.
    let Some(value) = object.get("options").filter(|value| !value.is_object()) else { return Ok(Vec::new()) };
    let list = value.as_array().map(|list| list.iter().map(option).collect::<Option<Vec<_>>>());
    list.flatten().ok_or_else(|| wrong("options", value, "Please write options with names and values."))
}

fn option(value: &Value) -> Option<ProductOption> {
    let values = value.get("values")?.as_array()?.iter().map(choice).collect::<Option<Vec<_>>>()?;
    Some(ProductOption { name: scalar(value.get("name")?)?, values })
}

fn choice(value: &Value) -> Option<OptionChoice> {
    match value {
        Value::Object(choice) => {
            let swatch = choice.get("swatch").and_then(Value::as_str).map(str::to_owned);
            Some(OptionChoice { value: scalar(choice.get("value")?)?, swatch })
        }
        other => Some(OptionChoice { value: scalar(other)?, swatch: None }),
    }
}

/// Those of the list, or the one that the product itself describes.
fn variants(object: &Object, currency: Currency) -> Read<Vec<GivenVariant>> {
    let Some(value) = object.get("variants") else {
        let alone = ["sku", "price"].iter().any(|name| object.contains_key(*name));
        return if alone { Ok(vec![variant(object, currency)?]) } else { Ok(Vec::new()) };
    };
    let message = "Please write a list of variants.";
    let list = value.as_array().ok_or_else(|| wrong("variants", value, message))?;
    let each = list.iter().map(|one| {
        let object = one.as_object().ok_or_else(|| wrong("variants", one, message))?;
        variant(object, currency)
    });
    each.collect()
}

fn variant(object: &Object, currency: Currency) -> Read<GivenVariant> {
    let sku = text(object, "sku")?.filter(|sku| !sku.is_empty());
    let sku = sku.map(|sku| sku.parse::<Sku>().map_err(|error| Problem::new("sku", error.to_string(), &sku)));
    let choices = pairs(object, "options").or_else(|problem| {
        // A product that describes its one variant itself may list options of its own.
        if object.contains_key("variants") || object.contains_key("name") {
            Ok(Vec::new())
        } else {
            Err(problem)
        }
    })?;
    let choices = choices.into_iter().enumerate();
    let choices = choices.map(|(place, (name, value))| GivenChoice { place, name: Some(name), value });
    Ok(GivenVariant {
        sku: sku.transpose()?.map(String::from).unwrap_or_default(),
        choices: choices.collect(),
        price: amount(object, "price", currency)?,
        compare_at: former(object, currency)?,
        weight_g: whole(object, "weight_g", number::grams)?,
        stock: whole(object, "stock", number::units)?,
    })
}

/// `"19.90"` or `19.9`.
fn amount(object: &Object, name: &str, currency: Currency) -> Read<Option<Money>> {
    let Some(said) = text(object, name)?.filter(|said| !said.is_empty()) else { return Ok(None) };
    number::amount(&said, currency).map(Some).ok_or_else(|| Problem::new(name, PRICE, &said))
}

/// As [`amount`]; `null` takes away.
fn former(object: &Object, currency: Currency) -> Read<Option<Former>> {
    let name = "compare_at";
    match text(object, name)? {
        None => Ok(None),
        Some(said) if said.is_empty() => Ok(Some(Former::Gone)),
        Some(_) => Ok(amount(object, name, currency)?.map(Former::Was)),
    }
}

fn whole(object: &Object, name: &str, read: fn(&str) -> Option<u32>) -> Read<Option<u32>> {
    let Some(said) = text(object, name)?.filter(|said| !said.is_empty()) else { return Ok(None) };
    let message = "Please write a whole number, up to 1,000,000.";
    read(&said).map(Some).ok_or_else(|| Problem::new(name, message, &said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_a_whole_product() {
        let line = r##"{"slug":"mug","name":"Mug","brand":null,"category":["Home","Kitchen"],
            "attributes":[{"name":"Glaze","value":"Matt"}],
            "options":[{"name":"Colour","values":["Chalk",{"value":"Ink","swatch":"#1f2937"}]}],
            "variants":[{"sku":"mug-ink","options":{"Colour":"Ink"},"price":19.9,"compare_at":null,"weight_g":340}]}"##;
        let given = given(line, Currency::Eur);
        assert_eq!((given.key.as_str(), given.problem.as_ref()), ("h:mug", None));
        assert_eq!((given.brand.as_deref(), given.description.as_deref()), (Some(""), None));
        assert_eq!(given.options[0].values[1].swatch.as_deref(), Some("#1f2937"));
        let variant = &given.variants[0];
        assert_eq!((variant.sku.as_str(), variant.price), ("MUG-INK", Some(Money::new(1990, Currency::Eur))));
        assert_eq!((variant.compare_at, variant.stock), (Some(Former::Gone), None));
    }

    #[test]
    fn a_price_alone_is_found_by_its_sku() {
        let given = given(r#"{"sku":"mug-ink","price":"21"}"#, Currency::Eur);
        assert_eq!((given.key.as_str(), given.variants.len()), ("s:MUG-INK", 1));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_name() {
        let problem = |line: &str| given(line, Currency::Eur).problem.map(|problem| problem.column);
        assert_eq!(problem("{\"sku\":"), Some("line".into()));
        assert_eq!(problem("[1]"), Some("line".into()));
        assert_eq!(problem(r#"{"name":"Mug"}"#), Some("slug".into()));
        assert_eq!(problem(r#"{"sku":"A","price":"1.234"}"#), Some("price".into()));
        assert_eq!(problem(r#"{"slug":"a","variants":{}}"#), Some("variants".into()));
        assert_eq!(problem(r#"{"slug":"a","name":[1]}"#), Some("name".into()));
    }
}
