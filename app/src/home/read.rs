//! Reads that join several services; server only.

use super::api::{Collection, HomeView, Story};
use crate::{catalog::read::popular_cards, context::Stories, error::AppError};
use contracts::{
    PageRequest, Result, Services,
    catalog::{Category, ListingQuery, Sort},
};
use futures::future::try_join_all;
use leptos::prelude::use_context;

/// Tiles in the grid of collections.
const COLLECTIONS: usize = 8;
/// Products in a row.
const ROW: u32 = 4;

pub(super) async fn home(services: &Services) -> Result<HomeView, AppError> {
    let newest =
        ListingQuery { sort: Sort::Newest, page: PageRequest::new(1, ROW), ..ListingQuery::default() };
    let (tree, newest, popular) = futures::join!(
        services.catalog.categories(),
        services.catalog.listing(newest),
        popular_cards(services, ROW * 3),
    );
    let newest = newest?.products.items;
    let mut loved: Vec<_> =
        popular.into_iter().filter(|card| newest.iter().all(|new| new.id != card.id)).collect();
    loved.truncate(ROW as usize);
    let filled = tree?.into_iter().filter(|category| category.product_count > 0).take(COLLECTIONS);
    let collections = try_join_all(filled.map(|category| collection(services, category))).await?;
    let mut stories = stories(&collections).into_iter();
    Ok(HomeView { opening: stories.next(), editorial: stories.next(), collections, newest, loved })
}

/// The stories about collections that the shop has.
fn stories(collections: &[Collection]) -> Vec<Story> {
    let known = use_context::<Stories>().map(|Stories(stories)| stories).unwrap_or_default();
    let has = |story: &&Story| collections.iter().any(|one| one.slug == story.collection);
    known.iter().filter(has).cloned().collect()
}

async fn collection(services: &Services, category: Category) -> Result<Collection> {
    let page = PageRequest::new(1, 1);
    let query = ListingQuery { category: Some(category.slug.clone()), page, ..ListingQuery::default() };
    let first = services.catalog.listing(query).await?.products.items.into_iter().next();
    let picture = first.and_then(|card| card.pictures.into_iter().next());
    Ok(Collection { slug: category.slug.into(), name: category.name, picture })
}
