//! A product of the Magento sample as one of ours.

use super::source::{cut, slug, text};
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// What Magento keeps for itself, or says elsewhere.
const LEFT_OUT: [&str; 17] = [
    "attribute_set",
    "category_gear",
    "color",
    "erin_recommends",
    "has_options",
    "links_purchased_separately",
    "links_title",
    "meta_description",
    "new",
    "required_options",
    "sale",
    "samples_title",
    "short_description",
    "size",
    "special_price",
    "eco_collection",
    "performance_fabric",
];
const GRAMS_OF_A_POUND: u64 = 454;

/// A line of `products.jsonl`.
pub(super) fn product(line: &Value) -> Option<Value> {
    let name = text(line, "name");
    let variants = variants(line);
    if name.is_empty() || variants.is_empty() {
        return None;
    }
    Some(json!({
        "slug": address(line),
        "name": name,
        "description": plain(text(line, "description_html")),
        "brand": "Luma",
        "status": "active",
        "category": category(line),
        "attributes": attributes(line),
        "variants": variants,
    }))
}

/// Its address part.
pub(super) fn address(line: &Value) -> String {
    slug(text(line, "name"), text(line, "sku"))
}

/// The longest of its paths, or else its categories from the root.
fn category(line: &Value) -> Vec<String> {
    let names = line.get("categories").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let paths = names.iter().filter_map(Value::as_str).map(|path| {
        path.split('/').filter(|name| *name != "Default Category").map(str::to_owned).collect::<Vec<_>>()
    });
    let paths: Vec<Vec<String>> = paths.filter(|path| !path.is_empty()).collect();
    match paths.iter().rev().max_by_key(|path| path.len()) {
        Some(longest) if longest.len() > 1 => longest.clone(),
        _ => paths.concat(),
    }
}

fn attributes(line: &Value) -> Vec<Value> {
    let all = line.get("attributes").and_then(Value::as_object).into_iter().flatten();
    let told = all.filter(|(name, _)| !LEFT_OUT.contains(&name.as_str()));
    let rows = told.filter_map(|(name, value)| {
        let value = value.as_str()?.replace(['|', '\n'], ", ");
        (!value.trim().is_empty()).then(|| json!({ "name": title(name), "value": cut(&value, 255) }))
    });
    rows.take(50).collect()
}

/// `style_bags` as `Style bags`.
fn title(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters.map(|letter| if letter == '_' { ' ' } else { letter })).collect()
}

fn variants(line: &Value) -> Vec<Value> {
    let listed = line.get("variants").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if listed.is_empty() {
        return variant(line, line).into_iter().collect();
    }
    listed.iter().filter_map(|listed| variant(listed, line)).collect()
}

fn variant(variant: &Value, product: &Value) -> Option<Value> {
    let price =
        [text(variant, "price"), text(product, "price")].into_iter().find(|price| !price.is_empty())?;
    let mut told = Map::new();
    told.insert("sku".to_owned(), json!(text(variant, "sku").replace([' ', '/'], "-")));
    let special =
        product.get("attributes").map(|attributes| text(attributes, "special_price")).unwrap_or_default();
    // Some are on sale at what they cost anyway.
    if special.is_empty() || special == price {
        told.insert("price".to_owned(), json!(price));
    } else {
        told.insert("price".to_owned(), json!(special));
        told.insert("compare_at".to_owned(), json!(price));
    }
    let options = variant.get("options").and_then(Value::as_object).into_iter().flatten();
    let options =
        options.filter_map(|(name, value)| Some(json!({ "name": title(name), "value": value.as_str()? })));
    told.insert("options".to_owned(), options.collect());
    let pounds: u64 = text(variant, "weight").parse().unwrap_or(0);
    told.insert("weight_g".to_owned(), json!(pounds * GRAMS_OF_A_POUND));
    let units: u64 = text(variant, "qty").parse().unwrap_or(100);
    told.insert("stock".to_owned(), json!(units));
    Some(Value::Object(told))
}

/// HTML without its tags; the importer's own CSV does the same.
fn plain(html: &str) -> String {
    let (mut text, mut in_tag) = (String::new(), false);
    for part in
        html.replace("&bull;", "•").replace("&amp;", "&").replace("&nbsp;", " ").split_inclusive(['<', '>'])
    {
        let words = part.trim_end_matches(['<', '>']);
        if !in_tag {
            text.push_str(words);
        } else if words.starts_with("br") || words.starts_with("li") || words == "/p" || words == "p" {
            text.push('\n');
        }
        in_tag = part.ends_with('<') || (in_tag && !part.ends_with('>'));
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n\n")
}

/// A picture of a product, and the colour it shows.
pub(super) struct Picture {
    pub file: PathBuf,
    pub colour: Option<String>,
}

/// The pictures of a product: one for each colour, then those that show all of it.
pub(super) fn pictures(line: &Value) -> Vec<Picture> {
    let mut pictures: Vec<Picture> = Vec::new();
    let variants = line.get("variants").and_then(Value::as_array).into_iter().flatten();
    let coloured = variants.map(|variant| {
        let colour = variant.get("options").map(|options| text(options, "color")).unwrap_or_default();
        (text(variant, "image"), (!colour.is_empty()).then(|| colour.to_owned()))
    });
    let images = line.get("images").and_then(Value::as_array).into_iter().flatten();
    let plain = images.filter_map(Value::as_str).map(|file| (file, None));
    for (file, colour) in coloured.chain(plain) {
        let known = pictures.iter().any(|picture| picture.file.as_os_str() == file);
        if !file.is_empty() && !file.contains('/') && !known {
            pictures.push(Picture { file: file.into(), colour });
        }
    }
    pictures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configurable_product_keeps_its_choices_and_its_longest_path() {
        let line = json!({
            "sku": "MH01", "name": "Chaz Hoodie", "type": "configurable", "price": "52",
            "description_html": "<p>Warm.</p>\n<p>&bull; Hood.<br />&bull; Wash.</p>",
            "categories": ["Default Category/Men/Tops", "Default Category/Collections", "Default Category"],
            "attributes": { "material": "Wool|Cotton", "has_options": "1", "special_price": "40" },
            "images": ["a.jpg", "b.jpg"],
            "variants": [{ "sku": "MH01-XS-Black", "options": { "size": "XS", "color": "Black" }, "price": "52",
                "weight": "1", "qty": "7", "image": "a.jpg" }],
        });
        let told = product(&line).unwrap();
        assert_eq!(
            (told["slug"].as_str(), told["category"].clone()),
            (Some("chaz-hoodie-mh01"), json!(["Men", "Tops"]))
        );
        assert_eq!(told["description"], "Warm.\n\n• Hood.\n\n• Wash.");
        assert_eq!(told["attributes"], json!([{ "name": "Material", "value": "Wool, Cotton" }]));
        let variant = &told["variants"][0];
        assert_eq!((variant["price"].clone(), variant["compare_at"].clone()), (json!("40"), json!("52")));
        assert_eq!((variant["weight_g"].clone(), variant["stock"].clone()), (json!(454), json!(7)));
        let pictures = pictures(&line);
        assert_eq!(pictures.len(), 2);
        assert_eq!((pictures[0].colour.as_deref(), pictures[1].colour.as_deref()), (Some("Black"), None));
    }
}
