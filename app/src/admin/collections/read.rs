//! Reads for the pages of collections. Server only.

use super::api::{CollectionPage, CollectionRow};
use contracts::{
    Actor, CollectionId, Currency, Error, PageRequest, Permission, ProductId, Result, Services,
    catalog::{Collection, Members, ProductCard, ProductQuery},
};
use futures::future::{join_all, try_join_all};

/// Lines that are read at once.
const MOST_LINES: usize = 50;

/// All collections with how many products they have now.
///
/// # Errors
/// As the catalogue answers.
pub async fn rows(services: &Services, actor: &Actor) -> Result<Vec<CollectionRow>> {
    let all = services.catalog.collections(actor.clone()).await?;
    try_join_all(all.into_iter().map(|collection| counted(services, actor, collection))).await
}

async fn counted(services: &Services, actor: &Actor, collection: Collection) -> Result<CollectionRow> {
    let products = services.catalog.count_members(actor.clone(), collection.members.clone()).await?;
    Ok(CollectionRow { collection, products })
}

/// What the page of a collection shows; that of a new one for `new`.
///
/// # Errors
/// `NotFound`; otherwise as the catalogue answers.
pub async fn page(services: &Services, actor: &Actor, id: &str) -> Result<CollectionPage> {
    let row = if id == "new" { None } else { Some(one(services, actor, id).await?) };
    let names = match row.as_ref().map(|row| &row.collection.members) {
        Some(Members::Hand { products }) => names(services, actor, products).await,
        _ => Vec::new(),
    };
    let first = ProductQuery { page: PageRequest::new(1, 1), ..ProductQuery::default() };
    let (tree, brands, any) = futures::try_join!(
        services.catalog.categories(),
        services.catalog.all_brands(actor.clone()),
        services.catalog.products(actor.clone(), first),
    )?;
    Ok(CollectionPage {
        row,
        names,
        categories: crate::admin::catalog::choices(&tree),
        brands: brands.into_iter().map(|brand| (brand.id.to_string(), brand.name)).collect(),
        currency: any.items.first().map_or(Currency::Eur, |row| row.price_from.currency),
        may_edit: actor.require(Permission::EditCatalog).is_ok(),
    })
}

async fn one(services: &Services, actor: &Actor, id: &str) -> Result<CollectionRow> {
    let missing = || Error::not_found("collection");
    let id: CollectionId = id.parse().map_err(|_| missing())?;
    let all = services.catalog.collections(actor.clone()).await?;
    let found = all.into_iter().find(|it| it.id == id).ok_or_else(missing)?;
    counted(services, actor, found).await
}

/// Names in the order of the ids, whether on sale or not.
async fn names(services: &Services, actor: &Actor, ids: &[ProductId]) -> Vec<String> {
    let cards = services.catalog.cards(ids.to_vec()).await.unwrap_or_default();
    join_all(ids.iter().map(|id| name(services, actor, &cards, *id))).await
}

async fn name(services: &Services, actor: &Actor, cards: &[ProductCard], id: ProductId) -> String {
    if let Some(card) = cards.iter().find(|card| card.id == id) {
        return card.name.clone();
    }
    let product = services.catalog.product(actor.clone(), id).await.ok().flatten();
    product.map_or_else(|| "A product that is gone".to_owned(), |it| format!("{} (not on sale)", it.name))
}

/// The products that lines of SKUs or whole names mean.
///
/// # Errors
/// A field error `add` that names the first line that means none, or more than one.
pub async fn found(services: &Services, actor: &Actor, lines: &str) -> Result<Vec<ProductId>> {
    let lines: Vec<&str> = lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() > MOST_LINES {
        return Err(Error::field("add", "Please add at most 50 products at once."));
    }
    let mut found = Vec::with_capacity(lines.len());
    for line in lines {
        found.push(product(services, actor, line).await?);
    }
    Ok(found)
}

async fn product(services: &Services, actor: &Actor, line: &str) -> Result<ProductId> {
    let page = PageRequest::new(1, 6);
    let query = ProductQuery { search: line.to_owned(), page, ..ProductQuery::default() };
    let matches = services.catalog.products(actor.clone(), query).await?.items;
    let exact = matches.iter().find(|row| row.name.to_lowercase() == line.to_lowercase());
    match (matches.as_slice(), exact) {
        (_, Some(row)) => Ok(row.id),
        ([only], None) => Ok(only.id),
        ([], None) => Err(Error::field("add", format!("No product has the name or SKU “{line}”."))),
        _ => Err(Error::field("add", format!("“{line}” means several products. Please write a SKU."))),
    }
}
