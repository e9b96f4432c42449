//! Pages in schema.org's words (JSON-LD).

use crate::catalog::ProductView;
use contracts::catalog::{Product, Variant, product_path};
use serde_json::{Map, Value, json};

/// A step of a breadcrumb: its name and path.
pub(super) struct Step<'a> {
    name: &'a str,
    path: String,
}

impl<'a> Step<'a> {
    pub(super) fn new(name: &'a str, path: String) -> Self {
        Self { name, path }
    }
}

/// The nodes as the text of a script. `<` is escaped, so that no text can end it.
pub(super) fn text(nodes: Vec<Value>) -> String {
    let data = json!({ "@context": "https://schema.org", "@graph": nodes });
    data.to_string().replace('<', "\\u003c")
}

/// The shop, and how it is searched.
pub(super) fn shop(name: &str, base: &str) -> Vec<Value> {
    let search = json!({
        "@type": "SearchAction",
        "target": { "@type": "EntryPoint", "urlTemplate": format!("{base}/search?q={{search_term_string}}") },
        "query-input": "required name=search_term_string",
    });
    vec![
        json!({ "@type": "Organization", "name": name, "url": address(base, "/"), "logo": address(base, "/icon-512.png") }),
        json!({ "@type": "WebSite", "name": name, "url": address(base, "/"), "potentialAction": search }),
    ]
}

/// The way to a page, from the home page on.
pub(super) fn crumbs(steps: &[Step<'_>], base: &str) -> Value {
    let home = Step::new("Home", "/".to_owned());
    let items = std::iter::once(&home).chain(steps).zip(1_u32..).map(|(step, position)| {
        json!({ "@type": "ListItem", "position": position, "name": step.name, "item": address(base, &step.path) })
    });
    json!({ "@type": "BreadcrumbList", "itemListElement": items.collect::<Vec<_>>() })
}

/// A product with what it costs. What there is nothing to say of is left out: an empty word is a wrong one.
pub(super) fn product(view: &ProductView, base: &str) -> Value {
    let product = &view.product;
    let mut node = Map::new();
    let mut say = |name: &str, value: Value| drop(node.insert(name.to_owned(), value));
    say("@type", json!("Product"));
    say("name", json!(product.name));
    say("url", json!(address(base, &product_path(&product.slug))));
    if !product.description.is_empty() {
        say("description", json!(product.description));
    }
    if let Some(brand) = &product.brand {
        say("brand", json!({ "@type": "Brand", "name": brand }));
    }
    let pictures: Vec<_> = product.media.iter().map(|media| address(base, &media.at(1200))).collect();
    if !pictures.is_empty() {
        say("image", json!(pictures));
    }
    if let Some(first) = product.variants.first() {
        say("sku", json!(first.sku));
    }
    say("offers", offers(view, base));
    Value::Object(node)
}

fn offers(view: &ProductView, base: &str) -> Value {
    let product = &view.product;
    let mut all: Vec<_> = product.variants.iter().map(|variant| offer(view, variant, base)).collect();
    if all.len() == 1 {
        return all.remove(0);
    }
    let prices = || product.variants.iter().map(|variant| variant.price);
    let (low, high) = (prices().min_by_key(|price| price.minor), prices().max_by_key(|price| price.minor));
    json!({
        "@type": "AggregateOffer",
        "lowPrice": low.map(contracts::Money::decimal),
        "highPrice": high.map(contracts::Money::decimal),
        "priceCurrency": low.map(|price| price.currency.code()),
        "offerCount": all.len(),
        "offers": all,
    })
}

fn offer(view: &ProductView, variant: &Variant, base: &str) -> Value {
    let is_there = view.availability.iter().any(|row| row.variant == variant.id && row.available > 0);
    let availability = if is_there { "https://schema.org/InStock" } else { "https://schema.org/OutOfStock" };
    json!({
        "@type": "Offer",
        "url": own_address(&view.product, variant, base),
        "sku": variant.sku,
        "price": variant.price.decimal(),
        "priceCurrency": variant.price.currency.code(),
        "availability": availability,
        "itemCondition": "https://schema.org/NewCondition",
    })
}

/// The page that opens with this variant.
fn own_address(product: &Product, variant: &Variant, base: &str) -> String {
    let path = product_path(&product.slug);
    if product.variants.len() == 1 {
        return address(base, &path);
    }
    format!("{base}{path}?v={}", variant.sku)
}

fn address(base: &str, path: &str) -> String {
    [base, path].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_script() {
        let told = text(vec![json!({ "name": "</script><script>alert(1)</script>" })]);
        assert!(!told.contains('<'), "{told}");
        let read: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(read["@graph"][0]["name"], "</script><script>alert(1)</script>");
    }

    #[test]
    fn a_breadcrumb_begins_at_home_and_counts_from_one() {
        let steps = [Step::new("Mugs", "/c/mugs".to_owned()), Step::new("Mug", "/p/mug".to_owned())];
        let told = crumbs(&steps, "https://shop.example");
        let items = told["itemListElement"].as_array().unwrap();
        let read: Vec<_> =
            items.iter().map(|item| (item["position"].clone(), item["item"].clone())).collect();
        assert_eq!(read[0], (json!(1), json!("https://shop.example/")));
        assert_eq!(read[2], (json!(3), json!("https://shop.example/p/mug")));
    }
}
