//! What a movement does to stock, and how an order is spread over warehouses. No I/O.

use contracts::{
    Checks, Error, InventoryId, ProductId, Result, Sku, VariantId,
    inventory::{Availability, StockLine, TransactionType},
};
use std::collections::BTreeMap;

/// The most that one adjustment may add or take.
pub const MAX_CHANGE: i32 = 1_000_000;

/// Units wanted of each variant, in the order in which rows are locked.
pub type Wanted = BTreeMap<VariantId, i32>;

/// One variant in one warehouse.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "as the columns")]
pub struct Item {
    pub id: InventoryId,
    pub variant: VariantId,
    pub product: ProductId,
    pub sku: Sku,
    pub name: String,
    /// Whether the catalogue gave the variant up: nothing is sold from the row any more.
    pub retired: bool,
    /// The warehouse's; the lowest is taken from first.
    pub priority: i32,
    pub available: i32,
    pub reserved: i32,
    pub threshold: i32,
    /// Available units when the row was read.
    pub was_available: i32,
}

/// A movement, as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the columns")]
pub struct Entry {
    pub inventory: InventoryId,
    pub kind: TransactionType,
    pub change: i32,
    pub reserved_change: i32,
    pub balance: i32,
}

/// So many units from one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Part {
    pub inventory: InventoryId,
    pub variant: VariantId,
    pub quantity: i32,
}

/// All rows of some variants, and what has been moved since they were read.
#[derive(Clone, Debug, Default)]
pub struct Stock {
    items: Vec<Item>,
    entries: Vec<Entry>,
}

impl Stock {
    /// Unmoved stock.
    pub fn new(mut items: Vec<Item>) -> Self {
        items.sort_by_key(|item| (item.variant, item.priority, item.id));
        Self { items, entries: Vec::new() }
    }

    /// The rows as they are now: by variant, then by the warehouse's priority.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// What has been moved.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Where returned units go: to the rows they were sold from, `sold` being what these have not got back
    /// yet; what none of them sold goes to the variant's first row.
    ///
    /// # Errors
    /// `NotFound` when a variant has no row at all.
    pub fn returned(&self, wanted: &Wanted, sold: &[Part]) -> Result<Vec<Part>> {
        let mut parts = Vec::new();
        for (variant, quantity) in wanted {
            let mut left = *quantity;
            for part in sold.iter().filter(|part| part.variant == *variant && part.quantity > 0) {
                let quantity = left.min(part.quantity);
                left -= quantity;
                parts.push(Part { quantity, ..*part });
            }
            let first = self.items.iter().find(|item| item.variant == *variant);
            let inventory = first.ok_or_else(|| Error::not_found("variant"))?.id;
            parts.push(Part { inventory, variant: *variant, quantity: left });
        }
        parts.retain(|part| part.quantity > 0);
        Ok(parts)
    }

    /// Changes the available units of a row by `change`.
    ///
    /// # Errors
    /// `Conflict` when that would leave fewer than none.
    pub fn shift(&mut self, row: InventoryId, kind: TransactionType, change: i32) -> Result<()> {
        let reserved_change = match kind {
            TransactionType::Reservation | TransactionType::Release => -change,
            _ => 0,
        };
        let gone = || Error::conflict("There are not that many units.");
        let item = self.items.iter_mut().find(|item| item.id == row).ok_or_else(gone)?;
        let available = item.available.checked_add(change).filter(|units| *units >= 0).ok_or_else(gone)?;
        let reserved =
            item.reserved.checked_add(reserved_change).filter(|units| *units >= 0).ok_or_else(gone)?;
        (item.available, item.reserved) = (available, reserved);
        self.entries.push(Entry { inventory: row, kind, change, reserved_change, balance: available });
        Ok(())
    }

