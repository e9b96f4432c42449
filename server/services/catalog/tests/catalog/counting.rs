//! What listings count is what counting by hand finds, whatever is narrowed and whatever changed before.

use crate::shop::{Shop, draft, merchant, unchanged};
use contracts::{
    CategoryId, ProductId, Slug, VariantId,
    catalog::{
        Catalog as _, FacetValue, Listing, ListingQuery, OptionChoice, OptionValue, Product, ProductDraft,
        ProductOption, ProductStatus, Sort, Variant, VariantDraft,
    },
    inventory,
};
use platform::testing::envelope;
use sqlx::PgPool;
use std::collections::BTreeMap;

const COLOURS: [&str; 4] = ["Chalk", "Sage", "Ink", "Clay"];
const SIZES: [&str; 3] = ["S", "M", "L"];
const BRANDS: [&str; 4] = ["", "Tidewater", "Northbank", "Fell"];

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn some<'a>(&mut self, of: &[&'a str]) -> Vec<&'a str> {
        let chosen: Vec<_> = of.iter().copied().filter(|_| self.roll(2) == 0).collect();
        if chosen.is_empty() { vec![of[self.roll(of.len())]] } else { chosen }
    }
}

fn product(dice: &mut Dice, number: usize, categories: &[CategoryId]) -> ProductDraft {
    let category = (dice.roll(5) > 0).then(|| categories[dice.roll(categories.len())]);
    let price = 1000 + i64::try_from(dice.roll(9)).unwrap() * 500;
    let brand = BRANDS[dice.roll(BRANDS.len())];
    let mut draft = draft(&format!("Mug {number}"), brand, price, &dice.some(&COLOURS), category);
    if dice.roll(2) == 0 {
        add_sizes(&mut draft, &dice.some(&SIZES));
        // Not every combination exists.
        let kept = draft.variants.len().div_ceil(2);
        draft.variants.truncate(kept);
    }
    if dice.roll(8) == 0 {
        draft.status = ProductStatus::Draft;
    }
    draft
}

fn add_sizes(draft: &mut ProductDraft, sizes: &[&str]) {
    let values = sizes.iter().map(|size| OptionChoice { value: (*size).into(), swatch: None }).collect();
    draft.options.push(ProductOption { name: "Size".into(), values });
    let sized = |variant: &VariantDraft, size: &str| {
        let mut sized = variant.clone();
        sized.sku = format!("{}-{size}", variant.sku);
        sized.options.push(OptionValue { name: "Size".into(), value: size.into() });
        sized
    };
    let all = draft.variants.iter().flat_map(|variant| sizes.iter().map(|size| sized(variant, size)));
    draft.variants = all.collect();
}

async fn stock(shop: &Shop, variant: VariantId, available: u32) {
    let product = ProductId(uuid::Uuid::nil());
    let told = inventory::Event::StockChanged { variant, product, available };
    shop.catalog.on_stock_changed(envelope(&told)).await.unwrap();
}

async fn fill(shop: &Shop, dice: &mut Dice) {
    let root = shop.category("Tableware", None).await;
    let categories = [root, shop.category("Mugs", Some(root)).await, shop.category("Lighting", None).await];
    for number in 0..40 {
        let id = shop.save(product(dice, number, &categories)).await;
        for variant in shop.product(id).await.variants {
            stock(shop, variant.id, u32::try_from(dice.roll(3)).unwrap()).await;
        }
    }
    for product in every(shop).await {
        if dice.roll(3) == 0 {
            change(shop, dice, &product).await;
        }
    }
}

/// Sells out, moves, renames, withdraws.
async fn change(shop: &Shop, dice: &mut Dice, product: &Product) {
    let mut changed = unchanged(product);
    match dice.roll(4) {
        0 => return stock(shop, product.variants[0].id, 0).await,
        1 => changed.category = None,
        2 => changed.brand = "Fell".into(),
        _ => changed.status = ProductStatus::Archived,
    }
    shop.save(changed).await;
}

async fn every(shop: &Shop) -> Vec<Product> {
    let query =
        contracts::catalog::ProductQuery { page: contracts::PageRequest::new(1, 100), ..Default::default() };
    let rows = shop.catalog.products(merchant(), query).await.unwrap().items;
    let mut products = Vec::new();
    for row in rows {
        products.push(shop.product(row.id).await);
    }
    products
}

fn query(dice: &mut Dice) -> ListingQuery {
    let mut query = ListingQuery { sort: Sort::ALL[dice.roll(5)], ..ListingQuery::default() };
    query.page = contracts::PageRequest::new(1, 100);
    if dice.roll(3) == 0 {
        query.category = Some(["tableware", "mugs", "lighting"][dice.roll(3)].parse().unwrap());
    }
    if dice.roll(3) == 0 {
        query.brands = dice.some(&BRANDS[1..]).into_iter().map(Into::into).collect();
    }
    if dice.roll(3) == 0 {
        query.price_min = Some(2000);
    }
    if dice.roll(4) == 0 {
        query.search = "mug 1".into();
    }
    for (name, values) in [("Colour", &COLOURS[..]), ("Size", &SIZES)] {
        if dice.roll(2) == 0 {
            query.options.insert(name.into(), dice.some(values).into_iter().map(Into::into).collect());
        }
    }
    query.in_stock = dice.roll(3) == 0;
    query
}

