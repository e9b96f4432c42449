//! What a cart costs now. Every figure is computed here, none is taken from the browser.

use super::{Parts, coupon, gift_card};
use contracts::{
    CountryCode, Currency, Error, Money, Result, UserId, VariantId,
    catalog::VariantSnapshot,
    checkout::{Quote, QuoteLine},
    inventory::Availability,
    orders::{Cart, CartLine, CouponOffer},
    shipping::{Rate, RateRequest},
};
use std::collections::HashMap;

/// Delivery is free from a sum of the lines on, before any discount.
pub(super) async fn quote(parts: &Parts, user: Option<UserId>, cart: Cart) -> Result<Quote> {
    let ids: Vec<VariantId> = cart.lines.iter().map(|line| line.variant).collect();
    let (items, available) =
        tokio::try_join!(parts.catalog.variants(ids.clone()), parts.inventory.availability(ids))?;
    let gone = gone(&cart.lines, &items);
    let lines = priced(&cart.lines, items, &available)?;
    let currency = lines.first().map_or(Currency::Eur, |line| line.item.price.currency);
    let subtotal = total_of(currency, lines.iter().map(|line| line.subtotal))?;
    let coupon = coupon::offer(parts, user, &cart, subtotal).await?;
    let country: Option<CountryCode> = cart.draft.country.parse().ok();
    let rates = rates(parts, country.as_ref(), &lines, subtotal).await?;
    let rate = chosen(&cart, &rates);
    let shipping = rate.as_ref().map_or(Money::zero(currency), |rate| rate.price);
    let tax_rate_bp = match country {
        Some(country) => parts.orders.tax_rate(country).await?,
        None => 0,
    };
    let total = total_of(currency, [less(subtotal, coupon.as_ref())?, shipping])?;
    let gift_card = gift_card::part(parts, &cart, total).await?;
    Ok(Quote {
        tax: total.included_tax(tax_rate_bp).ok_or_else(too_much)?,
        lines,
        gone,
        subtotal,
        coupon,
        gift_card,
        rates,
        rate,
        shipping,
        tax_rate_bp,
        total,
        draft: cart.draft,
        new_token: cart.new_token,
    })
}

fn less(subtotal: Money, coupon: Option<&CouponOffer>) -> Result<Money> {
    match coupon {
        Some(CouponOffer::Applies(discount)) => subtotal.minus(discount.amount).ok_or_else(too_much),
        Some(CouponOffer::Refused { .. }) | None => Ok(subtotal),
    }
}

/// What there is of the lines that cannot be had in full; `None` when all can.
pub(super) fn short(quote: &Quote) -> Option<Vec<Availability>> {
    let missing = quote.lines.iter().filter(|line| line.available < line.quantity);
    let short: Vec<_> =
        missing.map(|line| Availability { variant: line.item.variant, available: line.available }).collect();
    (!short.is_empty()).then_some(short)
}

/// What the catalogue no longer knows cannot be priced and so cannot be bought.
fn gone(lines: &[CartLine], items: &[VariantSnapshot]) -> Vec<CartLine> {
    let is_known = |line: &CartLine| items.iter().any(|item| item.variant == line.variant);
    lines.iter().filter(|line| !is_known(line)).copied().collect()
}

fn priced(
    lines: &[CartLine],
    items: Vec<VariantSnapshot>,
    available: &[Availability],
) -> Result<Vec<QuoteLine>> {
    let mut items: HashMap<_, _> = items.into_iter().map(|item| (item.variant, item)).collect();
    let available: HashMap<_, _> = available.iter().map(|row| (row.variant, row.available)).collect();
    let known = lines.iter().filter_map(|line| Some((line, items.remove(&line.variant)?)));
    known
        .map(|(line, item)| {
            let quantity = line.quantity.get();
            let subtotal = item.price.times(quantity).ok_or_else(too_much)?;
            let stock = if item.on_sale { available.get(&item.variant).copied().unwrap_or(0) } else { 0 };
            Ok(QuoteLine { item, quantity, subtotal, available: stock.min(quantity.saturating_add(5)) })
        })
        .collect()
}

async fn rates(
    parts: &Parts,
    country: Option<&CountryCode>,
    lines: &[QuoteLine],
    subtotal: Money,
) -> Result<Vec<Rate>> {
    let (Some(country), false) = (country, lines.is_empty()) else { return Ok(Vec::new()) };
    let weights = lines.iter().map(|line| line.item.weight_g.saturating_mul(line.quantity));
    let weight_g = weights.fold(0_u32, u32::saturating_add);
    parts.shipping.rates(RateRequest { country: country.clone(), weight_g, subtotal }).await
}

fn chosen(cart: &Cart, rates: &[Rate]) -> Option<Rate> {
    let wanted = cart.draft.shipping_method;
    rates.iter().find(|rate| Some(rate.method) == wanted).or_else(|| rates.first()).cloned()
}

fn total_of(currency: Currency, amounts: impl IntoIterator<Item = Money>) -> Result<Money> {
    Money::sum(currency, amounts).ok_or_else(too_much)
}

fn too_much() -> Error {
    Error::invalid("This cart is too large to be ordered in one go.")
}
