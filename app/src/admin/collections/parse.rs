//! From what is typed to a collection. Server only.

use super::text::{CollectionText, ConditionText};
use contracts::{
    Checks, Currency, Error, FieldError, Money, ProductId, Result,
    catalog::{CollectionDraft, Condition, Members},
};
use std::collections::HashSet;

/// The draft that the form means, with further products behind those chosen, and the form's row of each condition.
///
/// # Errors
/// Field errors `conditions[n]`; `NotFound` for an id that is none.
pub fn draft(form: &CollectionText, added: Vec<ProductId>) -> Result<(CollectionDraft, Vec<usize>)> {
    let (members, rows) = members(form, added)?;
    let missing = || Error::not_found("collection");
    let id = if form.id.is_empty() { None } else { Some(form.id.parse().map_err(|_| missing())?) };
    let draft = CollectionDraft {
        id,
        version: form.version.parse().ok(),
        name: form.name.clone(),
        slug: form.slug.clone(),
        description: form.description.clone(),
        members,
    };
    Ok((draft, rows))
}

/// The products or the rule that the form means.
///
/// # Errors
/// Field errors `conditions[n]`.
pub fn members(form: &CollectionText, added: Vec<ProductId>) -> Result<(Members, Vec<usize>)> {
    if form.by != "rule" {
        return Ok((Members::Hand { products: chosen(form, added) }, Vec::new()));
    }
    let currency = Currency::from_code(&form.currency).unwrap_or(Currency::Eur);
    let (mut checks, mut rows, mut conditions) = (Checks::default(), Vec::new(), Vec::new());
    for (row, text) in form.conditions.iter().enumerate().filter(|(_, text)| !text.field.is_empty()) {
        match condition(text, currency) {
            Ok(condition) => {
                rows.push(row);
                conditions.push(condition);
            }
            Err(message) => checks.require(false, &format!("conditions[{row}]"), message),
        }
    }
    checks.finish()?;
    Ok((Members::Rule { all: form.matching != "any", conditions }, rows))
}

/// Those that stay, by place, then the further ones; none twice.
fn chosen(form: &CollectionText, added: Vec<ProductId>) -> Vec<ProductId> {
    let mut kept: Vec<_> = form.products.iter().filter(|row| row.remove.is_empty()).collect();
    // A stable sort: rows of one place stay in the order of the form.
    kept.sort_by_key(|row| row.position.trim().parse::<u32>().unwrap_or(u32::MAX));
    let kept = kept.into_iter().filter_map(|row| row.id.parse().ok());
    let mut seen = HashSet::new();
    kept.chain(added).filter(|id| seen.insert(*id)).collect()
}

fn condition(text: &ConditionText, currency: Currency) -> std::result::Result<Condition, &'static str> {
    Ok(match text.field.as_str() {
        "category" => {
            Condition::Category { category: text.category.parse().map_err(|_| "Please choose a category.")? }
        }
        "brand" => Condition::Brand { brand: text.brand.parse().map_err(|_| "Please choose a brand.")? },
        "price" => Condition::Price { min: price(&text.low, currency)?, max: price(&text.high, currency)? },
        "attribute" => Condition::Attribute { name: text.name.clone(), value: text.value.clone() },
        "in_stock" => Condition::InStock,
        "newer_than" => Condition::NewerThan {
            days: text.days.trim().parse().map_err(|_| "Please enter a whole number of days.")?,
        },
        "on_sale" => Condition::OnSale,
        _ => return Err("Please choose what is asked."),
    })
}

fn price(text: &str, currency: Currency) -> std::result::Result<Option<i64>, &'static str> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let price = Money::parse(text, currency).ok_or("Please enter a price like 24.90.")?;
    Ok(Some(price.minor))
}

/// What the service says of a condition, at the row it was typed into.
pub fn at_form(error: Error, rows: &[usize]) -> Error {
    let in_form = |field: &str| {
        let index = field.strip_prefix("conditions[")?.strip_suffix(']')?;
        Some(format!("conditions[{}]", rows.get(index.parse::<usize>().ok()?)?))
    };
    let fields = error.fields.into_iter().map(|field| {
        let name = in_form(&field.field).unwrap_or_else(|| field.field.clone());
        FieldError { field: name, ..field }
    });
    Error { fields: fields.collect(), ..error }
}

#[cfg(test)]
mod tests {
    use super::super::text::ChosenText;
    use super::*;

    fn product(number: u128) -> ProductId {
        ProductId(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn products_stand_by_their_places_and_none_twice() {
        let row = |number: u128, position: &str, remove: &str| ChosenText {
            id: product(number).to_string(),
            position: position.into(),
            remove: remove.into(),
        };
        let products = vec![row(1, "2", ""), row(2, "1", ""), row(3, "3", "true")];
        let form = CollectionText { by: "hand".into(), products, ..CollectionText::default() };
        let (members, _) = members(&form, vec![product(1), product(4)]).unwrap();
        assert_eq!(members, Members::Hand { products: vec![product(2), product(1), product(4)] });
    }

    #[test]
    fn conditions_without_a_field_are_left_out_and_what_is_wrong_is_told_at_its_row() {
        let of = |field: &str| ConditionText { field: field.into(), ..ConditionText::default() };
        let price = ConditionText { low: "12,50".into(), ..of("price") };
        let mut form = CollectionText {
            by: "rule".into(),
            conditions: vec![of(""), price, of("in_stock")],
            ..CollectionText::default()
        };
        let (members, rows) = members(&form, Vec::new()).unwrap();
        let conditions = vec![Condition::Price { min: Some(1250), max: None }, Condition::InStock];
        assert_eq!((members, rows.clone()), (Members::Rule { all: true, conditions }, vec![1, 2]));
        assert!(at_form(Error::field("conditions[0]", "x"), &rows).for_field("conditions[1]").is_some());
        form.conditions.push(of("newer_than"));
        assert!(super::members(&form, Vec::new()).unwrap_err().for_field("conditions[3]").is_some());
    }
}
