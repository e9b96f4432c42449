//! Reads a catalogue file and adds its products through the same contracts that the back office uses.

use anyhow::{Context, Result};
use contracts::{
    Actor, CategoryId, Currency, Money, ProductId, Services,
    catalog::{
        Attribute, Category, MediaUpload, OptionChoice, OptionValue, ProductDraft, ProductOption,
        ProductStatus, VariantDraft,
    },
};
use serde::Deserialize;
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// The name of the option that colourways make.
const COLOUR: &str = "Colour";

/// A catalogue file and where its pictures are.
pub struct Catalogue {
    folder: PathBuf,
    content: Content,
}

#[derive(Deserialize)]
struct Content {
    currency: String,
    products: Vec<Product>,
}

#[derive(Deserialize)]
struct Product {
    slug: String,
    name: String,
    category: Vec<String>,
    description: String,
    #[serde(default)]
    brand: String,
    #[serde(default)]
    material: String,
    #[serde(default)]
    care: String,
    #[serde(default)]
    dimensions_mm: HashMap<String, u32>,
    weight_g: u32,
    price_eur_minor: i64,
    colourways: Vec<Colourway>,
    #[serde(default)]
    details: Vec<Detail>,
}

#[derive(Deserialize)]
struct Colourway {
    slug: String,
    name: String,
    hex: String,
    file: PathBuf,
}

#[derive(Deserialize)]
struct Detail {
    file: PathBuf,
    colourway: String,
}

/// Reads a catalogue file.
///
/// # Errors
/// When it is missing or not of the format; names the place.
pub fn read(file: &Path) -> Result<Catalogue> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let content =
        serde_json::from_str(&text).with_context(|| format!("{} is not a catalogue", file.display()))?;
    let folder = file.parent().unwrap_or(Path::new(".")).to_owned();
    Ok(Catalogue { folder, content })
}

/// Adds every product that is not there yet (by its address part); returns how many.
///
/// # Errors
/// When a product breaks a rule or a picture cannot be read; names the product.
pub async fn import(services: &Services, catalogue: &Catalogue) -> Result<usize> {
    let currency =
        Currency::from_code(&catalogue.content.currency).context("the catalogue's currency is unknown")?;
    let mut categories = known_categories(services).await?;
    let mut added = 0;
    for product in &catalogue.content.products {
        let slug = product.slug.parse().with_context(|| format!("the slug of {}", product.name))?;
        if services.catalog.product_by_slug(slug).await?.is_some() {
            continue;
        }
        let category = ensure_category(services, &mut categories, &product.category).await?;
        let id = services.catalog.save_product(Actor::System, draft(product, currency, category)).await;
        let id = id.with_context(|| format!("{} cannot be added", product.name))?;
        add_pictures(services, &catalogue.folder, product, id).await?;
        added += 1;
    }
    Ok(added)
}

async fn known_categories(services: &Services) -> Result<HashMap<Vec<String>, CategoryId>> {
    fn walk(categories: &[Category], path: &[String], known: &mut HashMap<Vec<String>, CategoryId>) {
        for category in categories {
            let path = [path, std::slice::from_ref(&category.name)].concat();
            walk(&category.children, &path, known);
            known.insert(path, category.id);
        }
    }
    let mut known = HashMap::new();
    walk(&services.catalog.categories().await?, &[], &mut known);
    Ok(known)
}

async fn ensure_category(
    services: &Services,
    known: &mut HashMap<Vec<String>, CategoryId>,
    path: &[String],
) -> Result<Option<CategoryId>> {
    let mut parent = None;
    for depth in 1..=path.len() {
        let key = path[..depth].to_vec();
        let id = match known.get(&key) {
            Some(id) => *id,
            None => {
                let name = path[depth - 1].clone();
                services.catalog.save_category(Actor::System, None, parent, name, String::new()).await?
            }
        };
        known.insert(key, id);
        parent = Some(id);
    }
    Ok(parent)
}

fn draft(product: &Product, currency: Currency, category: Option<CategoryId>) -> ProductDraft {
    let price = Money::new(product.price_eur_minor, currency);
    let choice =
        |colour: &Colourway| OptionChoice { value: colour.name.clone(), swatch: Some(colour.hex.clone()) };
    let variant = |colour: &Colourway| VariantDraft {
        id: None,
        sku: format!("{}-{}", product.slug, colour.slug).to_uppercase(),
        options: vec![OptionValue { name: COLOUR.into(), value: colour.name.clone() }],
        price,
        compare_at: None,
        weight_g: product.weight_g,
    };
    ProductDraft {
        id: None,
        version: None,
        name: product.name.clone(),
        slug: product.slug.clone(),
        description: product.description.clone(),
        brand: product.brand.clone(),
        status: ProductStatus::Active,
        category,
        attributes: attributes(product),
        options: vec![ProductOption {
            name: COLOUR.into(),
            values: product.colourways.iter().map(choice).collect(),
        }],
        variants: product.colourways.iter().map(variant).collect(),
    }
}

fn attributes(product: &Product) -> Vec<Attribute> {
    let size = |name: &str| product.dimensions_mm.get(name).map(ToString::to_string);
    let dimensions: Vec<String> = ["width", "depth", "height"].into_iter().filter_map(size).collect();
    let dimensions =
        if dimensions.is_empty() { String::new() } else { format!("{} mm", dimensions.join(" × ")) };
    let rows = [
        ("Material", product.material.clone()),
        ("Care", product.care.clone()),
        ("Dimensions", dimensions),
        ("Weight", format!("{} g", product.weight_g)),
    ];
    let filled = rows.into_iter().filter(|(_, value)| !value.is_empty());
    filled.map(|(name, value)| Attribute { name: name.into(), value }).collect()
}

async fn add_pictures(services: &Services, folder: &Path, product: &Product, id: ProductId) -> Result<()> {
    let colours = product.colourways.iter().map(|colour| (&colour.file, colour.name.clone(), "in"));
    let named = |slug: &str| product.colourways.iter().find(|colour| colour.slug == slug);
    let details = product
        .details
        .iter()
        .filter_map(|detail| Some((&detail.file, named(&detail.colourway)?.name.clone(), "close up, in")));
    for (file, colour, how) in colours.chain(details) {
        let path = folder.join(file);
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let upload = MediaUpload {
            bytes,
            alt_text: format!("{} {how} {colour}", product.name),
            option: Some(OptionValue { name: COLOUR.into(), value: colour }),
        };
        services.catalog.add_media(Actor::System, id, upload).await?;
    }
    Ok(())
}
