//! What search engines are told, and where old addresses and previews lead.

use super::action;
use crate::support::{Shop, client::Client};
use contracts::{
    Actor, Currency, Money, ProductId,
    catalog::{
        MediaUpload, OptionChoice, OptionValue, ProductDraft, ProductOption, ProductStatus, VariantDraft,
    },
};
use serde_json::Value;

const BASE: &str = "https://shop.example";

/// What Google's documentation of structured data asks of a node of this type (product snippets, merchant listings,
/// breadcrumbs, organisations, site names; read in November 2025), and what it recommends and this shop knows.
const RULES: [(&str, &[&str], &[&str]); 10] = [
    ("Product", &["name", "offers"], &["image", "description", "sku", "brand", "url"]),
    ("Offer", &["price", "priceCurrency"], &["availability", "itemCondition", "url", "sku"]),
    ("AggregateOffer", &["lowPrice", "priceCurrency"], &["highPrice", "offerCount", "offers"]),
    ("Brand", &["name"], &[]),
    ("BreadcrumbList", &["itemListElement"], &[]),
    ("ListItem", &["position", "name", "item"], &[]),
    ("Organization", &["name"], &["url", "logo"]),
    ("WebSite", &["name", "url"], &["potentialAction"]),
    ("SearchAction", &["target", "query-input"], &[]),
    ("EntryPoint", &["urlTemplate"], &[]),
];
const ADDRESSES: [&str; 5] = ["url", "item", "image", "logo", "urlTemplate"];
const AVAILABILITY: [&str; 2] = ["https://schema.org/InStock", "https://schema.org/OutOfStock"];

/// What is wrong with a node and all below it.
fn mistakes(node: &Value) -> Vec<String> {
    match node {
        Value::Array(nodes) => nodes.iter().flat_map(mistakes).collect(),
        Value::Object(fields) => {
            let own = node["@type"].as_str().map(|kind| own_mistakes(kind, node)).unwrap_or_default();
            own.into_iter().chain(fields.values().flat_map(mistakes)).collect()
        }
        _ => Vec::new(),
    }
}

fn own_mistakes(kind: &str, node: &Value) -> Vec<String> {
    let Some((_, required, recommended)) = RULES.iter().find(|(name, ..)| *name == kind) else {
        return vec![format!("{kind} is no type that is looked for")];
    };
    let is_said = |name: &&&str| {
        !matches!(&node[**name], Value::Null) && node[**name] != "" && node[**name] != Value::Array(vec![])
    };
    let missing = required.iter().chain(*recommended).filter(|name| !is_said(name));
    let missing = missing.map(|name| format!("{kind} has no {name}"));
    let values = node.as_object().into_iter().flatten();
    let wrong = values.filter(|(name, value)| !is_right(name, value));
    missing.chain(wrong.map(|(name, value)| format!("{name} of {kind} is {value}"))).collect()
}

fn is_right(name: &str, value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    match name {
        _ if ADDRESSES.contains(&name) => match value {
            Value::Array(all) => all.iter().all(|one| is_right(name, one)),
            _ => text.starts_with("https://shop.example/"),
        },
        "priceCurrency" => Currency::from_code(text).is_some(),
        "price" | "lowPrice" | "highPrice" => {
            Money::parse(text, Currency::Eur).is_some_and(|it| it.minor > 0)
        }
        "availability" => AVAILABILITY.contains(&text),
        "position" => value.as_u64().is_some_and(|position| position > 0),
        _ => true,
    }
}

/// The structured data of a page.
async fn told(client: &Client, path: &str) -> Value {
    let html = client.get(path).await.must_be(200).text();
    let script = html
        .split("<script type=\"application/ld+json\">")
        .nth(1)
        .unwrap_or_else(|| panic!("{path}: {html}"));
    let data: Value = serde_json::from_str(script.split("</script>").next().unwrap()).unwrap();
    assert_eq!(data["@context"], "https://schema.org");
    let wrong = mistakes(&data["@graph"]);
    assert!(wrong.is_empty(), "{path}: {wrong:?}\n{data:#}");
    data["@graph"].clone()
}

/// The tag that holds these words.
fn tag<'a>(html: &'a str, words: &str) -> &'a str {
    let at = html.find(words).unwrap_or_else(|| panic!("no {words} in {html}"));
    let start = html[..at].rfind('<').unwrap();
    &html[start..start + html[start..].find('>').unwrap()]
}

