//! The rules of carts.

use contracts::{
    Error, Quantity, Result, VariantId,
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
    present.plus(more).ok_or_else(|| Error::field("quantity", message))
}

/// Whether one more line fits.
///
/// # Errors
/// `Invalid` past [`MOST_LINES`].
pub fn require_room(lines: usize) -> Result<()> {
    if lines < MOST_LINES {
        return Ok(());
    }
    Err(Error::invalid(format!("A cart holds at most {MOST_LINES} different articles.")))
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

/// What stays in a cart after an order of these lines: no more than what was ordered is taken out.
///
/// # Errors
/// `Conflict` when the cart no longer holds what is ordered: it was changed, or ordered elsewhere.
pub fn left_after(lines: &[CartLine], ordered: &[CartLine]) -> Result<Vec<CartLine>> {
    let mut left: Vec<(VariantId, u32)> =
        lines.iter().map(|line| (line.variant, line.quantity.get())).collect();
    for wanted in ordered {
        let held = left.iter_mut().find(|(variant, _)| *variant == wanted.variant);
        let rest =
            held.and_then(|(_, held)| held.checked_sub(wanted.quantity.get()).map(|rest| (held, rest)));
        let Some((held, rest)) = rest else {
            return Err(Error::conflict("Your cart was changed in another window. Please look at it again."));
        };
        *held = rest;
    }
    let kept = left.into_iter().filter_map(|(variant, rest)| Some((variant, Quantity::try_from(rest).ok()?)));
    Ok(kept.map(|(variant, quantity)| CartLine { variant, quantity }).collect())
}

/// What stays of a draft once it has become an order: everything but the note, which was about that order.
pub fn after_order(draft: CheckoutDraft) -> CheckoutDraft {
    CheckoutDraft { note: String::new(), ..draft }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn an_order_takes_out_what_was_ordered_and_needs_it_to_be_there() {
        let cart = [line(1, 5), line(2, 1)];
        assert_eq!(left_after(&cart, &[line(1, 2), line(2, 1)]).unwrap(), [line(1, 3)]);
        assert!(left_after(&cart, &[line(1, 6)]).is_err());
        assert!(left_after(&cart, &[line(1, 3), line(1, 3)]).is_err());
        assert!(left_after(&[], &[line(1, 1)]).is_err());
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
