//! Carts with the catalogue's prices and their owners' names. Server only.

use super::api::{PricedCart, PricedLine};
use crate::{
    admin::{ListState, patterns::Listed, queries},
    error::AppError,
};
use contracts::{
    CartId, Money, Permission, Result, Services, UserId, VariantId,
    catalog::VariantSnapshot,
    identity::{Customer, Session},
    orders::{CartLine, CartRow},
};
use std::collections::{BTreeSet, HashMap};

/// A part of the list.
///
/// # Errors
/// As the services answer.
pub async fn list(
    services: &Services,
    session: &Session,
    state: &ListState,
) -> Result<Listed<PricedCart>, AppError> {
    let mut list = services.orders.carts(session.actor(), queries::carts(state)).await?;
    let carts = priced(services, session, std::mem::take(&mut list.items)).await?;
    Ok(Listed::now(list.with(carts)))
}

/// One cart.
///
/// # Errors
/// `NotFound` when there is none; otherwise as the services answer.
pub async fn one(services: &Services, session: &Session, id: CartId) -> Result<PricedCart, AppError> {
    let cart = services.orders.any_cart(session.actor(), id).await?;
    let cart = cart.ok_or_else(|| AppError::not_found("cart"))?;
    let mut carts = priced(services, session, vec![cart]).await?;
    carts.pop().ok_or_else(|| AppError::not_found("cart"))
}

/// Carts at the prices of now.
///
/// # Errors
/// As the services answer.
pub async fn priced(services: &Services, session: &Session, carts: Vec<CartRow>) -> Result<Vec<PricedCart>> {
    let variants: BTreeSet<VariantId> =
        carts.iter().flat_map(|cart| cart.lines.iter().map(|line| line.variant)).collect();
    let (known, owners) = futures::try_join!(
        services.catalog.variants(variants.into_iter().collect()),
        owners(services, session, &carts),
    )?;
    let known: HashMap<VariantId, VariantSnapshot> =
        known.into_iter().map(|variant| (variant.variant, variant)).collect();
    Ok(carts.into_iter().map(|cart| at_prices(cart, &known, &owners)).collect())
}

/// The people that these carts belong to, as far as whoever asks may see people.
async fn owners(
    services: &Services,
    session: &Session,
    carts: &[CartRow],
) -> Result<HashMap<UserId, Customer>> {
    if !session.permissions.contains(&Permission::ViewCustomers) {
        return Ok(HashMap::new());
    }
    let asked = carts.iter().filter_map(|cart| cart.user);
    let asked = asked.map(|user| services.identity.customer(session.actor(), user));
    let people = futures::future::try_join_all(asked).await?;
    Ok(people.into_iter().flatten().map(|person| (person.id, person)).collect())
}

fn at_prices(
    cart: CartRow,
    known: &HashMap<VariantId, VariantSnapshot>,
    owners: &HashMap<UserId, Customer>,
) -> PricedCart {
    let owner = cart.user.and_then(|user| owners.get(&user));
    let lines: Vec<_> = cart.lines.iter().map(|line| priced_line(line, known.get(&line.variant))).collect();
    PricedCart {
        name: owner.map_or_else(|| cart.name.clone(), |owner| owner.name.clone()),
        email: owner.map_or_else(|| cart.email.clone(), |owner| owner.email.to_string()),
        value: value(&lines),
        lines,
        cart,
    }
}

fn priced_line(line: &CartLine, known: Option<&VariantSnapshot>) -> PricedLine {
    let quantity = line.quantity.get();
    let Some(variant) = known else {
        let (name, detail) = ("No longer in the catalogue".to_owned(), line.variant.to_string());
        return PricedLine { product: None, name, detail, quantity, price: None, sum: None };
    };
    let price = variant.on_sale.then_some(variant.price);
    PricedLine {
        product: Some(variant.product),
        name: variant.name.clone(),
        detail: format!("{} {}", variant.sku, variant.choices),
        quantity,
        price,
        sum: price.and_then(|price| price.times(quantity)),
    }
}

fn value(lines: &[PricedLine]) -> Option<Money> {
    let mut sums = lines.iter().filter_map(|line| line.sum);
    let first = sums.next()?;
    sums.try_fold(first, Money::plus)
}
