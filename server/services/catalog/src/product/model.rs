//! What a merchant wrote, checked.

use super::options::{check_choices, check_options};
use contracts::{
    CategoryId, Checks, Money, Sku, Slug, VariantId,
    catalog::{Attribute, OptionValue, ProductDraft, ProductOption, ProductStatus, VariantDraft},
};
use std::collections::HashSet;

const MOST_VARIANTS: usize = 250;
const MOST_ATTRIBUTES: usize = 50;
const HEAVIEST_G: u32 = 1_000_000;

/// A product that keeps all rules one can check without looking at other products.
#[derive(Debug)]
pub(crate) struct NewProduct {
    pub name: String,
    /// As the merchant chose it; made of the name when none.
    pub slug: Option<Slug>,
    pub description: String,
    pub brand: Option<String>,
    pub status: ProductStatus,
    pub category: Option<CategoryId>,
    pub attributes: Vec<Attribute>,
    pub options: Vec<ProductOption>,
    pub variants: Vec<NewVariant>,
    /// The lowest of the variants' prices.
    pub price: Money,
}

/// A variant that keeps the rules.
#[derive(Debug)]
pub(crate) struct NewVariant {
    pub id: Option<VariantId>,
    pub sku: Sku,
    pub options: Vec<OptionValue>,
    pub price: Money,
    pub compare_at: Option<Money>,
    pub weight_g: i32,
}

/// Checks a draft; every broken rule is told at once, at its field.
pub(crate) fn parse(draft: &ProductDraft) -> contracts::Result<NewProduct> {
    let mut checks = Checks::default();
    let name = draft.name.trim();
    checks.require(
        (1..=255).contains(&name.chars().count()),
        "name",
        "Please enter a name, up to 255 characters.",
    );
    let slug = check_slug(&mut checks, draft);
    let brand = Some(draft.brand.trim().to_owned()).filter(|brand| !brand.is_empty());
    let brand_fits = brand.as_ref().is_none_or(|brand| brand.chars().count() <= 100);
    checks.require(brand_fits, "brand", "A brand has up to 100 characters.");
    checks.require(draft.description.len() <= 50_000, "description", "This description is too long.");
    let attributes = check_attributes(&mut checks, &draft.attributes);
    let options = check_options(&mut checks, &draft.options);
    let variants = check_variants(&mut checks, &options, &draft.variants);
    let price = variants.iter().map(|variant| variant.price).min_by_key(|price| price.minor);
    checks.finish()?;
    Ok(NewProduct {
        name: name.to_owned(),
        slug,
        description: draft.description.trim().replace("\r\n", "\n"),
        brand,
        status: draft.status,
        category: draft.category,
        attributes,
        options,
        variants,
        price: price.ok_or_else(|| contracts::Error::field("variants", NO_VARIANT))?,
    })
}

const NO_VARIANT: &str = "A product has 1 to 250 variants.";

fn check_slug(checks: &mut Checks, draft: &ProductDraft) -> Option<Slug> {
    let slug = draft.slug.trim();
    if !slug.is_empty() {
        return checks.parse("slug", slug.parse::<Slug>());
    }
    let nameable = Slug::from_name(&draft.name).is_some() || draft.name.trim().is_empty();
    checks.require(nameable, "slug", "Please enter an address part of small letters, digits or hyphens.");
    None
}

fn check_attributes(checks: &mut Checks, attributes: &[Attribute]) -> Vec<Attribute> {
    checks.require(attributes.len() <= MOST_ATTRIBUTES, "attributes", "A product has up to 50 attributes.");
    let mut checked = Vec::new();
    for (index, attribute) in attributes.iter().enumerate() {
        let (name, value) = (attribute.name.trim().to_owned(), attribute.value.trim().to_owned());
        let name_fits = (1..=100).contains(&name.chars().count());
        checks.require(name_fits, &format!("attributes[{index}].name"), "Please enter 1 to 100 characters.");
        let value_fits = (1..=255).contains(&value.chars().count());
        checks.require(
            value_fits,
            &format!("attributes[{index}].value"),
            "Please enter 1 to 255 characters.",
        );
        checked.push(Attribute { name, value });
    }
    checked
}

fn check_variants(
    checks: &mut Checks,
    options: &[ProductOption],
    variants: &[VariantDraft],
) -> Vec<NewVariant> {
    checks.require((1..=MOST_VARIANTS).contains(&variants.len()), "variants", NO_VARIANT);
    let currency = variants.first().map(|variant| variant.price.currency);
    let (mut skus, mut combinations) = (HashSet::new(), HashSet::new());
    let mut checked = Vec::new();
    for (index, draft) in variants.iter().enumerate() {
        let same = Some(draft.price.currency) == currency;
        checks.require(same, &format!("variants[{index}].price"), "All prices are in one currency.");
        let Some(variant) = check_variant(checks, index, options, draft) else {
            continue;
        };
        let field = format!("variants[{index}].sku");
        checks.require(skus.insert(variant.sku.clone()), &field, "This SKU is used twice.");
        let distinct = combinations.insert(variant.options.clone());
        checks.require(distinct, &format!("variants[{index}].options"), "These choices are already there.");
        checked.push(variant);
    }
    checked
}

fn check_variant(
    checks: &mut Checks,
    index: usize,
    options: &[ProductOption],
    draft: &VariantDraft,
) -> Option<NewVariant> {
    let sku = checks.parse(&format!("variants[{index}].sku"), draft.sku.parse::<Sku>());
    let price_field = format!("variants[{index}].price");
    checks.require(draft.price.minor > 0, &price_field, "Please enter a price above zero.");
    let reduced = draft
        .compare_at
        .is_none_or(|former| former.currency == draft.price.currency && former.minor > draft.price.minor);
    checks.require(
        reduced,
        &format!("variants[{index}].compare_at"),
        "The former price is above the present one.",
    );
    let weight_fits = draft.weight_g <= HEAVIEST_G;
    checks.require(
        weight_fits,
        &format!("variants[{index}].weight_g"),
        "Please enter up to 1,000,000 grams.",
    );
    let options = check_choices(checks, index, options, draft);
    Some(NewVariant {
        id: draft.id,
        sku: sku?,
        options,
        price: draft.price,
        compare_at: draft.compare_at,
        weight_g: i32::try_from(draft.weight_g.min(HEAVIEST_G)).unwrap_or(i32::MAX),
    })
}

/// The first of `base`, `base-2`, `base-3`, ... that is not among `taken`.
pub(crate) fn free_slug(base: &Slug, taken: &[String]) -> contracts::Result<Slug> {
    if !taken.iter().any(|other| other == base.as_str()) {
        return Ok(base.clone());
    }
    let stem: String = base.as_str().chars().take(110).collect();
    (2..10_000)
        .map(|number| format!("{stem}-{number}"))
        .find(|candidate| !taken.contains(candidate))
        .and_then(|candidate| candidate.parse().ok())
        .ok_or_else(|| contracts::Error::field("slug", "Please enter an address part."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_slug_gets_the_next_free_number() {
        let base: Slug = "mug".parse().unwrap();
        assert_eq!(free_slug(&base, &[]).unwrap().as_str(), "mug");
        assert_eq!(free_slug(&base, &["mug".into(), "mug-2".into()]).unwrap().as_str(), "mug-3");
    }
}