async fn mug(shop: &Shop) -> ProductId {
    let catalog = &shop.built.services.catalog;
    let category =
        catalog.save_category(Actor::System, None, None, "Mugs".into(), String::new()).await.unwrap();
    let colours = ["Chalk", "Sage"];
    let variant = |colour: &str| VariantDraft {
        id: None,
        sku: format!("MUG-{colour}"),
        options: vec![OptionValue { name: "Colour".into(), value: colour.into() }],
        price: Money::new(2490, Currency::Eur),
        compare_at: None,
        weight_g: 300,
    };
    let choice = |value: &str| OptionChoice { value: value.into(), swatch: None };
    let draft = ProductDraft {
        id: None,
        version: None,
        name: "Mug </script>".into(),
        slug: "mug".into(),
        description: "Made by hand.".into(),
        brand: "Tidewater".into(),
        status: ProductStatus::Active,
        category: Some(category),
        attributes: Vec::new(),
        options: vec![ProductOption { name: "Colour".into(), values: colours.map(choice).to_vec() }],
        variants: colours.map(variant).to_vec(),
    };
    let id = catalog.save_product(Actor::System, draft).await.unwrap();
    let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/../public/icon-192.png");
    let upload =
        MediaUpload { bytes: std::fs::read(picture).unwrap(), alt_text: "A mug".into(), option: None };
    catalog.add_media(Actor::System, id, upload).await.unwrap();
    shop.settle().await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn search_engines_find_every_page_and_understand_it() {
    let shop = Shop::open(&["--base-url", BASE]).await;
    mug(&shop).await;
    shop.stocked(3).await;
    let client = shop.client();
    let product = told(&client, "/p/mug").await;
    assert_eq!(product[0]["offers"]["@type"], "AggregateOffer");
    assert_eq!(product[1]["itemListElement"].as_array().unwrap().len(), 3);
    for path in ["/", "/shop", "/c/mugs", "/search?q=mug"] {
        told(&client, path).await;
    }
    let html = client.get("/p/mug?v=MUG-SAGE").await.text();
    assert!(tag(&html, "rel=\"canonical\"").contains("href=\"https://shop.example/p/mug\""));
    assert!(tag(&html, "og:image").contains("content=\"https://shop.example/media/"));
    assert!(tag(&html, "twitter:card").contains("summary_large_image"));
    let html = client.get("/c/mugs?page=1&opt.Colour=Sage").await.text();
    assert!(tag(&html, "name=\"robots\"").contains("noindex,follow"));
    every_address_of_the_sitemap_answers(&client).await;
    shop.close().await;
}

async fn every_address_of_the_sitemap_answers(client: &Client) {
    let rules = client.get("/robots.txt").await.must_be(200).text();
    let mut files = vec![rules.split("Sitemap: ").nth(1).unwrap().trim().to_owned()];
    let mut pages = Vec::new();
    while let Some(file) = files.pop() {
        let answer = client.get(file.strip_prefix(BASE).unwrap()).await.must_be(200);
        assert!(answer.header("content-type").starts_with("application/xml"), "{file}");
        let text = answer.text();
        let found = text.split("<loc>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned());
        if text.contains("<sitemapindex") {
            files.extend(found)
        } else {
            pages.extend(found)
        }
        assert!(!file.contains("products") || text.contains("<lastmod>"), "{text}");
    }
    assert!(
        pages.contains(&format!("{BASE}/p/mug")) && pages.contains(&format!("{BASE}/c/mugs")),
        "{pages:?}"
    );
    assert_eq!(pages.len(), 5, "{pages:?}");
    for page in pages {
        client.get(page.strip_prefix(BASE).unwrap()).await.must_be(200);
    }
}

/// Saves the product with a change.
async fn change(shop: &Shop, id: ProductId, change: impl FnOnce(&mut ProductDraft)) {
    let catalog = &shop.built.services.catalog;
    let product = catalog.product(Actor::System, id).await.unwrap().unwrap();
    let mut draft = ProductDraft::from(product);
    change(&mut draft);
    catalog.save_product(Actor::System, draft).await.unwrap();
    shop.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_address_leads_on_and_a_preview_is_for_whoever_has_its_link() {
    let shop = Shop::open(&["--no-index"]).await;
    let id = mug(&shop).await;
    let client = shop.client();
    assert_eq!(client.get("/p/mug").await.must_be(200).header("x-robots-tag"), "noindex, nofollow");
    change(&shop, id, |draft| draft.slug = "cup".into()).await;
    let led = client.get("/p/mug?v=MUG-SAGE").await.must_be(301);
    assert_eq!(led.header("location"), "/p/cup?v=MUG-SAGE");
    client.get("/p/cup").await.must_be(200);
    client.get("/p/nothing").await.must_be(404);
    change(&shop, id, |draft| draft.status = ProductStatus::Draft).await;
    a_preview_ends_with_its_link(&shop, &client, id).await;
    shop.close().await;
}

async fn a_preview_ends_with_its_link(shop: &Shop, client: &Client, id: ProductId) {
    let catalog = &shop.built.services.catalog;
    client.get("/p/cup").await.must_be(404);
    let token = catalog.make_preview(Actor::System, id).await.unwrap();
    let preview = format!("/p/cup?preview={token}");
    let shown = client.get(&preview).await.must_be(200);
    assert_eq!(shown.header("cache-control"), "no-store");
    let html = shown.text();
    assert!(html.contains("This is not on sale") && !html.contains("action=\"/api/add_to_cart"), "{html}");
    assert!(tag(&html, "name=\"robots\"").contains("noindex,nofollow"));
    client.get("/p/cup?preview=guessed").await.must_be(404);
    catalog.end_previews(Actor::System, id).await.unwrap();
    client.get(&preview).await.must_be(404);
    change(shop, id, |draft| draft.status = ProductStatus::Active).await;
    action(client, "/p/cup", "add_to_cart").await;
}
