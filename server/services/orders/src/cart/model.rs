//! The rules of carts.

use contracts::{
    Error, Quantity, Result,
    orders::{CartLine, CheckoutDraft},
};

/// The most lines of a cart.
pub const MOST_LINES: usize = 100;

/// A line's quantity after `more` was added to it.
///
/// # Errors
/// `Invalid` past [`Quantity::MAX`].
pub fn grown(line: Option<Quantity>, more: Quantity) -> Result<Quantity> {
    let Some(present) = line else { return Ok(more) };
    let message = format!("You can buy at most {} of one article.", Quantity::MAX);
    present
        .plus(more)
        .ok_or_else(|| Error::field("quantity", message))
}

/// Whether one more line fits.
///
/// # Errors
/// `Invalid` past [`MOST_LINES`].
pub fn require_room(lines: usize) -> Result<()> {
    if lines < MOST_LINES {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "A cart holds at most {MOST_LINES} different articles."
    )))
}

/// A guest's lines within the customer's: the larger quantity of a variant wins; a full cart takes no
/// more lines. Merging the result again changes nothing.
pub fn merged(mine: &[CartLine], guests: &[CartLine]) -> Vec<CartLine> {
    let mut all = mine.to_vec();
    for line in guests {
        if let Some(own) = all.iter_mut().find(|own| own.variant == line.variant) {
            own.quantity = own.quantity.max(line.quantity);
        } else if all.len() < MOST_LINES {
            all.push(*line);
        }
    }
    all
}

/// What stays of a draft once it has become an order: everything but the note, which was about that order.
pub fn after_order(draft: CheckoutDraft) -> CheckoutDraft {
    CheckoutDraft {
        note: String::new(),
        ..draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::VariantId;

    fn line(variant: u128, quantity: u32) -> CartLine {
        CartLine {
            variant: VariantId(uuid::Uuid::from_u128(variant)),
            quantity: Quantity::try_from(quantity).unwrap(),
        }
    }

    #[test]
    fn the_larger_quantity_wins_and_merging_again_changes_nothing() {
        let guests = [line(1, 5), line(2, 1), line(3, 2)];
        let once = merged(&[line(1, 2), line(2, 4)], &guests);
        assert_eq!(once, [line(1, 5), line(2, 4), line(3, 2)]);
        assert_eq!(merged(&once, &guests), once);
    }

    #[test]
    fn a_full_cart_takes_no_more_lines_from_a_guest() {
        let full: Vec<_> = (0..100).map(|variant| line(variant, 1)).collect();
        assert_eq!(merged(&full, &[line(7, 3), line(500, 1)]).len(), MOST_LINES);
    }

    #[test]
    fn a_line_never_grows_past_999() {
        assert!(grown(Some(line(1, 999).quantity), Quantity::ONE).is_err());
    }
}
