//! Who may see an account: everything here begins with its owner. Server only.

use super::api::Overview;
use crate::{
    context::{self, Cookie, cookie, keep_session, set_cookie},
    error::AppError,
    orders::words::address_lines,
    work::{Door, Tickets},
};
use contracts::{
    ErrorKind, PageRequest, Services, UserId,
    catalog::ProductCard,
    identity::{Session, SignedIn},
};
use http::{header::ACCEPT, request::Parts};
use leptos::prelude::use_context;
use std::time::Duration;

/// Nobody fills a form in sooner, whatever helps them.
const SOONEST: Duration = Duration::from_secs(2);
/// A page that was open for longer is rendered anew.
const LATEST: Duration = Duration::from_hours(24);

/// Products in the row of what a shopper may like.
const PICKED: u32 = 4;

/// The shopper who asks; leads to the log-in when nobody is logged in.
pub(crate) async fn owner() -> Result<Session, AppError> {
    context::logged_in_shopper().await.inspect_err(lead_to_log_in)
}

/// Whose account is shown: the owner's, also to a member of staff who looks as them. Only for what reads, and never
/// for what opens an account.
pub(crate) async fn viewer() -> Result<Session, AppError> {
    context::required(context::viewer().await?).inspect_err(lead_to_log_in)
}

fn lead_to_log_in(error: &AppError) {
    if error.0.kind == ErrorKind::Unauthenticated {
        context::redirect(&log_in_path());
    }
}

/// Opens the shop to whoever just logged in or made an account: session, cart, next page.
pub(crate) async fn enter(services: &Services, signed_in: &SignedIn, next: &str) -> Result<(), AppError> {
    keep_session(signed_in).await?;
    if let Some(token) = cookie(Cookie::Cart)? {
        // The log-in does not fail because of a cart; its cookie stays and the next log-in merges it.
        match services.orders.merge_carts(signed_in.session.user, token).await {
            Ok(()) => set_cookie(Cookie::Cart, "", 0)?,
            Err(error) => tracing::warn!(%error, "a guest's cart could not be merged"),
        }
    }
    context::redirect(if next.is_empty() { "/account" } else { next });
    Ok(())
}

/// A ticket for a form at this door; empty while nobody signs any.
pub(super) fn ticket(door: Door) -> String {
    let (Some(Tickets(office)), Ok(request)) = (use_context::<Tickets>(), context::request()) else {
        return String::new();
    };
    office.issue(door, &request.client).unwrap_or_default()
}

/// Shows a form once more, with what was typed, that was sent sooner than people fill it in. Only without scripts: with
/// them work is shown. The log-in is left out, which browsers fill in by themselves.
///
/// # Errors
/// `Invalid` when the form is to be sent once more.
pub(super) fn refuse_haste(door: Door, ticket: Option<&str>) -> Result<(), AppError> {
    let office = use_context::<Tickets>().filter(|tickets| tickets.0.is_open());
    let (Some(Tickets(office)), true) = (office, is_without_scripts()) else { return Ok(()) };
    let age = office.age(ticket.unwrap_or_default(), door, &context::request()?.client);
    if age.is_some_and(|age| (SOONEST..=LATEST).contains(&age)) {
        return Ok(());
    }
    let text = "Please send this once more: it came back sooner than we expect of people, or after very long. What you \
                typed is still here, but for passwords.";
    Err(contracts::Error::invalid(text).into())
}

/// Whether a browser shows the answer by itself.
fn is_without_scripts() -> bool {
    let accepted = use_context::<Parts>().and_then(|parts| parts.headers.get(ACCEPT).cloned());
    accepted.is_some_and(|accepted| accepted.to_str().is_ok_and(|text| text.contains("text/html")))
}

/// Takes the shopper's session from this browser.
pub(super) fn forget() -> Result<(), AppError> {
    set_cookie(Cookie::Shop, "", 0)?;
    set_cookie(Cookie::Order, "", 0)
}

/// The latest orders, the first address and what the shopper may like.
pub(super) async fn overview(services: &Services, session: Session) -> Result<Overview, AppError> {
    let (profile, orders, book, countries, picked) = futures::try_join!(
        services.identity.profile(session.actor()),
        services.orders.my_orders(session.actor(), PageRequest::new(1, 3)),
        services.identity.addresses(session.actor()),
        services.shipping.countries(),
        async { Ok(picked(services, session.user).await) },
    )?;
    let first = book.into_iter().find(|saved| saved.is_default).map(|saved| saved.address);
    let address = first.map(|address| {
        let country = countries.iter().find(|country| country.code == address.country);
        address_lines(&address, country.map_or(address.country.as_str(), |country| &country.name))
    });
    let unconfirmed = (!profile.email_verified).then(|| profile.email.to_string());
    let (name, address) = (session.name, address.unwrap_or_default());
    Ok(Overview { name, unconfirmed, orders: orders.items, address, picked })
}

/// What a shopper may like. An extra: the account does without it when recommendations are away.
async fn picked(services: &Services, user: UserId) -> Vec<ProductCard> {
    let ids = services.recommendations.for_customer(user, PICKED).await.unwrap_or_default();
    services.catalog.cards(ids).await.unwrap_or_default()
}

/// The log-in, with the page that was asked for.
fn log_in_path() -> String {
    let parts = use_context::<Parts>();
    let path = parts.map(|parts| parts.uri.path().to_owned()).unwrap_or_default();
    let plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_".contains(&byte));
    if plain && path.starts_with("/account") { ["/login?next=", &path].concat() } else { "/login".to_owned() }
}
