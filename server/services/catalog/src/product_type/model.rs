//! What a merchant wrote about a product type, checked.

use contracts::{
    AttributeId, Checks, Slug,
    catalog::{AttributeDefinition, AttributeDraft, AttributeKind, ProductType, ProductTypeDraft},
};
use std::collections::HashSet;

const MOST_ATTRIBUTES: usize = 50;
const MOST_CHOICES: usize = 200;
const LONGEST: usize = 100;
const LONGEST_UNIT: usize = 20;

/// A product type that keeps the rules one can check without looking at products.
#[derive(Debug)]
pub(crate) struct NewType {
    pub name: String,
    pub attributes: Vec<NewAttribute>,
}

/// An attribute that keeps them.
#[derive(Debug)]
pub(crate) struct NewAttribute {
    /// The id of an attribute that is there already.
    pub known: Option<AttributeId>,
    pub code: String,
    pub label: String,
    pub kind: AttributeKind,
    pub unit: String,
    pub required: bool,
    pub filterable: bool,
    pub shown: bool,
    pub choices: Vec<String>,
}

/// Checks a draft; every broken rule is told at once, at its field.
pub(crate) fn parse(draft: &ProductTypeDraft) -> contracts::Result<NewType> {
    let mut checks = Checks::default();
    let name = draft.name.trim().to_owned();
    fits(&mut checks, &name, "name");
    let few = draft.attributes.len() <= MOST_ATTRIBUTES;
    checks.require(few, "attributes", "A product type has up to 50 attributes.");
    let (mut codes, mut labels) = (HashSet::new(), HashSet::new());
    let mut attributes = Vec::new();
    for (index, written) in draft.attributes.iter().enumerate() {
        let field = |name: &str| format!("attributes[{index}].{name}");
        let attribute = attribute(&mut checks, written, &field);
        checks.require(codes.insert(attribute.code.clone()), &field("code"), "This code is already there.");
        let is_new_label = labels.insert(attribute.label.to_lowercase());
        checks.require(is_new_label, &field("label"), "This label is already there.");
        attributes.push(attribute);
    }
    checks.finish()?;
    Ok(NewType { name, attributes })
}

fn attribute(checks: &mut Checks, written: &AttributeDraft, field: &impl Fn(&str) -> String) -> NewAttribute {
    let label = written.label.trim().to_owned();
    fits(checks, &label, &field("label"));
    let unit = written.unit.trim().to_owned();
    let unit_fits = unit.chars().count() <= LONGEST_UNIT;
    checks.require(unit_fits, &field("unit"), "A unit has up to 20 characters.");
    NewAttribute {
        known: written.id,
        code: code(checks, written, &field("code")),
        label,
        kind: written.kind,
        unit: if written.kind == AttributeKind::Number { unit } else { String::new() },
        required: written.required,
        filterable: written.filterable && written.kind.can_filter(),
        shown: written.shown,
        choices: choices(checks, written, &field("choices")),
    }
}

fn code(checks: &mut Checks, written: &AttributeDraft, field: &str) -> String {
    let typed = written.code.trim();
    let code = if typed.is_empty() { Slug::from_name(&written.label) } else { typed.parse().ok() };
    let code = code.map(|slug| slug.to_string()).unwrap_or_default();
    let is_code = (1..=LONGEST).contains(&code.len());
    checks.require(is_code, field, "Please enter a code of small letters, digits and hyphens.");
    code
}

fn choices(checks: &mut Checks, written: &AttributeDraft, field: &str) -> Vec<String> {
    if !written.kind.has_choices() {
        return Vec::new();
    }
    let mut seen = HashSet::new();
    let choices = written.choices.iter().map(|choice| choice.trim().to_owned());
    let choices: Vec<String> = choices.filter(|choice| !choice.is_empty()).collect();
    let count_fits = (1..=MOST_CHOICES).contains(&choices.len());
    checks.require(count_fits, field, "Please enter 1 to 200 choices, one a line.");
    let lengths_fit = choices.iter().all(|choice| choice.chars().count() <= LONGEST);
    checks.require(lengths_fit, field, "A choice has up to 100 characters.");
    // What people read is a list of choices with commas between them.
    let is_whole = choices.iter().all(|choice| !choice.contains(", "));
    checks.require(is_whole, field, "A choice holds no comma with a space behind it.");
    let are_distinct = choices.iter().all(|choice| seen.insert(choice.clone()));
    checks.require(are_distinct, field, "A choice is there twice.");
    choices
}

fn fits(checks: &mut Checks, text: &str, field: &str) {
    let fits = (1..=LONGEST).contains(&text.chars().count());
    checks.require(fits, field, "Please enter 1 to 100 characters.");
}

/// What other types say of the codes and labels, and products of the attributes, forbids some changes.
pub(crate) fn check_against(
    new: &NewType,
    before: Option<&ProductType>,
    others: &[ProductType],
) -> contracts::Result<()> {
    let mut checks = Checks::default();
    for (index, attribute) in new.attributes.iter().enumerate() {
        let field = |name: &str| format!("attributes[{index}].{name}");
        let there = before.and_then(|it| it.attributes.iter().find(|old| Some(old.id) == attribute.known));
        let is_ours = attribute.known.is_none() || there.is_some();
        checks.require(is_ours, &field("label"), "This attribute is not there any more. Please reload.");
        let is_used = there.is_some_and(|old| old.products > 0);
        let same_kind = there.is_none_or(|old| old.kind == attribute.kind);
        checks.require(
            !is_used || same_kind,
            &field("kind"),
            "Products have values of the former kind. Please add another attribute.",
        );
        let is_unlike = |other: &AttributeDefinition| {
            let same = other.code == attribute.code || other.label == attribute.label;
            same && (other.kind != attribute.kind || other.unit != attribute.unit)
        };
        let clashes = others.iter().flat_map(|other| &other.attributes).any(is_unlike);
        checks.require(
            !clashes,
            &field("kind"),
            "Another type has an attribute of this name with another kind or unit. Please name it otherwise.",
        );
    }
    checks.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(label: &str, kind: AttributeKind) -> AttributeDraft {
        AttributeDraft { label: label.into(), kind, ..AttributeDraft::default() }
    }

    #[test]
    fn a_code_is_made_of_the_label_and_what_a_kind_cannot_have_is_left_out() {
        let mut finish = attribute("Surface finish", AttributeKind::Text);
        (finish.filterable, finish.unit) = (true, "mm".into());
        let draft = ProductTypeDraft {
            name: " Vase ".into(),
            attributes: vec![finish],
            ..ProductTypeDraft::default()
        };
        let new = parse(&draft).unwrap();
        let made = &new.attributes[0];
        assert_eq!((new.name.as_str(), made.code.as_str()), ("Vase", "surface-finish"));
        assert!(!made.filterable && made.unit.is_empty());
    }

    #[test]
    fn every_broken_rule_of_a_type_is_told_at_its_field() {
        let mut twice = attribute("Material", AttributeKind::Choice);
        twice.choices = vec!["Oak".into(), "Oak".into()];
        let draft = ProductTypeDraft {
            attributes: vec![twice, attribute("material", AttributeKind::MultiChoice)],
            ..ProductTypeDraft::default()
        };
        let error = parse(&draft).unwrap_err();
        for field in ["name", "attributes[0].choices", "attributes[1].choices", "attributes[1].label"] {
            assert!(error.for_field(field).is_some(), "{field}: {error:?}");
        }
    }
}