/// Whether a variant meets what is wanted of all options but one.
fn fits(variant: &Variant, query: &ListingQuery, but: Option<&str>) -> bool {
    let has = |name: &String, values: &Vec<String>| {
        variant.options.iter().any(|option| option.name == *name && values.contains(&option.value))
    };
    let options = query.options.iter().filter(|(name, _)| Some(name.as_str()) != but);
    (variant.in_stock || !query.in_stock) && options.into_iter().all(|(name, values)| has(name, values))
}

fn in_place(product: &Product, query: &ListingQuery) -> bool {
    let here = |slug: &Slug| product.categories.iter().any(|step| step.slug == *slug);
    let found = query.search.is_empty() || product.name.to_lowercase().contains(&query.search);
    product.status == ProductStatus::Active && found && query.category.as_ref().is_none_or(here)
}

fn branded(product: &Product, query: &ListingQuery) -> bool {
    query.brands.is_empty() || product.brand.as_ref().is_some_and(|brand| query.brands.contains(brand))
}

fn lowest(product: &Product) -> i64 {
    product.variants.iter().map(|variant| variant.price.minor).min().unwrap()
}

type Counted = BTreeMap<(String, String), u32>;

fn by_hand(products: &[Product], query: &ListingQuery) -> (Vec<ProductId>, u32, Counted) {
    let priced = |product: &Product| query.price_min.is_none_or(|least| lowest(product) >= least);
    let any = |product: &Product| product.variants.iter().any(|variant| fits(variant, query, None));
    let place: Vec<_> = products.iter().filter(|product| in_place(product, query)).collect();
    let shown: Vec<_> =
        place.iter().filter(|product| branded(product, query) && priced(product) && any(product)).collect();
    let buyable = ListingQuery { in_stock: true, ..query.clone() };
    let in_stock =
        shown.iter().filter(|one| one.variants.iter().any(|variant| fits(variant, &buyable, None)));
    let mut counted = Counted::new();
    for product in &place {
        let brand = product.brand.iter().filter(|_| priced(product) && any(product));
        let mut keys: Vec<_> = brand.map(|brand| (String::new(), brand.clone())).collect();
        if branded(product, query) && priced(product) {
            let choices = product.variants.iter().flat_map(|variant| {
                let counts = |option: &&OptionValue| fits(variant, query, Some(&option.name));
                variant
                    .options
                    .iter()
                    .filter(counts)
                    .map(|option| (option.name.clone(), option.value.clone()))
            });
            keys.extend(choices.collect::<std::collections::BTreeSet<_>>());
        }
        for key in keys {
            *counted.entry(key).or_default() += 1;
        }
    }
    (shown.iter().map(|product| product.id).collect(), u32::try_from(in_stock.count()).unwrap(), counted)
}

fn as_counted(listing: &Listing) -> Counted {
    let values = |name: &str, values: &[FacetValue]| -> Vec<((String, String), u32)> {
        let shown = values.iter().filter(|value| value.count > 0);
        shown.map(|value| ((name.to_owned(), value.value.clone()), value.count)).collect()
    };
    let options = listing.facets.options.iter().flat_map(|facet| values(&facet.name, &facet.values));
    values("", &listing.facets.brands).into_iter().chain(options).collect()
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn facets_agree_with_counting_by_hand(pool: PgPool) {
    let (shop, mut dice) = (Shop::open(pool).await, Dice(7));
    fill(&shop, &mut dice).await;
    let products = every(&shop).await;
    for turn in 0..150 {
        if turn == 75 {
            shop.catalog.fold_listing_counts().await.unwrap();
        }
        let query = query(&mut dice);
        let listing = shop.catalog.listing(query.clone()).await.unwrap();
        agree(&listing, &products, &query);
    }
}

fn agree(listing: &Listing, products: &[Product], query: &ListingQuery) {
    let (mut ids, in_stock, counted) = by_hand(products, query);
    let mut shown: Vec<_> = listing.products.items.iter().map(|card| card.id).collect();
    ids.sort_unstable();
    shown.sort_unstable();
    assert_eq!(shown, ids, "{query:?}");
    assert_eq!((listing.products.total, listing.facets.in_stock), (ids.len() as u64, in_stock), "{query:?}");
    assert_eq!(as_counted(listing), counted, "{query:?}");
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn the_index_agrees_with_counting_by_hand(pool: PgPool) {
    let (shop, mut dice) = (Shop::open(pool).await, Dice(7));
    fill(&shop, &mut dice).await;
    let products = every(&shop).await;
    let catalog = shop.indexed().await;
    for _ in 0..150 {
        let query = ListingQuery { search: String::new(), ..query(&mut dice) };
        let listing = catalog.listing(query.clone()).await.unwrap();
        agree(&listing, &products, &query);
    }
}
