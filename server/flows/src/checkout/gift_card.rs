//! The gift card in a cart: what it pays now, and entering one.

use super::{Parts, quote::quote};
use contracts::{
    Error, Money, Result,
    checkout::{GiftCardPart, Quote},
    orders::{Cart, CartKey},
    payments::PaymentKind,
};

/// What the card in the cart pays of the total; `None` without one that pays anything. What an unfinished checkout of
/// this very cart has taken is still its own.
pub(super) async fn part(parts: &Parts, cart: &Cart, total: Money) -> Result<Option<GiftCardPart>> {
    let (Some(card), Some(id)) = (cart.gift_card.filter(|_| total.minor > 0), cart.id) else {
        return Ok(None);
    };
    let own = parts.orders.open_checkouts(id).await?.into_iter().map(|run| run.id).collect();
    let offer = parts.payments.gift_card_offer(card, own).await?;
    let offer = offer.filter(|offer| offer.balance.currency == total.currency);
    if offer.is_none() || refusal(parts, &cart.draft.country, total).await?.is_some() {
        return Ok(None);
    }
    let part = offer.map(|offer| {
        let pays = Money::new(share(offer.balance.minor, total.minor), total.currency);
        GiftCardPart { offer, pays }
    });
    Ok(part.filter(|part| part.pays.minor > 0))
}

/// Why gift cards pay nothing of an order of this total to this country.
async fn refusal(parts: &Parts, country: &str, total: Money) -> Result<Option<String>> {
    Ok(parts.payments.gateway().await?.way(PaymentKind::GiftCard).refusal(country, total))
}

/// The smallest amount that is charged, minor units: Stripe's for most currencies
/// (<https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts>).
const LEAST_CHARGE: i64 = 50;

/// All that is on the card or all that there is to pay; a rest that no gateway would charge is avoided.
fn share(balance: i64, total: i64) -> i64 {
    match total - balance {
        ..=0 => total,
        1..LEAST_CHARGE => (total - LEAST_CHARGE).max(0),
        _ => balance,
    }
}

/// Keeps a card that pays.
pub(super) async fn apply(parts: &Parts, key: CartKey, code: String) -> Result<Quote> {
    let offer = parts.payments.gift_card_of(code).await?;
    let cart = parts.orders.cart(key.clone()).await?;
    let quoted = quote(parts, key.user, Cart { gift_card: Some(offer.card), ..cart }).await?;
    if quoted.gift_card.is_none() {
        let refused = refusal(parts, &quoted.draft.country, quoted.total).await?;
        let told = match quoted.total.minor {
            0 => "Your cart is empty.".to_owned(),
            _ => refused
                .unwrap_or_else(|| format!("This gift card pays in {}.", offer.balance.currency.code())),
        };
        return Err(Error::field("gift_card", told));
    }
    parts.orders.set_cart_gift_card(key, Some(offer.card)).await?;
    Ok(quoted)
}

/// Takes the card out.
pub(super) async fn remove(parts: &Parts, key: CartKey) -> Result<Quote> {
    let cart = parts.orders.set_cart_gift_card(key.clone(), None).await?;
    quote(parts, key.user, cart).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gift_card_leaves_nothing_or_what_can_be_charged() {
        assert_eq!([share(500, 2_000), share(2_000, 500), share(500, 500)], [500, 500, 500]);
        assert_eq!([share(470, 500), share(450, 500), share(10, 40)], [450, 450, 0]);
    }
}
