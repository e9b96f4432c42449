//! What the lines of a product make of it: what they say, over what it is. No I/O.

use super::format::{Former, Given, GivenChoice, GivenVariant, Problem};
use crate::product::model::{self, NewProduct};
use contracts::{
    Currency, Error, Money,
    catalog::{
        Attribute, OptionChoice, OptionValue, Product, ProductDraft, ProductOption, ProductStatus, Variant,
        VariantDraft,
    },
};

/// A line of a file and what it says.
pub(crate) struct Line {
    pub number: i64,
    pub given: Given,
}

/// A product as it is to be, its rules kept.
pub(crate) struct Merged {
    pub new: NewProduct,
    /// Names from the root, where the lines say them; empty for none.
    pub category: Option<Vec<String>>,
    /// Units by SKU.
    pub stock: Vec<(String, u32)>,
}

/// What is wrong with which line.
pub(crate) type Wrong = (i64, Problem);

/// Puts lines over a product. Lines whose own variant breaks a rule are left out and told of; the others count. None when
/// no line is left.
pub(crate) fn merge(
    existing: Option<&Product>,
    mut lines: Vec<Line>,
    currency: Currency,
) -> (Option<Merged>, Vec<Wrong>) {
    let mut wrong = Vec::new();
    while !lines.is_empty() {
        let (draft, origins) = draft(existing, &lines, currency);
        let error = match model::parse(&draft) {
            Ok(new) => return (Some(merged(new, &lines)), wrong),
            Err(error) => error,
        };
        let told = told(&error, &origins, &lines);
        let before = lines.len();
        lines.retain(|line| !told.iter().any(|(number, _)| *number == line.number));
        wrong.extend(told);
        if lines.len() == before {
            break;
        }
    }
    (None, wrong)
}

fn merged(new: NewProduct, lines: &[Line]) -> Merged {
    let category = lines.iter().find_map(|line| line.given.category.clone());
    let variants = lines.iter().flat_map(|line| &line.given.variants);
    let stock = variants.filter_map(|variant| Some((variant.sku.clone(), variant.stock?))).collect();
    Merged { new, category, stock }
}

/// Whether anything of the product would be another.
pub(crate) fn differs(existing: &Product, merged: &Merged) -> bool {
    let new = &merged.new;
    let path = existing.categories.iter().map(|category| &category.name);
    let moves = merged.category.as_ref().is_some_and(|wanted| !path.eq(wanted));
    let mut variants = new.variants.iter().zip(&existing.variants);
    moves
        || !merged.stock.is_empty()
        || new.slug.as_ref().is_some_and(|slug| *slug != existing.slug)
        || (&new.name, &new.description, &new.brand, new.status)
            != (&existing.name, &existing.description, &existing.brand, existing.status)
        || new.attributes != existing.attributes
        || new.options != existing.options
        || new.variants.len() != existing.variants.len()
        || variants.any(|(new, old)| !is_same(new, old))
}

fn is_same(new: &model::NewVariant, old: &Variant) -> bool {
    (&new.sku, &new.options, new.price, new.compare_at) == (&old.sku, &old.options, old.price, old.compare_at)
        && u32::try_from(new.weight_g) == Ok(old.weight_g)
}

/// The draft, and for each of its variants the line that says something of it.
fn draft(existing: Option<&Product>, lines: &[Line], currency: Currency) -> (ProductDraft, Vec<Option<i64>>) {
    let options = options(existing, lines);
    let (variants, origins) = variants(existing, lines, &options, currency);
    let said = |of: fn(&Given) -> Option<&String>| lines.iter().find_map(|line| of(&line.given)).cloned();
    let was = |of: fn(&Product) -> String| existing.map(of).unwrap_or_default();
    let slug = lines.iter().find_map(|line| line.given.slug.as_ref()).map(ToString::to_string);
    let status = lines.iter().find_map(|line| line.given.status);
    let draft = ProductDraft {
        id: existing.map(|product| product.id),
        version: existing.map(|product| product.version),
        name: said(|given| given.name.as_ref()).unwrap_or_else(|| was(|product| product.name.clone())),
        slug: slug.unwrap_or_else(|| was(|product| product.slug.to_string())),
        description: said(|given| given.description.as_ref())
            .unwrap_or_else(|| was(|product| product.description.clone())),
        brand: said(|given| given.brand.as_ref())
            .unwrap_or_else(|| was(|product| product.brand.clone().unwrap_or_default())),
        status: status.or(existing.map(|product| product.status)).unwrap_or(ProductStatus::Active),
        category: existing.and_then(|product| product.categories.last()).map(|category| category.id),
        attributes: attributes(existing, lines),
        options,
        variants,
    };
    (draft, origins)
}

