//! Asking before prices that fall a lot: a digit too few sells everything within an hour. Server only.

use contracts::{
    Error, FieldError, Money,
    catalog::{Product, ProductDraft, Variant},
};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Falls that are told one by one; of the others only how many there are.
const TOLD: usize = 3;

/// A price that falls by more than half.
struct Fall {
    sku: String,
    from: Money,
    to: Money,
}

/// Asks once whether prices that fall by more than half are meant. `agreed` is what was said at the field `agreed` when
/// just these falls were asked about.
///
/// # Errors
/// The question as message, and at `agreed` what says yes to it.
pub fn ask(before: &Product, draft: &ProductDraft, agreed: &str) -> contracts::Result<()> {
    // Of a product that changed meanwhile the service tells that first.
    let falls = if draft.version == Some(before.version) { falls(before, draft) } else { Vec::new() };
    let yes = named(&falls);
    if falls.is_empty() || agreed == yes {
        return Ok(());
    }
    let question = FieldError { field: "agreed".to_owned(), message: yes };
    Err(Error { message: question_of(&falls), ..Error::fields(vec![question]) })
}

fn falls(before: &Product, draft: &ProductDraft) -> Vec<Fall> {
    let fall = |was: &Variant| {
        let now = draft.variants.iter().find(|variant| variant.id == Some(was.id))?;
        let (from, to) = (was.price, now.price);
        let is_price = to.minor > 0 && to.currency == from.currency;
        // Exactly half is not more than half.
        let falls = is_price && from.minor.saturating_sub(to.minor) > to.minor;
        falls.then(|| Fall { sku: now.sku.trim().to_owned(), from, to })
    };
    before.variants.iter().filter_map(fall).collect()
}

/// A name for just these falls.
fn named(falls: &[Fall]) -> String {
    let mut hasher = DefaultHasher::new();
    for fall in falls {
        (&fall.sku, fall.from.minor, fall.to.minor).hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

fn question_of(falls: &[Fall]) -> String {
    let told: Vec<_> = falls.iter().take(TOLD).map(sentence).collect();
    let more = match falls.len().saturating_sub(TOLD) {
        0 => String::new(),
        more => format!(" So do {more} more."),
    };
    format!("{}{more} Save anyway?", told.join(" "))
}

fn sentence(fall: &Fall) -> String {
    let percent = (fall.from.minor - fall.to.minor).saturating_mul(100) / fall.from.minor.max(1);
    format!("The price of {} falls from {} to {} (−{percent} %).", fall.sku, fall.from, fall.to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::{
        Currency, VariantId,
        catalog::{ProductStatus, VariantDraft},
    };

    const AT: &str = "2026-11-20T09:30:00Z";

    fn id(number: u128) -> VariantId {
        VariantId(uuid::Uuid::from_u128(number))
    }

    fn number(at: usize) -> u128 {
        u128::try_from(at).unwrap_or_default()
    }

    fn product(prices: &[i64]) -> Product {
        let variant = |(at, minor): (usize, &i64)| Variant {
            id: id(number(at)),
            sku: format!("MUG-{at}").parse().unwrap(),
            options: Vec::new(),
            price: Money::new(*minor, Currency::Eur),
            compare_at: None,
            weight_g: 0,
            in_stock: true,
        };
        Product {
            id: contracts::ProductId(uuid::Uuid::nil()),
            slug: "mug".parse().unwrap(),
            name: "Mug".into(),
            description: String::new(),
            brand: None,
            status: ProductStatus::Active,
            options: Vec::new(),
            variants: prices.iter().enumerate().map(variant).collect(),
            media: Vec::new(),
            attributes: Vec::new(),
            categories: Vec::new(),
            version: 7,
            updated_at: AT.parse().unwrap(),
        }
    }

    fn draft(version: i64, prices: &[i64]) -> ProductDraft {
        let variant = |(at, minor): (usize, &i64)| VariantDraft {
            id: Some(id(number(at))),
            sku: format!("MUG-{at}"),
            options: Vec::new(),
            price: Money::new(*minor, Currency::Eur),
            compare_at: None,
            weight_g: 0,
        };
        ProductDraft {
            id: Some(contracts::ProductId(uuid::Uuid::nil())),
            version: Some(version),
            name: "Mug".into(),
            slug: "mug".into(),
            description: String::new(),
            brand: String::new(),
            status: ProductStatus::Active,
            category: None,
            attributes: Vec::new(),
            options: Vec::new(),
            variants: prices.iter().enumerate().map(variant).collect(),
        }
    }

    #[test]
    fn a_price_that_falls_by_more_than_half_is_asked_about_once() {
        let (before, wanted) = (product(&[2490, 1000]), draft(7, &[249, 500]));
        let asked = ask(&before, &wanted, "").unwrap_err();
        assert!(asked.message.contains("MUG-0") && asked.message.contains("(−90 %)"), "{}", asked.message);
        assert!(!asked.message.contains("MUG-1"), "exactly half: {}", asked.message);
        let yes = asked.for_field("agreed").unwrap().to_owned();
        assert!(ask(&before, &wanted, &yes).is_ok());
        let other = ask(&before, &draft(7, &[24, 500]), &yes).unwrap_err();
        assert_ne!(other.for_field("agreed"), Some(yes.as_str()), "a yes to one price is none to another");
    }

    #[test]
    fn what_rises_falls_a_little_or_is_no_price_is_not_asked_about() {
        let before = product(&[1000, 1000, 1000]);
        assert!(ask(&before, &draft(7, &[5000, 500, 0]), "").is_ok());
        assert!(ask(&before, &draft(7, &[501]), "").is_ok(), "the others are taken out");
        assert!(ask(&before, &draft(6, &[1, 1, 1]), "").is_ok(), "it was changed meanwhile");
    }

    #[test]
    fn many_falls_are_one_question() {
        let asked = ask(&product(&[1000; 5]), &draft(7, &[1; 5]), "").unwrap_err();
        assert!(asked.message.contains("So do 2 more. Save anyway?"), "{}", asked.message);
        assert!(!asked.message.contains("MUG-3"));
    }
}