    /// Applies what staff counted or received.
    ///
    /// # Errors
    /// A field error when more would be taken than there is.
    pub fn adjust(&mut self, row: InventoryId, adjustment: &Adjustment) -> Result<()> {
        let available = self.items.iter().find(|item| item.id == row).map_or(0, |item| item.available);
        self.shift(row, adjustment.kind, adjustment.change).map_err(|_| {
            Error::field("change", format!("Only {available} units are available: the rest may be reserved."))
        })
    }

    /// Moves units from one row to another.
    ///
    /// # Errors
    /// A field error when there are not that many.
    pub fn relocate(&mut self, from: InventoryId, to: InventoryId, quantity: i32) -> Result<()> {
        let available = self.items.iter().find(|item| item.id == from).map_or(0, |item| item.available);
        let text = format!("Only {available} units are available there: the rest may be reserved.");
        let short = |_| Error::field("quantity", text);
        self.shift(from, TransactionType::Adjustment, -quantity).map_err(short)?;
        self.shift(to, TransactionType::Adjustment, quantity)
    }

    /// Which rows to take the wanted units from, by priority; or the variants that are short.
    ///
    /// # Errors
    /// The short variants with what there is of them.
    pub fn plan(&self, wanted: &Wanted) -> std::result::Result<Vec<Part>, Vec<Availability>> {
        let short: Vec<_> = wanted
            .iter()
            .filter(|(variant, quantity)| i64::from(**quantity) > self.available(**variant))
            .map(|(variant, _)| Availability {
                variant: *variant,
                available: u32::try_from(self.available(*variant)).unwrap_or(u32::MAX),
            })
            .collect();
        if !short.is_empty() {
            return Err(short);
        }
        Ok(wanted.iter().flat_map(|(variant, quantity)| self.spread(*variant, *quantity)).collect())
    }

    fn spread(&self, variant: VariantId, quantity: i32) -> Vec<Part> {
        let mut left = quantity;
        let mut parts = Vec::new();
        for item in self.sellable(variant) {
            let taken = left.min(item.available);
            if taken > 0 {
                parts.push(Part { inventory: item.id, variant, quantity: taken });
            }
            left -= taken;
        }
        parts
    }

    fn available(&self, variant: VariantId) -> i64 {
        self.sellable(variant).map(|item| i64::from(item.available)).sum()
    }

    fn sellable(&self, variant: VariantId) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.variant == variant && !item.retired)
    }
}

/// The lines with the same variant summed.
///
/// # Errors
/// `Invalid` when there is nothing, or more than can be counted.
pub fn wanted(lines: &[StockLine]) -> Result<Wanted> {
    let mut wanted = Wanted::new();
    for line in lines {
        let sum = wanted.entry(line.variant).or_insert(0_i32);
        *sum = sum
            .checked_add(i32::from(line.quantity))
            .ok_or_else(|| Error::invalid("That is more than can be counted."))?;
    }
    if wanted.is_empty() { Err(Error::invalid("There is nothing in it.")) } else { Ok(wanted) }
}

/// What staff counted or received.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Adjustment {
    pub change: i32,
    pub kind: TransactionType,
    pub reason: String,
}

impl Adjustment {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Field errors `change`, `kind`, `reason`.
    pub fn parse(change: i32, kind: TransactionType, reason: &str) -> Result<Self> {
        let reason = platform::pan::hidden(reason.trim().to_owned());
        let by_hand = matches!(kind, TransactionType::Restock | TransactionType::Adjustment);
        let mut checks = Checks::default();
        checks.require(change != 0, "change", "Please say by how many units.");
        checks.require(
            change.unsigned_abs() <= MAX_CHANGE.unsigned_abs(),
            "change",
            "At most 1000000 units at once.",
        );
        checks.require(by_hand, "kind", "Please choose restock or adjustment.");
        checks.require(
            kind != TransactionType::Restock || change >= 0,
            "change",
            "A restock adds units; choose adjustment to take some away.",
        );
        check_reason(&mut checks, &reason);
        checks.finish()?;
        Ok(Self { change, kind, reason })
    }
}

