//! What a merchant wrote about a collection, checked.

use contracts::{
    Checks, Slug,
    catalog::{CollectionDraft, Condition, Members},
};

const MOST_PRODUCTS: usize = 1000;
const MOST_CONDITIONS: usize = 20;
const MOST_DAYS: u16 = 3650;

/// A collection that keeps the rules.
pub(super) struct NewCollection {
    pub name: String,
    /// As the merchant chose it; made of the name when none.
    pub slug: Option<Slug>,
    pub description: String,
}

/// Checks a draft; every broken rule is told at its field.
pub(super) fn parse(draft: &CollectionDraft) -> contracts::Result<NewCollection> {
    let mut checks = Checks::default();
    let name = draft.name.trim().to_owned();
    let fits = (1..=100).contains(&name.chars().count());
    checks.require(fits, "name", "Please enter a name, up to 100 characters.");
    let typed = draft.slug.trim();
    let slug = if typed.is_empty() { None } else { checks.parse("slug", typed.parse::<Slug>()) };
    let description = draft.description.trim().replace("\r\n", "\n");
    checks.require(description.chars().count() <= 10_000, "description", "This description is too long.");
    members(&mut checks, &draft.members);
    checks.finish()?;
    Ok(NewCollection { name, slug, description })
}

/// Checks what a collection is to have.
pub(super) fn check(wanted: &Members) -> contracts::Result<()> {
    let mut checks = Checks::default();
    members(&mut checks, wanted);
    checks.finish()
}

fn members(checks: &mut Checks, members: &Members) {
    match members {
        Members::Hand { products } => {
            let few = products.len() <= MOST_PRODUCTS;
            checks.require(few, "products", "A collection by hand has up to 1000 products.");
        }
        Members::Rule { conditions, .. } => {
            let fits = (1..=MOST_CONDITIONS).contains(&conditions.len());
            checks.require(fits, "conditions", "Please enter 1 to 20 conditions.");
            for (index, condition) in conditions.iter().enumerate() {
                let broken = broken(condition);
                checks.require(broken.is_none(), &format!("conditions[{index}]"), broken.unwrap_or_default());
            }
        }
    }
}

/// What is wrong with a condition.
fn broken(condition: &Condition) -> Option<&'static str> {
    match condition {
        Condition::Price { min: None, max: None } => Some("Please enter a lowest or a highest price."),
        Condition::Price { min: Some(min), max: Some(max) } if min > max => {
            Some("The highest price is below the lowest.")
        }
        Condition::Attribute { name, value } if name.trim().is_empty() || value.trim().is_empty() => {
            Some("Please enter the name and the value of the attribute.")
        }
        Condition::Attribute { name, value } if name.len() > 400 || value.len() > 400 => {
            Some("This name or value is too long.")
        }
        Condition::NewerThan { days } if !(1..=MOST_DAYS).contains(days) => {
            Some("Please enter 1 to 3650 days.")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_condition_that_means_nothing_is_told_at_its_place() {
        let conditions = vec![
            Condition::InStock,
            Condition::Price { min: None, max: None },
            Condition::Price { min: Some(2), max: Some(1) },
            Condition::NewerThan { days: 0 },
        ];
        let refused = check(&Members::Rule { all: true, conditions }).unwrap_err();
        let fields: Vec<_> = refused.fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(fields, ["conditions[1]", "conditions[2]", "conditions[3]"]);
        assert!(check(&Members::Rule { all: false, conditions: Vec::new() }).is_err());
    }
}