/// Those that the product has, with the values that lines give them; an empty value takes one away.
fn attributes(existing: Option<&Product>, lines: &[Line]) -> Vec<Attribute> {
    let mut attributes = existing.map(|product| product.attributes.clone()).unwrap_or_default();
    let mut said: Vec<&Attribute> = Vec::new();
    for attribute in lines.iter().flat_map(|line| &line.given.attributes) {
        // Lines of one product often say the same.
        if !said.contains(&attribute) {
            said.push(attribute);
        }
    }
    let is_said = |attribute: &Attribute| said.iter().any(|other| other.name == attribute.name);
    let same_list = attributes.iter().filter(|attribute| is_said(attribute)).eq(said.iter().copied());
    if same_list {
        return attributes;
    }
    for attribute in &said {
        let place = attributes.iter().position(|known| known.name == attribute.name);
        match place {
            Some(at) if attribute.value.is_empty() => drop(attributes.remove(at)),
            Some(at) => attributes[at].value.clone_from(&attribute.value),
            None if attribute.value.is_empty() => {}
            None => attributes.push((*attribute).clone()),
        }
    }
    attributes
}

/// Those that the product has, then those that lines name, each with its choices in order.
fn options(existing: Option<&Product>, lines: &[Line]) -> Vec<ProductOption> {
    let mut options = existing.map(|product| product.options.clone()).unwrap_or_default();
    for option in lines.iter().flat_map(|line| &line.given.options) {
        for value in &option.values {
            add_choice(&mut options, &option.name, value.clone());
        }
    }
    for variant in lines.iter().flat_map(|line| &line.given.variants) {
        for (name, value) in named(&variant.choices, lines, existing) {
            add_choice(&mut options, &name, OptionChoice { value, swatch: None });
        }
    }
    options
}

fn add_choice(options: &mut Vec<ProductOption>, name: &str, choice: OptionChoice) {
    let at = options.iter().position(|option| option.name == name).unwrap_or_else(|| {
        options.push(ProductOption { name: name.to_owned(), values: Vec::new() });
        options.len() - 1
    });
    let values = &mut options[at].values;
    match values.iter_mut().find(|known| known.value == choice.value) {
        Some(known) => known.swatch = choice.swatch.or(known.swatch.take()),
        None => values.push(choice),
    }
}

/// The choices with the names of their options: said beside them, in another line of the product, or known already.
fn named(choices: &[GivenChoice], lines: &[Line], existing: Option<&Product>) -> Vec<(String, String)> {
    let elsewhere = |place: usize| {
        let mut choices =
            lines.iter().flat_map(|line| &line.given.variants).flat_map(|variant| &variant.choices);
        choices.find_map(|choice| choice.name.clone().filter(|_| choice.place == place))
    };
    let known = |place: usize| existing?.options.get(place).map(|option| option.name.clone());
    let named = choices.iter().map(|choice| {
        let name = choice.name.clone().or_else(|| elsewhere(choice.place)).or_else(|| known(choice.place));
        let name = name.unwrap_or_else(|| format!("Option {}", choice.place + 1));
        (as_known(name, existing), choice.value.clone())
    });
    named.collect()
}

/// The name as the product has it, whatever letters are capital in the file.
fn as_known(name: String, existing: Option<&Product>) -> String {
    let mut options = existing.into_iter().flat_map(|product| &product.options);
    let known = options.find(|option| option.name.eq_ignore_ascii_case(&name));
    known.map(|option| option.name.clone()).unwrap_or(name)
}

/// The product's variants as lines change them, then those that are new.
fn variants(
    existing: Option<&Product>,
    lines: &[Line],
    options: &[ProductOption],
    currency: Currency,
) -> (Vec<VariantDraft>, Vec<Option<i64>>) {
    let present = existing.map(|product| product.variants.as_slice()).unwrap_or_default();
    let mut variants: Vec<VariantDraft> = present.iter().cloned().map(VariantDraft::from).collect();
    let mut origins = vec![None; variants.len()];
    for line in lines {
        for given in &line.given.variants {
            let named = named(&given.choices, lines, existing);
            let place = variants.iter().position(|variant| variant.sku == given.sku);
            match place {
                // A second line with the same SKU is a variant of its own, and refused as such.
                Some(at) if origins[at].is_none() => {
                    change(&mut variants[at], given, &named);
                    origins[at] = Some(line.number);
                }
                _ => {
                    variants.push(added(given, &named, currency));
                    origins.push(Some(line.number));
                }
            }
        }
    }
    let order = |choice: &OptionValue| options.iter().position(|option| option.name == choice.name);
    for variant in &mut variants {
        variant.options.sort_by_key(&order);
    }
    (variants, origins)
}

