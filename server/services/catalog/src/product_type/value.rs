//! What is typed for an attribute, read by its kind.

use chrono::NaiveDate;
use contracts::{
    Sku,
    catalog::{AttributeDefinition, AttributeKind},
};

/// A value in the column of its kind; the others are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Value {
    pub text: Option<String>,
    /// A decimal number with at most four digits behind the point.
    pub number: Option<String>,
    pub boolean: Option<bool>,
    pub date: Option<NaiveDate>,
    pub choices: Option<Vec<String>>,
    /// A SKU of the other product.
    pub reference: Option<Sku>,
    pub colour: Option<String>,
}

/// Reads the texts; nothing when all are empty.
pub(crate) fn parse(
    attribute: &AttributeDefinition,
    texts: &[String],
) -> Result<Option<Value>, &'static str> {
    let texts: Vec<&str> = texts.iter().map(|text| text.trim()).collect();
    let first = texts.first().copied().unwrap_or_default();
    // A colour input always holds a colour: without a name nothing was chosen.
    let is_colour = attribute.kind == AttributeKind::Colour;
    if first.is_empty() && (is_colour || texts.iter().all(|text| text.is_empty())) {
        return Ok(None);
    }
    let value = match attribute.kind {
        AttributeKind::Text => text(first)?,
        AttributeKind::Number => Value { number: Some(number(first)?), ..Value::default() },
        AttributeKind::Boolean => Value { boolean: Some(boolean(first)?), ..Value::default() },
        AttributeKind::Date => date(first)?,
        AttributeKind::Choice | AttributeKind::MultiChoice => chosen(attribute, &texts)?,
        AttributeKind::Reference => reference(first)?,
        AttributeKind::Colour => colour(first, texts.get(1).copied().unwrap_or_default())?,
    };
    Ok(Some(value))
}

fn text(text: &str) -> Result<Value, &'static str> {
    if text.chars().count() > 255 {
        return Err("Please enter up to 255 characters.");
    }
    Ok(Value { text: Some(text.to_owned()), ..Value::default() })
}

/// A decimal number as people type it, with a point or a comma, as one writes it with a point.
pub(crate) fn number(text: &str) -> Result<String, &'static str> {
    const MESSAGE: &str = "Please enter a number like 12.5, with up to four digits behind the point.";
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let digits = digits.replace(',', ".");
    let (whole, part) = digits.split_once('.').unwrap_or((digits.as_str(), ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=14).contains(&whole.len()) && part.len() <= 4;
    if !fits || !is_number(whole) || !is_number(part) {
        return Err(MESSAGE);
    }
    Ok(if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
}

fn boolean(text: &str) -> Result<bool, &'static str> {
    match text.to_lowercase().as_str() {
        "true" | "yes" => Ok(true),
        "false" | "no" => Ok(false),
        _ => Err("Please choose yes or no."),
    }
}

fn date(text: &str) -> Result<Value, &'static str> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    let date = date.map_err(|_| "Please enter a day like 2027-03-01.")?;
    Ok(Value { date: Some(date), ..Value::default() })
}

/// The chosen, in the order of the attribute.
fn chosen(attribute: &AttributeDefinition, texts: &[&str]) -> Result<Value, &'static str> {
    let wanted: Vec<&str> = texts.iter().copied().filter(|text| !text.is_empty()).collect();
    let choices: Vec<String> =
        attribute.choices.iter().filter(|choice| wanted.contains(&choice.as_str())).cloned().collect();
    let is_known = wanted.iter().all(|text| attribute.choices.iter().any(|choice| choice == text));
    if !is_known || (attribute.kind == AttributeKind::Choice && choices.len() != 1) {
        return Err("Please choose one of the choices.");
    }
    Ok(Value { choices: Some(choices), ..Value::default() })
}

fn reference(text: &str) -> Result<Value, &'static str> {
    let sku = text.parse::<Sku>().map_err(|_| "Please enter the SKU of a product.")?;
    Ok(Value { reference: Some(sku), ..Value::default() })
}

fn colour(name: &str, hex: &str) -> Result<Value, &'static str> {
    let hex = hex.to_lowercase();
    let digits = hex.strip_prefix('#').unwrap_or_default();
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err("Please choose a colour like #ece5d8.");
    }
    if name.chars().count() > 100 {
        return Err("The name of a colour has up to 100 characters.");
    }
    Ok(Value { text: Some(name.to_owned()), colour: Some(hex), ..Value::default() })
}

/// The texts that a free attribute of the same name means: what people read, taken apart again.
pub(crate) fn from_words(attribute: &AttributeDefinition, words: &str) -> Vec<String> {
    match attribute.kind {
        AttributeKind::Number if !attribute.unit.is_empty() => {
            vec![words.trim().strip_suffix(attribute.unit.as_str()).unwrap_or(words).trim().to_owned()]
        }
        AttributeKind::MultiChoice => words.split(", ").map(str::to_owned).collect(),
        _ => vec![words.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::AttributeId;

    fn attribute(kind: AttributeKind) -> AttributeDefinition {
        AttributeDefinition {
            id: AttributeId(uuid::Uuid::from_u128(1)),
            code: "it".into(),
            label: "It".into(),
            kind,
            unit: "mm".into(),
            required: false,
            filterable: false,
            shown: true,
            choices: vec!["Oak".into(), "Beech".into()],
            products: 0,
        }
    }

    fn read(kind: AttributeKind, texts: &[&str]) -> Result<Option<Value>, &'static str> {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        parse(&attribute(kind), &texts)
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        assert_eq!(number("12,50"), Ok("12.50".to_owned()));
        assert_eq!(number("-3"), Ok("-3".to_owned()));
        for bad in ["", "-", "1.2.3", "12 mm", "1e5", "1.23456", "123456789012345", "٣"] {
            assert!(number(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn each_kind_reads_its_own_and_refuses_the_rest() {
        let choices = read(AttributeKind::MultiChoice, &["Beech", "", "Oak"]).unwrap().unwrap().choices;
        assert_eq!(choices, Some(vec!["Oak".to_owned(), "Beech".to_owned()]));
        assert!(read(AttributeKind::Choice, &["Oak", "Beech"]).is_err());
        assert!(read(AttributeKind::Choice, &["Pine"]).is_err());
        assert_eq!(read(AttributeKind::Boolean, &["Yes"]).unwrap().unwrap().boolean, Some(true));
        assert!(read(AttributeKind::Date, &["2027-02-30"]).is_err());
        assert!(read(AttributeKind::Colour, &["Chalk", "red"]).is_err());
    }

    #[test]
    fn a_colour_without_a_name_was_not_chosen() {
        assert_eq!(read(AttributeKind::Colour, &["", "#000000"]), Ok(None));
        let colour = read(AttributeKind::Colour, &["Chalk", "#ECE5D8"]).unwrap().unwrap();
        assert_eq!(colour.colour.as_deref(), Some("#ece5d8"));
    }

    #[test]
    fn what_people_read_means_the_same_again() {
        assert_eq!(from_words(&attribute(AttributeKind::Number), "118 mm"), ["118"]);
        assert_eq!(from_words(&attribute(AttributeKind::MultiChoice), "Oak, Beech"), ["Oak", "Beech"]);
    }
}
