//! Reads that join several services; server only.

use super::{
    api::{ListingView, ProductView},
    filters::Filters,
};
use crate::{cart::home_delivery, error::AppError};
use contracts::{
    Currency, Money, PageRequest, ProductId, Services, Slug,
    catalog::{ListingQuery, Product, ProductCard},
};
use std::collections::{BTreeMap, HashSet};

/// How many products stand below a product or an empty result.
const BESIDE: u32 = 4;

pub(super) async fn listing(
    services: &Services,
    place: &str,
    filters: &Filters,
) -> Result<ListingView, AppError> {
    let place = if place.is_empty() { ListingQuery::default() } else { at(place)? };
    let currency = shop_currency(services, filters).await?;
    let listing = services.catalog.listing(query(filters, place, currency)).await?;
    let currency = listing.products.items.first().map_or(currency, |card| card.price_from.currency);
    let popular =
        if listing.products.total == 0 { popular_cards(services, BESIDE).await } else { Vec::new() };
    Ok(ListingView { listing, currency, popular })
}

pub(super) async fn product(services: &Services, text: &str, preview: &str) -> Result<ProductView, AppError> {
    let product = super::find::product(services, slug(text, "product")?, preview).await?;
    let product = product.ok_or_else(|| AppError::not_found("product"))?;
    let variants = product.variants.iter().map(|variant| variant.id).collect();
    let (availability, goes_with, delivery) = futures::join!(
        services.inventory.availability(variants),
        goes_with(services, &product),
        home_delivery(services),
    );
    Ok(ProductView { product, availability: availability?, goes_with, delivery })
}

/// What is popular, filled up with what the merchant puts first: a young shop has no favourites yet.
pub(crate) async fn popular_cards(services: &Services, count: u32) -> Vec<ProductCard> {
    let ids = services.recommendations.popular(count).await.unwrap_or_default();
    filled_up(services, ids, &[], count).await
}

/// What is bought together with these products, filled up with what is popular; nothing that a merchant excluded.
pub(crate) async fn fitting_cards(
    services: &Services,
    products: Vec<ProductId>,
    count: u32,
) -> Vec<ProductCard> {
    let mut ids = services.recommendations.bought_together(products.clone(), count).await.unwrap_or_default();
    let enough = count.saturating_add(u32::try_from(products.len()).unwrap_or(0)).saturating_mul(2);
    ids.extend(services.recommendations.popular(enough).await.unwrap_or_default());
    let mut without = services.recommendations.not_beside(products.clone()).await.unwrap_or_default();
    without.extend(products);
    filled_up(services, ids, &without, count).await
}

/// The first `count` of these and the featured products, none twice and none of `without`.
async fn filled_up(
    services: &Services,
    ids: Vec<ProductId>,
    without: &[ProductId],
    count: u32,
) -> Vec<ProductCard> {
    let mut cards = services.catalog.cards(ids).await.unwrap_or_default();
    cards.retain(|card| !without.contains(&card.id));
    if cards.len() < count as usize {
        cards.extend(featured(services).await);
    }
    let mut seen: HashSet<ProductId> = without.iter().copied().collect();
    cards.retain(|card| seen.insert(card.id));
    cards.truncate(count as usize);
    cards
}

async fn featured(services: &Services) -> Vec<ProductCard> {
    let listing = services.catalog.listing(ListingQuery::default()).await;
    listing.map(|listing| listing.products.items).unwrap_or_default()
}

/// What goes well with a product, at most four. Suggestions are an extra: a page without them is better than
/// no page.
pub async fn goes_with(services: &Services, product: &Product) -> Vec<ProductCard> {
    let ids = services.recommendations.bought_together(vec![product.id], BESIDE).await.unwrap_or_default();
    let mut cards = services.catalog.cards(ids).await.unwrap_or_default();
    if cards.len() < BESIDE as usize {
        fill_up_beside(services, product, &mut cards).await;
    }
    cards.truncate(BESIDE as usize);
    cards
}

