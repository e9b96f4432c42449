//! Reads the lines and amounts of the forms that ship and refund. Server only.

use super::api::LineForm;
use contracts::{Currency, Error, Money, OrderItemId, Quantity, orders::ItemQuantity};

/// The lines with a quantity.
///
/// # Errors
/// A field error when a quantity is no whole number.
pub fn wanted(lines: &[LineForm]) -> contracts::Result<Vec<ItemQuantity>> {
    lines.iter().filter_map(|line| parse(line).transpose()).collect()
}

/// The lines with a quantity, of which there is at least one.
///
/// # Errors
/// A field error when there is none, or a quantity is no whole number.
pub fn chosen(lines: &[LineForm]) -> contracts::Result<Vec<ItemQuantity>> {
    let lines = wanted(lines)?;
    if lines.is_empty() {
        return Err(Error::field("lines", "Please enter how many of which line."));
    }
    Ok(lines)
}

fn parse(line: &LineForm) -> contracts::Result<Option<ItemQuantity>> {
    let wrong = || Error::field("lines", "Please enter whole numbers.");
    let count: u32 = match line.quantity.trim() {
        "" => 0,
        text => text.parse().map_err(|_| wrong())?,
    };
    if count == 0 {
        return Ok(None);
    }
    let item: OrderItemId = line.item.parse().map_err(|_| wrong())?;
    Ok(Some(ItemQuantity { item, quantity: Quantity::try_from(count).map_err(|_| wrong())? }))
}

/// An extra amount; nothing when empty.
///
/// # Errors
/// A field error when it is not an amount.
pub fn amount(text: &str, currency: &str) -> contracts::Result<Money> {
    let currency = Currency::from_code(currency).unwrap_or(Currency::Eur);
    if text.trim().is_empty() {
        return Ok(Money::zero(currency));
    }
    let amount = Money::parse(text, currency).filter(|amount| amount.minor >= 0);
    amount.ok_or_else(|| Error::field("extra", "Please enter an amount like 4.90, or nothing."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(quantity: &str) -> LineForm {
        LineForm { item: "0198f2c0-0000-7000-8000-000000000001".into(), quantity: quantity.into() }
    }

    #[test]
    fn lines_without_a_quantity_are_left_out() {
        let lines = wanted(&[line("2"), line("0"), line("")]).unwrap();
        assert_eq!(lines.iter().map(|line| line.quantity.get()).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn nothing_chosen_is_refused_rather_than_taken_for_everything() {
        assert!(chosen(&[line("0")]).unwrap_err().for_field("lines").is_some());
        assert!(chosen(&[line("many")]).is_err());
    }
}
