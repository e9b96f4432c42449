//! What the palette finds for whom. Server only.

use super::{api::Found, nav, open_items::OpenCounts, open_search};
use crate::error::AppError;
use contracts::{
    PageRequest, Permission, Services,
    catalog::ProductQuery,
    identity::{CustomerQuery, Session},
    orders::OrderQuery,
};
use futures::try_join;

const EACH: u32 = 5;

/// Pages and actions first, then orders, products and customers; only what the session may see.
///
/// # Errors
/// As the services answer.
pub async fn find(services: &Services, session: &Session, text: &str) -> Result<Vec<Found>, AppError> {
    let mut found = pages(session, text);
    note_open(services, session, &mut found).await;
    if text.chars().count() < 2 {
        return Ok(found);
    }
    let (orders, products, customers) = try_join!(
        orders(services, session, text),
        products(services, session, text),
        customers(services, session, text)
    )?;
    found.extend(orders.into_iter().chain(products).chain(customers));
    Ok(found)
}

fn found(kind: &str, title: impl Into<String>, note: impl Into<String>, href: impl Into<String>) -> Found {
    Found { kind: kind.to_owned(), title: title.into(), note: note.into(), href: href.into() }
}

/// Says at the pages that count how much is open there.
async fn note_open(services: &Services, session: &Session, found: &mut [Found]) {
    let counts = |page: &Found| OpenCounts::PAGES.contains(&page.href.as_str());
    if !found.iter().any(counts) {
        return;
    }
    let open = open_search::count(services, session).await;
    for page in found.iter_mut().filter(|page| open.of(&page.href) > 0) {
        page.note = format!("{} open", open.of(&page.href));
    }
}

fn pages(session: &Session, text: &str) -> Vec<Found> {
    let fits = |title: &str| title.to_lowercase().contains(&text.to_lowercase());
    let may = |permission: &Permission| session.permissions.contains(permission);
    let pages = nav::PAGES.iter().filter(|page| may(&page.permission) && fits(page.text));
    let pages = pages.map(|page| found("Page", page.text, page.group, page.href));
    let actions = nav::ACTIONS.iter().filter(|(text, _, permission)| may(permission) && fits(text));
    pages.chain(actions.map(|(text, href, _)| found("Action", *text, "", *href))).collect()
}

async fn orders(services: &Services, session: &Session, text: &str) -> Result<Vec<Found>, AppError> {
    if !session.permissions.contains(&Permission::ViewOrders) {
        return Ok(Vec::new());
    }
    let query =
        OrderQuery { search: text.to_owned(), page: PageRequest::new(1, EACH), ..OrderQuery::default() };
    let page = services.orders.orders(session.actor(), query).await?;
    let of = |row: contracts::orders::OrderRow| {
        found(
            "Order",
            row.number,
            format!("{} · {}", row.name, row.total),
            format!("/admin/orders/{}", row.id),
        )
    };
    Ok(page.items.into_iter().map(of).collect())
}

async fn products(services: &Services, session: &Session, text: &str) -> Result<Vec<Found>, AppError> {
    if !session.permissions.contains(&Permission::ViewCatalog) {
        return Ok(Vec::new());
    }
    let query =
        ProductQuery { search: text.to_owned(), page: PageRequest::new(1, EACH), ..ProductQuery::default() };
    let page = services.catalog.products(session.actor(), query).await?;
    let of = |row: contracts::catalog::ProductRow| {
        found("Product", row.name, row.price_from.to_string(), format!("/admin/products/{}", row.id))
    };
    Ok(page.items.into_iter().map(of).collect())
}

async fn customers(services: &Services, session: &Session, text: &str) -> Result<Vec<Found>, AppError> {
    if !session.permissions.contains(&Permission::ViewCustomers) {
        return Ok(Vec::new());
    }
    let query = CustomerQuery {
        search: text.to_owned(),
        page: PageRequest::new(1, EACH),
        ..CustomerQuery::default()
    };
    let page = services.identity.customers(session.actor(), query).await?;
    let of = |row: contracts::identity::Customer| {
        found("Customer", row.name, row.email.to_string(), format!("/admin/customers/{}", row.id))
    };
    Ok(page.items.into_iter().map(of).collect())
}
