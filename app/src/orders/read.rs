//! Reads an order for its buyer. Server only.

use super::api::{OrderView, Parcel, Sheet};
use crate::{
    context::{Cookie, cookie, set_cookie},
    error::AppError,
};
use contracts::{
    Address, Checks, Email, Error, Services,
    identity::Session,
    orders::{Invoice, Order, OrderItem},
    shipping::{Country, Shipment},
};

/// How long a guest's browser may open the order again, seconds.
const REMEMBERED: i64 = 24 * 3600;

/// Lets this browser open an order again.
pub(crate) fn remember(number: &str, email: &Email) -> Result<(), AppError> {
    let plain = number.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if plain {
        set_cookie(Cookie::Order, &[number, "|", email.as_str()].concat(), REMEMBERED)
    } else {
        Ok(())
    }
}

pub(super) fn number_and_email(number: &str, email: &str) -> Result<(String, Email), AppError> {
    let mut checks = Checks::default();
    let number = number.trim().to_uppercase();
    checks.require(!number.is_empty(), "number", "Please enter the order number from your mail.");
    let email = checks.parse("email", email.parse::<Email>());
    checks.finish()?;
    Ok((number, email.ok_or_else(Error::internal)?))
}

pub(super) fn unknown() -> AppError {
    let mut error = Error::not_found("order");
    "We found no order with this number and address. Please check both.".clone_into(&mut error.message);
    error.into()
}

/// The order's page, if whoever asks is its buyer.
pub(crate) async fn order(
    services: &Services,
    session: Option<Session>,
    number: String,
) -> Result<OrderView, AppError> {
    let signed_in = session.is_some();
    let order = bought(services, session, number).await?;
    let documents = services.orders.find_invoices(order.number.clone(), order.email.to_string());
    let (parcels, countries, documents, gift_card) = futures::try_join!(
        services.shipping.shipments_of(order.id),
        services.shipping.countries(),
        documents,
        services.payments.paid_by_gift_card(order.id)
    )?;
    let documents = documents.into_iter().map(Into::into).collect();
    Ok(OrderView { documents, gift_card, ..view(order, parcels, &countries, signed_in) })
}

/// A document of an order, if whoever asks is its buyer.
pub(super) async fn invoice(
    services: &Services,
    session: Option<Session>,
    order: String,
    number: &str,
) -> Result<Invoice, AppError> {
    let order = bought(services, session, order).await?;
    let documents = services.orders.find_invoices(order.number, order.email.to_string()).await?;
    let asked = documents.into_iter().find(|document| document.number == number);
    asked.ok_or_else(|| AppError::not_found("invoice"))
}

/// A document with what it leaves to be looked up.
pub(crate) async fn sheet(services: &Services, invoice: Invoice) -> Result<Sheet, AppError> {
    let country = country_name(&invoice.buyer, &services.shipping.countries().await?);
    Ok(Sheet { invoice, country })
}

/// The name of an address's country; the code where nothing is shipped there any more.
pub(crate) fn country_name(address: &Address, countries: &[Country]) -> String {
    let known = countries.iter().find(|country| country.code == address.country);
    known.map_or_else(|| address.country.to_string(), |country| country.name.clone())
}

/// The order, if whoever asks is its buyer.
async fn bought(services: &Services, session: Option<Session>, number: String) -> Result<Order, AppError> {
    let signed_in = session.is_some();
    let own = match session {
        Some(session) => services.orders.my_order(session.actor(), number.clone()).await?,
        None => None,
    };
    let order = match own {
        Some(order) => Some(order),
        None => remembered(services, &number).await?,
    };
    order.ok_or_else(|| AppError::not_found("order")).inspect_err(|_| lead_to_look_up(signed_in, &number))
}

/// Guests whose browser does not know the order can tell its address.
fn lead_to_look_up(signed_in: bool, number: &str) {
    if !signed_in {
        let plain: String =
            number.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
        crate::context::redirect(&["/orders/find?number=", &plain].concat());
    }
}

async fn remembered(services: &Services, number: &str) -> Result<Option<Order>, AppError> {
    let kept = cookie(Cookie::Order)?;
    let Some((kept, email)) = kept.as_deref().and_then(|kept| kept.split_once('|')) else {
        return Ok(None);
    };
    if kept != number {
        return Ok(None);
    }
    Ok(services.orders.find_order(number.to_owned(), email.to_owned()).await?)
}

fn view(order: Order, parcels: Vec<Shipment>, countries: &[Country], signed_in: bool) -> OrderView {
    OrderView {
        country: country_name(&order.address, countries),
        parcels: parcels.into_iter().map(|parcel| self::parcel(parcel, &order.items)).collect(),
        number: order.number,
        placed_at: order.placed_at,
        status: order.status,
        payment: order.payment_status,
        email: order.email.to_string(),
        items: order.items,
        subtotal: order.subtotal,
        discount: order.discount,
        shipping: order.shipping,
        tax: order.tax,
        tax_rate_bp: order.tax_rate_bp,
        total: order.total,
        gift_card: None,
        refunded: order.refunded,
        shipping_method: order.shipping_method,
        address: order.address,
        note: order.note,
        documents: Vec::new(),
        signed_in,
    }
}

fn parcel(parcel: Shipment, items: &[OrderItem]) -> Parcel {
    let named = |item| items.iter().find(|known| known.id == item).map(|known| known.name.as_str());
    let contents =
        parcel.lines.iter().filter_map(|line| Some(format!("{} × {}", line.quantity, named(line.item)?)));
    Parcel {
        contents: contents.collect(),
        carrier: parcel.carrier,
        tracking_number: parcel.tracking_number,
        tracking_url: parcel.tracking_url.filter(|url| url.starts_with("https://")),
        status: parcel.status,
        estimated_delivery: parcel.estimated_delivery,
        events: parcel.events.into_iter().map(|event| (event.event_type, event.at)).collect(),
    }
}
