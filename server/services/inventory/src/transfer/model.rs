//! What a transfer may be and what of it may come. No I/O.

use crate::stock::model::{MAX_CHANGE, Stock, check_reason};
use contracts::{
    Checks, Error, InventoryId, Result, Sku, VariantId,
    inventory::{TransferDraft, TransferReceipt},
};
use std::collections::BTreeSet;

/// The most articles of one transfer.
pub const MOST_ARTICLES: i64 = 200;

/// So many units of an article, in the row of stock that they leave or go back to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Line {
    pub inventory: InventoryId,
    pub variant: VariantId,
    pub sku: Sku,
    pub units: i32,
}

/// Units of an article that have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// Its place among the lines that were told.
    pub place: usize,
    /// The variant.
    pub variant: VariantId,
    /// More than none.
    pub units: i32,
}

/// Units of all lines.
///
/// # Errors
/// `Invalid` when there are none, or more than can be counted.
pub fn total(lines: &[Line]) -> Result<i32> {
    if lines.is_empty() {
        return Err(Error::invalid("Please say first which articles are to move."));
    }
    let sum = lines.iter().try_fold(0_i32, |sum, line| sum.checked_add(line.units));
    sum.ok_or_else(|| Error::invalid("That is more than can be counted."))
}

/// Why a line cannot leave.
pub fn short(stock: &Stock, line: &Line) -> Error {
    let item = stock.items().iter().find(|item| item.id == line.inventory);
    let available = item.map_or(0, |item| item.available);
    Error::conflict(format!(
        "{} units of {} are to leave, and only {available} can be sold there: the rest may be reserved.",
        line.units, line.sku
    ))
}

/// Units of a line, as they are stored.
///
/// # Errors
/// A field error `units` for more than [`MAX_CHANGE`].
pub fn counted(units: u32) -> Result<i32> {
    let units = i32::try_from(units).ok().filter(|units| *units <= MAX_CHANGE);
    units.ok_or_else(|| Error::field("units", "At most 1000000 units of an article at once."))
}

/// What has come, without the lines of which nothing has, in the order in which rows are locked.
///
/// # Errors
/// `Invalid` when nothing has come and nothing is lost, or a variant is named twice; a field error `lines[n]` for what
/// cannot be counted.
pub fn arrived(receipt: &TransferReceipt) -> Result<Vec<Arrived>> {
    let (mut parts, mut seen, mut sum) = (Vec::new(), BTreeSet::new(), 0_i32);
    for (place, line) in receipt.lines.iter().enumerate().filter(|(_, line)| line.units > 0) {
        let field = format!("lines[{place}]");
        let units = counted(line.units).map_err(|_| Error::field(&field, "At most 1000000 units."))?;
        if !seen.insert(line.variant) {
            return Err(Error::field(&field, "This article is named twice."));
        }
        sum = sum.checked_add(units).ok_or_else(|| Error::invalid("That is more than can be counted."))?;
        parts.push(Arrived { place, variant: line.variant, units });
    }
    if parts.is_empty() && !receipt.rest_is_lost {
        return Err(Error::invalid("Please say how many units have come."));
    }
    parts.sort_by_key(|part| part.variant);
    Ok(parts)
}

/// Why a transfer is given up, as it is kept.
///
/// # Errors
/// A field error `reason`.
pub fn reason(typed: &str) -> Result<String> {
    let reason = platform::pan::hidden(typed.trim().to_owned());
    let mut checks = Checks::default();
    check_reason(&mut checks, &reason);
    checks.finish().map(|()| reason)
}

/// A draft that can be stored.
///
/// # Errors
/// Field errors `to` and `note`.
pub fn checked(mut draft: TransferDraft) -> Result<TransferDraft> {
    draft.note = platform::pan::hidden(draft.note.trim().to_owned());
    let mut checks = Checks::default();
    checks.require(draft.from != draft.to, "to", "Please choose another warehouse.");
    checks.require(draft.note.chars().count() <= 500, "note", "At most 500 characters, please.");
    checks.finish().map(|()| draft)
}

/// Whatever is wrong with a warehouse is told as what cannot be done now: no field of a form stands for it.
pub fn refused_room(error: crate::Error) -> crate::Error {
    let told = match &error {
        crate::Error::Refused(refusal) => refusal.fields.first().map(|field| field.message.clone()),
        crate::Error::Database(_) => None,
    };
    told.map_or(error, |text| Error::conflict(text).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::inventory::TransferUnits;
    use uuid::Uuid;

    fn receipt(lines: &[(u128, u32)]) -> TransferReceipt {
        let line = |(id, units): &(u128, u32)| TransferUnits {
            variant: VariantId(Uuid::from_u128(*id)),
            units: *units,
        };
        TransferReceipt { id: Uuid::nil(), lines: lines.iter().map(line).collect(), rest_is_lost: false }
    }

    #[test]
    fn what_came_is_booked_and_what_did_not_is_passed_over() {
        let parts = arrived(&receipt(&[(9, 2), (8, 0), (7, 1)])).unwrap();
        let told: Vec<_> = parts.iter().map(|part| (part.place, part.units)).collect();
        assert_eq!(told, [(2, 1), (0, 2)], "in the order of the variants");
    }

    #[test]
    fn nothing_twice_and_nothing_at_all_cannot_come() {
        assert!(arrived(&receipt(&[(9, 0)])).is_err());
        let lost = TransferReceipt { rest_is_lost: true, ..receipt(&[(9, 0)]) };
        assert_eq!(arrived(&lost).unwrap(), [], "all of it may be lost");
        assert!(arrived(&receipt(&[(9, 1), (9, 1)])).unwrap_err().for_field("lines[1]").is_some());
        assert!(arrived(&receipt(&[(9, u32::MAX)])).unwrap_err().for_field("lines[0]").is_some());
    }

    #[test]
    fn a_transfer_goes_to_another_warehouse() {
        let place = contracts::WarehouseId(Uuid::nil());
        let draft = TransferDraft {
            id: contracts::TransferId(Uuid::nil()),
            from: place,
            to: place,
            note: "x".repeat(501),
        };
        let refused = checked(draft).unwrap_err();
        assert!(refused.for_field("to").is_some() && refused.for_field("note").is_some());
    }
}
