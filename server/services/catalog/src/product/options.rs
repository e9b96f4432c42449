//! Rules about the options of a product and the choices of its variants.

use contracts::{
    Checks,
    catalog::{OptionChoice, OptionValue, ProductOption, VariantDraft},
};
use std::collections::HashSet;

const MOST_OPTIONS: usize = 5;
const MOST_VALUES: usize = 100;
const LONGEST: usize = 100;

/// The options with their texts trimmed, every broken rule recorded.
pub(crate) fn check_options(checks: &mut Checks, options: &[ProductOption]) -> Vec<ProductOption> {
    checks.require(options.len() <= MOST_OPTIONS, "options", "A product has at most 5 options.");
    let mut names = HashSet::new();
    let mut checked = Vec::new();
    for (index, option) in options.iter().enumerate() {
        let name = option.name.trim().to_owned();
        let field = format!("options[{index}].name");
        check_text(checks, &name, &field);
        checks.require(names.insert(name.clone()), &field, "This option is already there.");
        checked.push(ProductOption { name, values: check_values(checks, index, &option.values) });
    }
    checked
}

fn check_values(checks: &mut Checks, option: usize, values: &[OptionChoice]) -> Vec<OptionChoice> {
    let enough = (1..=MOST_VALUES).contains(&values.len());
    checks.require(enough, &format!("options[{option}].values"), "An option has 1 to 100 choices.");
    let mut seen = HashSet::new();
    let mut checked = Vec::new();
    for (index, choice) in values.iter().enumerate() {
        let field = format!("options[{option}].values[{index}]");
        let value = choice.value.trim().to_owned();
        check_text(checks, &value, &format!("{field}.value"));
        checks.require(
            seen.insert(value.clone()),
            &format!("{field}.value"),
            "This choice is already there.",
        );
        let swatch = choice.swatch.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let swatch = swatch.map(str::to_lowercase);
        checks.require(
            swatch.as_deref().is_none_or(is_colour),
            &format!("{field}.swatch"),
            "Please enter a colour like #ece5d8.",
        );
        checked.push(OptionChoice { value, swatch });
    }
    checked
}

fn check_text(checks: &mut Checks, text: &str, field: &str) {
    let fits = (1..=LONGEST).contains(&text.chars().count());
    checks.require(fits, field, "Please enter 1 to 100 characters.");
}

fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// One choice per option, in the options' order; `None` (recorded) when one is missing or unknown.
pub(crate) fn check_choices(
    checks: &mut Checks,
    index: usize,
    options: &[ProductOption],
    variant: &VariantDraft,
) -> Vec<OptionValue> {
    let chosen: Vec<OptionValue> =
        options.iter().filter_map(|option| choice_of(option, &variant.options)).collect();
    let complete = chosen.len() == options.len() && variant.options.len() == options.len();
    checks.require(
        complete,
        &format!("variants[{index}].options"),
        "Please choose one value of every option.",
    );
    chosen
}

fn choice_of(option: &ProductOption, chosen: &[OptionValue]) -> Option<OptionValue> {
    let choice = chosen.iter().find(|choice| choice.name.trim() == option.name)?;
    let value = option.values.iter().find(|known| known.value == choice.value.trim())?;
    Some(OptionValue { name: option.name.clone(), value: value.value.clone() })
}
