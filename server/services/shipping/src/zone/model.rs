//! What a way to ship costs. No I/O.

use contracts::{Money, shipping::Rate};

/// The offers at what they cost for a subtotal: cheapest first, then fastest.
pub fn priced(mut offers: Vec<Rate>, subtotal: Money) -> Vec<Rate> {
    for offer in &mut offers {
        if offer.free_from.is_some_and(|from| subtotal.minor >= from.minor) {
            offer.price = Money::zero(offer.price.currency);
        }
    }
    offers.sort_by(|a, b| (a.price.minor, a.days_max, &a.name).cmp(&(b.price.minor, b.days_max, &b.name)));
    offers
}