/// Adds what is in the same categories, the narrowest first, but nothing that a merchant excluded.
async fn fill_up_beside(services: &Services, product: &Product, cards: &mut Vec<ProductCard>) {
    let excluded = services.recommendations.not_beside(vec![product.id]).await.unwrap_or_default();
    let mut seen: HashSet<ProductId> = cards.iter().map(|card| card.id).chain(excluded).collect();
    seen.insert(product.id);
    for category in product.categories.iter().rev() {
        if cards.len() >= BESIDE as usize {
            break;
        }
        let more = of_category(services, category.slug.clone()).await;
        cards.extend(more.into_iter().filter(|card| seen.insert(card.id)));
    }
}

async fn of_category(services: &Services, category: Slug) -> Vec<ProductCard> {
    let page = PageRequest::new(1, BESIDE + 1);
    let query = ListingQuery { category: Some(category), page, ..ListingQuery::default() };
    services.catalog.listing(query).await.map(|listing| listing.products.items).unwrap_or_default()
}

/// Prices in the address are typed without a currency: it is that of the goods.
async fn shop_currency(services: &Services, filters: &Filters) -> Result<Currency, AppError> {
    if filters.price_min.is_empty() && filters.price_max.is_empty() {
        return Ok(Currency::Eur);
    }
    let one = ListingQuery { page: PageRequest::new(1, 1), ..ListingQuery::default() };
    let cards = services.catalog.listing(one).await?.products.items;
    Ok(cards.first().map_or(Currency::Eur, |card| card.price_from.currency))
}

/// The place that a part of an address means: `brands/<slug>`, `collections/<slug>` or a category.
fn at(place: &str) -> Result<ListingQuery, AppError> {
    let (kind, text) = place.rsplit_once('/').unwrap_or(("", place));
    let slug = Some(slug(text, "collection")?);
    let query = ListingQuery::default();
    Ok(match kind {
        "brands" => ListingQuery { brand: slug, ..query },
        "collections" => ListingQuery { collection: slug, ..query },
        _ => ListingQuery { category: slug, ..query },
    })
}

fn slug(text: &str, what: &str) -> Result<Slug, AppError> {
    text.parse().map_err(|_| AppError::from(contracts::Error::not_found(what)))
}

/// What to ask the catalogue for; prices that cannot be read are ignored.
fn query(filters: &Filters, place: ListingQuery, currency: Currency) -> ListingQuery {
    let price = |text: &str| Money::parse(text, currency).map(|money| money.minor);
    let mut options = BTreeMap::<String, Vec<String>>::new();
    for option in &filters.options {
        options.entry(option.name.clone()).or_default().push(option.value.clone());
    }
    ListingQuery {
        search: filters.search.clone(),
        brands: filters.brands.clone(),
        price_min: price(&filters.price_min),
        price_max: price(&filters.price_max),
        options,
        in_stock: filters.in_stock,
        sort: filters.sort,
        page: PageRequest::new(filters.page, PageRequest::default().size),
        ..place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_as_people_type_them() {
        let filters = Filters { price_min: "12,50".into(), price_max: "cheap".into(), ..Filters::default() };
        let query = query(&filters, ListingQuery::default(), Currency::Eur);
        assert_eq!((query.price_min, query.price_max), (Some(1250), None));
    }

    #[test]
    fn a_place_is_a_category_a_brand_or_a_collection() {
        assert_eq!(at("mugs").unwrap().category.unwrap().as_str(), "mugs");
        assert_eq!(at("brands/hay").unwrap().brand.unwrap().as_str(), "hay");
        assert_eq!(at("collections/summer").unwrap().collection.unwrap().as_str(), "summer");
        assert!(at("brands/").is_err());
    }

    #[test]
    fn choices_of_one_option_widen_together() {
        let pairs = [("opt.Colour", "Chalk".to_owned()), ("opt.Colour", "Sage".to_owned())];
        let query = query(&Filters::parse(pairs), ListingQuery::default(), Currency::Eur);
        assert_eq!(query.options["Colour"], ["Chalk", "Sage"]);
    }
}
