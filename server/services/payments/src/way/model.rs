//! What may be set of a way to pay, and the order of all.

use contracts::{
    Checks, Result,
    payments::{PaymentKind, PaymentWay},
};

/// The way with each of its countries once.
///
/// # Errors
/// Every field to correct at once.
pub fn checked(mut way: PaymentWay) -> Result<PaymentWay> {
    way.countries.sort();
    way.countries.dedup();
    let mut checks = Checks::default();
    checks.require(way.countries.len() <= 250, "countries", "Please enter at most 250 countries.");
    let some = |minor: Option<i64>| minor.is_none_or(|minor| minor > 0);
    checks.require(some(way.minimum), "minimum", "Please enter an amount above nothing, or leave it empty.");
    checks.require(some(way.maximum), "maximum", "Please enter an amount above nothing, or leave it empty.");
    let follows = way.minimum.zip(way.maximum).is_none_or(|(minimum, maximum)| minimum <= maximum);
    checks.require(follows, "maximum", "Please enter at least the smallest amount.");
    checks.finish()?;
    Ok(way)
}

/// All kinds: those that were put in order, then the others as they are built in.
pub fn all_in_order(chosen: &[PaymentKind]) -> Vec<PaymentKind> {
    let others = PaymentKind::ALL.into_iter().filter(|kind| !chosen.contains(kind));
    chosen.iter().copied().chain(others).collect()
}

/// One of them one place further up or down; where there is none it stays.
pub fn moved(kinds: &[PaymentKind], kind: PaymentKind, up: bool) -> Vec<PaymentKind> {
    let mut kinds = kinds.to_vec();
    let here = kinds.iter().position(|one| *one == kind);
    let there = here.and_then(|here| if up { here.checked_sub(1) } else { here.checked_add(1) });
    if let Some((here, there)) = here.zip(there).filter(|(_, there)| *there < kinds.len()) {
        kinds.swap(here, there);
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;
    use PaymentKind::{Card, GiftCard};

    #[test]
    fn a_way_moves_by_one_place_and_not_beyond_the_ends() {
        let built_in = all_in_order(&[]);
        assert_eq!(moved(&built_in, GiftCard, true), [GiftCard, Card]);
        assert_eq!(moved(&built_in, Card, true), [Card, GiftCard]);
        assert_eq!(moved(&[GiftCard, Card], Card, false), [GiftCard, Card]);
    }

    #[test]
    fn a_way_that_was_never_put_in_order_comes_last() {
        assert_eq!(all_in_order(&[GiftCard]), [GiftCard, Card]);
    }
}
