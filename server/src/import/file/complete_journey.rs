//! The products of Complete Journey. The data know no prices: a product costs what it was sold for on average, and what
//! was never sold something between one and ten.

use super::source::{Pieces, cut, open, slug, written};
use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::HashMap, io::Read, path::Path};

#[derive(Deserialize)]
struct Line {
    #[serde(deserialize_with = "whole")]
    product_id: u64,
    manufacturer_id: String,
    department: String,
    brand: String,
    product_category: String,
    product_type: String,
    package_size: String,
}

#[derive(Deserialize)]
struct Sale {
    #[serde(deserialize_with = "whole")]
    product_id: u64,
    quantity: String,
    sales_value: String,
}

/// What was taken for how many units, by product.
type Sales = HashMap<u64, (u64, u64)>;

/// Lines for the importer.
///
/// # Errors
/// When the sales beside the products cannot be read.
pub(super) fn products(reader: Box<dyn Read + Send>, file: &Path) -> Result<Pieces> {
    let sales = sales(file)?;
    let lines = csv::Reader::from_reader(reader).into_deserialize::<Line>();
    let told = move |line: csv::Result<Line>| -> Result<Vec<u8>> {
        let line = line.context("a line of the products cannot be read")?;
        Ok(written(Some(product(&line, &sales))))
    };
    Ok(Box::new(lines.map(told)))
}

fn sales(file: &Path) -> Result<Sales> {
    let mut sales = Sales::new();
    let names = ["transactions_sample.csv.zst", "transactions_sample.csv"];
    let beside = names.iter().map(|name| file.with_file_name(name)).find(|path| path.is_file());
    let Some(beside) = beside else { return Ok(sales) };
    for sale in csv::Reader::from_reader(open(&beside)?).into_deserialize::<Sale>() {
        let sale = sale.context("a line of the sales")?;
        if let (Some(cents), Some(units)) = (cents(&sale.sales_value), cents(&sale.quantity)) {
            let sum = sales.entry(sale.product_id).or_default();
            *sum = (sum.0 + cents, sum.1 + units);
        }
    }
    Ok(sales)
}

/// Hundredths of a decimal number.
fn cents(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction: String = fraction.chars().take(2).collect();
    format!("{whole}{fraction:0<2}").parse().ok()
}

fn product(line: &Line, sales: &Sales) -> Value {
    let kind = [&line.product_type, &line.product_category, &line.department];
    let kind = kind.into_iter().find(|text| !text.is_empty()).map(|text| title(text)).unwrap_or_default();
    let name =
        if line.package_size.is_empty() { kind.clone() } else { format!("{kind}, {}", line.package_size) };
    let path = [&line.department, &line.product_category].into_iter().filter(|name| !name.is_empty());
    let path: Vec<String> = path.map(|name| cut(&title(name), 100)).collect();
    let facts =
        [("Size", &line.package_size), ("Manufacturer", &line.manufacturer_id), ("Kind", &line.product_type)];
    let facts: Vec<Value> = facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| json!({ "name": name, "value": cut(value, 255) }))
        .collect();
    let price = price(line.product_id, sales);
    json!({
        "slug": slug(&kind, &line.product_id.to_string()),
        "name": cut(&name, 255),
        "brand": line.brand,
        "status": "active",
        "category": path,
        "attributes": facts,
        "variants": [{ "sku": format!("CJ-{}", line.product_id), "price": format!("{}.{:02}", price / 100, price % 100) }],
    })
}

fn price(id: u64, sales: &Sales) -> u64 {
    let average = sales.get(&id).filter(|(_, units)| *units > 0).map(|(cents, units)| cents * 100 / units);
    average.filter(|cents| *cents > 0).unwrap_or(100 + id % 900)
}

/// `FRZN ICE` as `Frzn ice`.
fn title(text: &str) -> String {
    let small = text.to_lowercase();
    let mut letters = small.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// A number as R writes it: 900000 is `9e+05` in one line of these files.
fn whole<'de, D: serde::Deserializer<'de>>(value: D) -> Result<u64, D::Error> {
    let text = <String as serde::Deserialize>::deserialize(value)?;
    of_r(&text).ok_or_else(|| serde::de::Error::custom(format!("{text} is no whole number")))
}

fn of_r(text: &str) -> Option<u64> {
    let (digits, zeros) = text.split_once("e+").unwrap_or((text, "0"));
    digits.parse::<u64>().ok()?.checked_mul(10_u64.checked_pow(zeros.parse().ok()?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_may_be_written_as_r_does() {
        assert_eq!(
            [of_r("9e+05"), of_r("25671"), of_r("9e+99"), of_r("x")],
            [Some(900_000), Some(25_671), None, None]
        );
    }

    #[test]
    fn a_product_costs_what_it_was_sold_for() {
        let sales = Sales::from([(7, (999, 300))]);
        assert_eq!((price(7, &sales), price(8, &sales)), (333, 108));
        assert_eq!(
            (cents("3.86"), cents("1"), cents("2.5"), cents("x")),
            (Some(386), Some(100), Some(250), None)
        );
    }

    #[test]
    fn names_and_paths_are_made_of_the_three_levels() {
        let line = Line {
            product_id: 25671,
            manufacturer_id: "2".into(),
            department: "GROCERY".into(),
            brand: "National".into(),
            product_category: "FRZN ICE".into(),
            product_type: String::new(),
            package_size: "22 LB".into(),
        };
        let told = product(&line, &Sales::new());
        assert_eq!(
            (told["slug"].clone(), told["name"].clone()),
            (json!("frzn-ice-25671"), json!("Frzn ice, 22 LB"))
        );
        assert_eq!(told["category"], json!(["Grocery", "Frzn ice"]));
    }
}
