//! Joins what recommendations know by ids with what the catalogue calls it. Server only.

use super::api::{Named, RecommendationPage, RecommendedRow, RuleRow, ShownRow, Source};
use crate::admin::patterns::ListState;
use contracts::{
    Actor, Error, Page, PageRequest, Permission, ProductId, Result, Services,
    catalog::{ProductCard, ProductQuery, ProductStatus},
    recommendations::{Explained, RuleKind, Shown, Summary},
};
use futures::future::join_all;
use std::collections::BTreeMap;

/// How many of what is popular are told.
const POPULAR: u32 = 8;

type Names = BTreeMap<ProductId, String>;

/// A page of products: all that match the words, or those with rules.
///
/// # Errors
/// As the services answer.
pub async fn page(services: &Services, actor: &Actor, state: &ListState) -> Result<Page<RecommendedRow>> {
    let (only_ruled, searched) = (state.filter("rules") == "1", !state.search.is_empty());
    let products = match (only_ruled, searched) {
        (true, false) => ruled(services, actor, state.request(25)).await?,
        // Rules are known by ids, words by the catalogue: of the first hundred matches those with rules.
        (true, true) => matching(services, actor, state, PageRequest::new(1, 100)).await?,
        (false, _) => matching(services, actor, state, state.request(25)).await?,
    };
    let ids = products.items.iter().map(|product| product.id).collect();
    let summaries = services.recommendations.summaries(actor.clone(), ids).await?;
    let shown = summaries.iter().flat_map(|summary| summary.shown.iter().copied()).collect();
    let names = on_sale(services, shown).await?;
    let mut page = products.map(|product| row(product, &summaries, &names));
    if only_ruled && searched {
        page.items.retain(|row| row.pinned + row.excluded > 0);
        page.total = page.items.len() as u64;
    }
    Ok(page)
}

fn row(product: Named, summaries: &[Summary], names: &Names) -> RecommendedRow {
    let summary = summaries.iter().find(|summary| summary.product == product.id);
    let shown = summary.into_iter().flat_map(|summary| &summary.shown);
    RecommendedRow {
        shown: shown.filter_map(|id| names.get(id).cloned()).collect(),
        pinned: summary.map_or(0, |summary| summary.pinned),
        excluded: summary.map_or(0, |summary| summary.excluded),
        computed_at: summary.and_then(|summary| summary.computed_at),
        product,
    }
}

async fn matching(
    services: &Services,
    actor: &Actor,
    state: &ListState,
    page: PageRequest,
) -> Result<Page<Named>> {
    let query = ProductQuery { search: state.search.clone(), page, ..ProductQuery::default() };
    let found = services.catalog.products(actor.clone(), query).await?;
    Ok(found.map(|row| Named { id: row.id, name: row.name }))
}

async fn ruled(services: &Services, actor: &Actor, page: PageRequest) -> Result<Page<Named>> {
    let products = services.recommendations.ruled_products(actor.clone(), page).await?;
    let names = all_names(services, actor, products.items.clone()).await?;
    Ok(products.map(|id| named(id, &names)))
}

/// What is popular now. An extra: the list does without it.
pub async fn popular(services: &Services) -> Vec<Named> {
    let cards = crate::catalog::read::popular_cards(services, POPULAR).await;
    cards.into_iter().map(|card| Named { id: card.id, name: card.name }).collect()
}

/// What stands beside a product, why, and what was decided about it.
///
/// # Errors
/// `NotFound`; otherwise as the services answer.
pub async fn one(services: &Services, actor: &Actor, id: ProductId) -> Result<RecommendationPage> {
    let found = services.catalog.product(actor.clone(), id).await?;
    let product = found.ok_or_else(|| Error::not_found("product"))?;
    let explained = services.recommendations.explain(actor.clone(), id).await?;
    let seen = crate::catalog::goes_with(services, &product).await;
    let ids = explained.shown.iter().map(|shown| shown.product);
    let ids = ids.chain(explained.rules.iter().map(|rule| rule.other)).collect();
    let names = all_names(services, actor, ids).await?;
    let is_on_sale = product.status == ProductStatus::Active;
    Ok(RecommendationPage {
        href: is_on_sale.then(|| format!("/p/{}", product.slug)),
        product: Named { id, name: product.name },
        shown: beside(&explained, &seen, &names),
        rules: rules(&explained, &names),
        computed_at: explained.computed_at,
        algorithm: explained.algorithm,
        may_edit: actor.require(Permission::EditCatalog).is_ok(),
        now: crate::admin::patterns::now(),
    })
}