/// Records what is wrong with the words that the ledger keeps.
pub fn check_reason(checks: &mut Checks, reason: &str) {
    checks.require(!reason.is_empty(), "reason", "Please say why.");
    checks.require(reason.chars().count() <= 500, "reason", "At most 500 characters, please.");
}

/// A stored number of units; the database keeps it from being negative.
pub fn units(stored: i32) -> u32 {
    u32::try_from(stored).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn row(id: u128, variant: u128, priority: i32, available: i32) -> Item {
        Item {
            id: InventoryId(Uuid::from_u128(id)),
            variant: VariantId(Uuid::from_u128(variant)),
            product: ProductId(Uuid::nil()),
            sku: "MUG".parse().unwrap(),
            name: "Mug".into(),
            retired: false,
            priority,
            available,
            reserved: 0,
            threshold: 5,
            was_available: available,
        }
    }

    fn variant(id: u128) -> VariantId {
        VariantId(Uuid::from_u128(id))
    }

    #[test]
    fn an_order_is_spread_over_warehouses_by_priority() {
        let stock = Stock::new(vec![row(1, 7, 9, 10), row(2, 7, 0, 3)]);
        let parts = stock.plan(&Wanted::from([(variant(7), 5)])).unwrap();
        let taken: Vec<_> = parts.iter().map(|part| (part.inventory.0.as_u128(), part.quantity)).collect();
        assert_eq!(taken, [(2, 3), (1, 2)]);
    }

    #[test]
    fn nothing_is_taken_from_a_row_whose_variant_was_given_up() {
        let stock = Stock::new(vec![Item { retired: true, ..row(1, 7, 0, 10) }]);
        assert_eq!(stock.plan(&Wanted::from([(variant(7), 1)])).unwrap_err()[0].available, 0);
    }

    #[test]
    fn units_return_to_where_they_were_sold_and_the_rest_to_the_first_row() {
        let stock = Stock::new(vec![row(1, 7, 0, 0), row(2, 7, 9, 0)]);
        let sold = Part { inventory: InventoryId(Uuid::from_u128(2)), variant: variant(7), quantity: 2 };
        let parts = stock.returned(&Wanted::from([(variant(7), 3)]), &[sold]).unwrap();
        let back: Vec<_> = parts.iter().map(|part| (part.inventory.0.as_u128(), part.quantity)).collect();
        assert_eq!(back, [(2, 2), (1, 1)]);
    }

    #[test]
    fn every_short_variant_is_named() {
        let stock = Stock::new(vec![row(1, 7, 0, 2), row(2, 8, 0, 9)]);
        let wanted = Wanted::from([(variant(7), 3), (variant(8), 1), (variant(9), 1)]);
        let short = stock.plan(&wanted).unwrap_err();
        assert_eq!(short.iter().map(|short| short.available).collect::<Vec<_>>(), [2, 0]);
    }

    #[test]
    fn units_cannot_fall_below_zero_nor_vanish_from_reservations() {
        let mut stock = Stock::new(vec![row(1, 7, 0, 2)]);
        let id = stock.items()[0].id;
        assert!(stock.shift(id, TransactionType::Adjustment, -3).is_err());
        assert!(stock.shift(id, TransactionType::Release, 1).is_err());
        stock.shift(id, TransactionType::Reservation, -2).unwrap();
        stock.shift(id, TransactionType::Release, 2).unwrap();
        assert_eq!((stock.items()[0].available, stock.items()[0].reserved), (2, 0));
    }

    #[test]
    fn an_adjustment_needs_a_reason_and_a_change() {
        let refused = Adjustment::parse(0, TransactionType::Sale, " ").unwrap_err();
        for field in ["change", "kind", "reason"] {
            assert!(refused.for_field(field).is_some(), "{field}");
        }
        assert!(Adjustment::parse(-1, TransactionType::Restock, "delivery").is_err());
        assert!(Adjustment::parse(-1, TransactionType::Adjustment, "broken").is_ok());
    }
}