fn added(given: &GivenVariant, named: &[(String, String)], currency: Currency) -> VariantDraft {
    let mut variant = VariantDraft {
        id: None,
        sku: given.sku.clone(),
        options: Vec::new(),
        price: Money::zero(currency),
        compare_at: None,
        weight_g: 0,
    };
    change(&mut variant, given, named);
    variant
}

fn change(variant: &mut VariantDraft, given: &GivenVariant, named: &[(String, String)]) {
    for (name, value) in named {
        match variant.options.iter_mut().find(|choice| choice.name == *name) {
            Some(choice) => choice.value.clone_from(value),
            None => variant.options.push(OptionValue { name: name.clone(), value: value.clone() }),
        }
    }
    variant.price = given.price.unwrap_or(variant.price);
    variant.compare_at = given.compare_at.map_or(variant.compare_at, Former::money);
    variant.weight_g = given.weight_g.unwrap_or(variant.weight_g);
}

/// Which lines a refusal is about: those whose variants are named in it, or else all.
fn told(error: &Error, origins: &[Option<i64>], lines: &[Line]) -> Vec<Wrong> {
    let mut wrong: Vec<Wrong> = Vec::new();
    for field in &error.fields {
        let (variant, name) = variant_of(&field.field);
        if let Some(line) = variant.and_then(|at| origins.get(at).copied().flatten())
            && !wrong.iter().any(|(number, _)| *number == line)
        {
            wrong.push((line, Problem::new(name, field.message.clone(), "")));
        }
    }
    if !wrong.is_empty() {
        return wrong;
    }
    let (column, message) =
        error.fields.first().map_or(("line".to_owned(), error.message.clone()), |field| {
            (variant_of(&field.field).1, field.message.clone())
        });
    lines.iter().map(|line| (line.number, Problem::new(column.clone(), message.clone(), ""))).collect()
}

/// `variants[2].sku` is the third variant's `sku`.
fn variant_of(field: &str) -> (Option<usize>, String) {
    let named = field.strip_prefix("variants[").and_then(|rest| rest.split_once("]."));
    match named {
        Some((at, name)) => (at.parse().ok(), name.to_owned()),
        None => (None, field.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EUR: Currency = Currency::Eur;

    fn line(number: i64, sku: &str, minor: i64, choice: &str) -> Line {
        let choice =
            GivenChoice { place: 0, name: (number == 1).then(|| "Size".into()), value: choice.into() };
        let price = Some(Money::new(minor, EUR));
        let variant =
            GivenVariant { sku: sku.into(), choices: vec![choice], price, ..GivenVariant::default() };
        let name = (number == 1).then(|| "Mug".to_owned());
        Line { number, given: Given { name, variants: vec![variant], ..Given::default() } }
    }

    #[test]
    fn lines_of_a_product_are_its_variants_and_the_first_names_its_options() {
        let (merged, wrong) = merge(None, vec![line(1, "A", 100, "S"), line(2, "B", 120, "M")], EUR);
        let new = merged.unwrap().new;
        assert_eq!((new.variants.len(), wrong.len()), (2, 0));
        assert_eq!(new.options[0].name, "Size");
        assert_eq!(new.variants[1].options[0].value, "M");
        assert_eq!(new.status, ProductStatus::Active);
    }

    #[test]
    fn a_line_that_breaks_a_rule_is_left_out_and_told_of() {
        let lines = vec![line(1, "A", 100, "S"), line(2, "B", 0, "M"), line(3, "C", 120, "S")];
        let (merged, wrong) = merge(None, lines, EUR);
        assert_eq!(merged.unwrap().new.variants.len(), 1);
        let told: Vec<_> = wrong.iter().map(|(line, problem)| (*line, problem.column.as_str())).collect();
        assert_eq!(told, [(2, "price"), (3, "options")]);
    }

    #[test]
    fn what_is_wrong_with_the_product_is_wrong_with_all_of_its_lines() {
        let lines = vec![line(2, "A", 100, "S"), line(3, "B", 120, "M")];
        let (merged, wrong) = merge(None, lines, EUR);
        assert!(merged.is_none());
        assert_eq!(wrong.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(wrong[0].1.column, "name");
    }
}