/// What shoppers see, in their order, and then what there is no room for.
fn beside(explained: &Explained, seen: &[ProductCard], names: &Names) -> Vec<ShownRow> {
    let on_page = seen.iter().map(|card| {
        let known = explained.shown.iter().find(|shown| shown.product == card.id);
        shown_row(Named { id: card.id, name: card.name.clone() }, known, true)
    });
    let is_seen = |shown: &&Shown| seen.iter().any(|card| card.id == shown.product);
    let others = explained.shown.iter().filter(|shown| !is_seen(shown));
    on_page.chain(others.map(|shown| shown_row(named(shown.product, names), Some(shown), false))).collect()
}

fn shown_row(product: Named, known: Option<&Shown>, is_shown: bool) -> ShownRow {
    let source = match known {
        Some(shown) if shown.is_pinned => Source::Pinned,
        Some(_) => Source::Together,
        None => Source::Category,
    };
    let (orders, score_bp) = known.map_or((0, 0), |shown| (shown.orders, shown.score_bp));
    ShownRow { product, source, orders, score_bp, is_shown }
}

fn rules(explained: &Explained, names: &Names) -> Vec<RuleRow> {
    let row = |rule: &contracts::recommendations::Rule| RuleRow {
        other: named(rule.other, names),
        kind: rule.kind,
        made_at: rule.made_at,
    };
    explained.rules.iter().map(row).collect()
}

fn named(id: ProductId, names: &Names) -> Named {
    let name = names.get(&id).cloned();
    Named { id, name: name.unwrap_or_else(|| "A product that is gone".to_owned()) }
}

/// Names of those that are on sale.
async fn on_sale(services: &Services, ids: Vec<ProductId>) -> Result<Names> {
    let cards = services.catalog.cards(ids).await?;
    Ok(cards.into_iter().map(|card| (card.id, card.name)).collect())
}

/// Names of all that there are, whether on sale or not.
async fn all_names(services: &Services, actor: &Actor, ids: Vec<ProductId>) -> Result<Names> {
    let mut names = on_sale(services, ids.clone()).await?;
    let others = ids.into_iter().filter(|id| !names.contains_key(id)).collect::<Vec<_>>();
    let asked = others.into_iter().map(|id| services.catalog.product(actor.clone(), id));
    for product in join_all(asked).await {
        names.extend(product?.map(|product| (product.id, product.name)));
    }
    Ok(names)
}

/// The one product that these words mean: a SKU, a whole name, or a part that no other has.
///
/// # Errors
/// A field error `find` when there is none, or more than one.
pub async fn found(services: &Services, actor: &Actor, find: &str) -> Result<ProductId> {
    let find = find.trim();
    if find.is_empty() {
        return Err(Error::field("find", "Please name a product."));
    }
    let page = PageRequest::new(1, 6);
    let query = ProductQuery { search: find.to_owned(), page, ..ProductQuery::default() };
    let matches = services.catalog.products(actor.clone(), query).await?.items;
    let matches: Vec<Named> = matches.into_iter().map(|row| Named { id: row.id, name: row.name }).collect();
    chosen(find, &matches).map_err(|text| Error::field("find", text))
}

fn chosen(find: &str, matches: &[Named]) -> std::result::Result<ProductId, String> {
    let same = |product: &&Named| product.name.to_lowercase() == find.to_lowercase();
    let exact: Vec<_> = matches.iter().filter(same).collect();
    match (matches, exact.as_slice()) {
        ([], _) => Err("No product has this name or SKU.".to_owned()),
        ([only], _) => Ok(only.id),
        (_, [only]) => Ok(only.id),
        _ => {
            let names: Vec<_> = matches.iter().map(|product| product.name.as_str()).collect();
            Err(format!("Several match: {}. Please write a SKU or the whole name.", names.join(", ")))
        }
    }
}

/// What is decided.
///
/// # Errors
/// A field error `kind`.
pub fn kind(text: &str) -> Result<RuleKind> {
    RuleKind::from_text(text).ok_or_else(|| Error::field("kind", "Please choose what is to happen."))
}

/// What the service says of the other product, at the form's own field.
pub fn at_form(mut error: Error) -> Error {
    for field in &mut error.fields {
        "find".clone_into(&mut field.field);
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(number: u128, name: &str) -> Named {
        Named { id: ProductId(uuid::Uuid::from_u128(number)), name: name.to_owned() }
    }

    #[test]
    fn words_mean_a_product_when_they_mean_no_other() {
        let (mug, pot) = (product(1, "Mug"), product(2, "Mug with a pot"));
        assert_eq!(chosen("pot", std::slice::from_ref(&pot)), Ok(pot.id));
        assert_eq!(chosen("MUG", &[mug.clone(), pot.clone()]), Ok(mug.id));
        assert!(chosen("mu", &[mug, pot]).unwrap_err().contains("Mug, Mug with a pot"));
        assert!(chosen("mu", &[]).is_err());
    }
}
