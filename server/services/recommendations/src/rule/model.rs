//! What rules make of a list. No I/O.

use contracts::{
    ProductId, Timestamp,
    recommendations::{Rule, RuleKind, Summary},
};
use std::collections::HashMap;
use uuid::Uuid;

/// More products at once are not asked about and not answered.
const MOST: usize = 100;
/// How many stand beside a product on its page.
const BESIDE: usize = 4;

/// A list as it was computed.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub products: Vec<ProductId>,
    pub computed_at: Timestamp,
}

/// The ids of the first products.
pub(super) fn few(products: &[ProductId]) -> Vec<Uuid> {
    products.iter().take(MOST).map(|product| product.0).collect()
}

/// What stands beside a product: what is pinned, then what was computed, without what is excluded.
pub(super) fn applied(list: &[ProductId], rules: &[Rule]) -> Vec<ProductId> {
    let pins = rules.iter().filter(|rule| rule.kind == RuleKind::Pin);
    let mut shown: Vec<ProductId> = pins.map(|rule| rule.other).collect();
    let ruled: Vec<ProductId> = rules.iter().map(|rule| rule.other).collect();
    shown.extend(list.iter().copied().filter(|product| !ruled.contains(product)));
    shown
}

/// What stands beside a product, in short.
pub(super) fn summary(
    product: ProductId,
    lists: &HashMap<ProductId, List>,
    rules: &HashMap<ProductId, Vec<Rule>>,
) -> Summary {
    let list = lists.get(&product);
    let rules = rules.get(&product).map(Vec::as_slice).unwrap_or_default();
    let mut shown = applied(list.map(|list| list.products.as_slice()).unwrap_or_default(), rules);
    shown.truncate(BESIDE);
    let count = |kind: RuleKind| rules.iter().filter(|rule| rule.kind == kind).count();
    Summary {
        product,
        shown,
        pinned: u32::try_from(count(RuleKind::Pin)).unwrap_or(u32::MAX),
        excluded: u32::try_from(count(RuleKind::Exclude)).unwrap_or(u32::MAX),
        computed_at: list.map(|list| list.computed_at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> ProductId {
        ProductId(Uuid::from_u128(number))
    }

    fn rule(number: u128, kind: RuleKind) -> Rule {
        Rule { other: id(number), kind, made_at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn pins_come_first_and_what_is_excluded_does_not_come() {
        let rules = [rule(9, RuleKind::Pin), rule(3, RuleKind::Pin), rule(1, RuleKind::Exclude)];
        assert_eq!(applied(&[id(1), id(2), id(3)], &rules), [id(9), id(3), id(2)]);
    }
}
