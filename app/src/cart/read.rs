//! Reads that join several services; server only.

use super::{CartView, HomeDelivery};
use crate::{catalog::read::fitting_cards, error::AppError};
use contracts::{Error, Quantity, Services, VariantId, checkout::Quote, orders::Cart};
use leptos::prelude::*;

/// The cart without what is nobody's business in a page: draft and token.
pub(super) async fn view(services: &Services, quote: Quote) -> CartView {
    let products = quote.lines.iter().map(|line| line.item.product).collect();
    let (suggestions, home) = futures::join!(fitting_cards(services, products, 2), home_delivery(services));
    let known = quote.rate.as_ref().map(|rate| HomeDelivery {
        place: String::new(),
        days_min: rate.days_min,
        days_max: rate.days_max,
        free_from: rate.free_from,
    });
    CartView {
        due: quote.due(),
        gift_card: quote.gift_card,
        lines: quote.lines,
        gone: quote.gone,
        subtotal: quote.subtotal,
        coupon: quote.coupon,
        rate: quote.rate,
        total: quote.total,
        delivery: known.or(home),
        suggestions,
    }
}

/// The first way to ship within the shop's first zone. An extra: pages do without it when shipping is away.
pub(crate) async fn home_delivery(services: &Services) -> Option<HomeDelivery> {
    let zone = services.shipping.zones().await.ok()?.into_iter().next()?;
    let method = zone.methods.into_iter().next()?;
    Some(HomeDelivery {
        place: zone.name,
        days_min: method.days_min,
        days_max: method.days_max,
        free_from: method.free_from,
    })
}

pub(super) fn quantity(count: u32) -> Result<Quantity, AppError> {
    Quantity::try_from(count).map_err(|error| Error::field("quantity", error.to_string()).into())
}

/// Passes what shoppers can buy; a page that was open for long may offer more.
pub(super) async fn must_be_on_sale(services: &Services, variant: VariantId) -> Result<(), AppError> {
    let known = services.catalog.variants(vec![variant]).await?;
    if known.iter().any(|item| item.on_sale) {
        return Ok(());
    }
    Err(Error::conflict("This article is no longer on sale.").into())
}

pub(super) fn units(cart: &Cart) -> u32 {
    cart.lines.iter().map(|line| line.quantity.get()).sum()
}

/// A plain form post gets a page for an answer; a call from a script gets the value alone.
pub(super) fn show_cart_without_scripts() {
    let accepts_page = |parts: http::request::Parts| {
        let accept = parts.headers.get(http::header::ACCEPT).and_then(|value| value.to_str().ok());
        accept.is_some_and(|accept| accept.contains("text/html"))
    };
    if use_context::<http::request::Parts>().is_some_and(accepts_page) {
        crate::context::redirect("/cart");
    }
}
