//! Product types: what is to be said of products, is said, and narrows listings.

use crate::shop::{Shop, draft, merchant, unchanged};
use contracts::{
    ErrorKind, ProductId, ProductTypeId,
    catalog::{
        AttributeDraft, AttributeKind, Catalog as _, FacetValue, ListingQuery, ProductTypeDraft, Typed,
        TypedValue,
    },
};
use platform::testing::published;
use sqlx::PgPool;

fn attribute(label: &str, kind: AttributeKind) -> AttributeDraft {
    let filterable = kind.can_filter();
    AttributeDraft { label: label.into(), kind, filterable, shown: true, ..AttributeDraft::default() }
}

fn mug() -> ProductTypeDraft {
    let mut material = attribute("Material", AttributeKind::Choice);
    (material.choices, material.required) = (vec!["Stoneware".into(), "Oak".into()], true);
    let mut volume = attribute("Volume", AttributeKind::Number);
    volume.unit = "ml".into();
    let mut care = attribute("Care", AttributeKind::MultiChoice);
    care.choices = vec!["Dishwasher".into(), "Microwave".into()];
    let attributes = vec![
        material,
        volume,
        care,
        attribute("Handmade", AttributeKind::Boolean),
        attribute("Glaze", AttributeKind::Colour),
        attribute("Since", AttributeKind::Date),
        attribute("Goes on", AttributeKind::Reference),
    ];
    ProductTypeDraft { name: "Mug".into(), attributes, ..ProductTypeDraft::default() }
}

fn value(code: &str, values: &[&str]) -> TypedValue {
    TypedValue { code: code.into(), values: values.iter().map(|value| (*value).to_owned()).collect() }
}

fn typed(id: ProductTypeId, values: Vec<TypedValue>) -> Typed {
    Typed { product_type: Some(id), values }
}

async fn of_type(shop: &Shop) -> ProductTypeId {
    shop.catalog.save_product_type(merchant(), mug()).await.unwrap()
}

async fn say(shop: &Shop, name: &str, typed: Typed) -> ProductId {
    let new = draft(name, "Tidewater", 2000, &["Chalk"], None);
    shop.catalog.save_typed_product(merchant(), new, typed).await.unwrap()
}

fn counts(values: &[FacetValue]) -> Vec<(&str, u32)> {
    values.iter().map(|value| (value.label.as_str(), value.count)).collect()
}

async fn words(shop: &Shop, id: ProductId) -> Vec<(String, String)> {
    shop.product(id).await.attributes.into_iter().map(|it| (it.name, it.value)).collect()
}

/// A mug of stoneware, one of oak, and a lamp without a type.
async fn stocked(shop: &Shop) -> (ProductTypeId, ProductId) {
    let id = of_type(shop).await;
    let stoneware = vec![
        value("material", &["Stoneware"]),
        value("volume", &["320,5"]),
        value("care", &["Microwave", "Dishwasher"]),
        value("handmade", &["true"]),
        value("glaze", &["Moss", "#7F8668"]),
    ];
    let first = say(shop, "Stone Mug", typed(id, stoneware)).await;
    say(shop, "Oak Mug", typed(id, vec![value("material", &["Oak"]), value("volume", &["80"])])).await;
    shop.save(draft("Lamp", "", 9000, &["Ink"], None)).await;
    (id, first)
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn what_is_said_by_a_type_is_read_as_words_and_found_by_search(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (id, mug) = stocked(&shop).await;
    let words = words(&shop, mug).await;
    let words: Vec<_> = words.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let expected = [
        ("Material", "Stoneware"),
        ("Volume", "320.5 ml"),
        ("Care", "Dishwasher, Microwave"),
        ("Handmade", "Yes"),
        ("Glaze", "Moss"),
    ];
    assert_eq!(words, expected, "the free attribute of the same name made way");
    assert_eq!(shop.found("microwave").await, ["Stone Mug"]);
    let said = shop.catalog.typed(merchant(), mug).await.unwrap();
    assert_eq!((said.product_type, said.values.len()), (Some(id), 5));
    assert_eq!(said.values[4], value("glaze", &["Moss", "#7f8668"]));
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn what_a_type_requires_or_cannot_read_is_told_at_its_field(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = of_type(&shop).await;
    let values = vec![
        value("volume", &["a lot"]),
        value("material", &[""]),
        value("goes-on", &["NO-SUCH"]),
        value("since", &["yesterday"]),
    ];
    let new = draft("Mug", "", 2000, &["Chalk"], None);
    let refused = shop.catalog.save_typed_product(merchant(), new, typed(id, values)).await.unwrap_err();
    for field in ["typed[0]", "typed[1]", "typed[2]", "typed[3]"] {
        assert!(refused.for_field(field).is_some(), "{field}: {refused:?}");
    }
    let all = shop.catalog.products(merchant(), contracts::catalog::ProductQuery::default()).await.unwrap();
    assert_eq!(all.total, 0, "nothing was saved");
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_product_that_is_saved_without_its_type_keeps_what_it_says(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, mug) = stocked(&shop).await;
    let before = shop.catalog.typed(merchant(), mug).await.unwrap();
    shop.save(unchanged(&shop.product(mug).await)).await;
    assert_eq!(shop.catalog.typed(merchant(), mug).await.unwrap(), before);
    let mut changed = unchanged(&shop.product(mug).await);
    changed.attributes[1].value = "250 ml".into();
    shop.save(changed).await;
    let said = shop.catalog.typed(merchant(), mug).await.unwrap();
    assert_eq!(said.values[1], value("volume", &["250"]), "its words say it anew");
    assert_eq!(words(&shop, mug).await.len(), 5);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn listings_are_narrowed_by_what_types_say(pool: PgPool) {
    let shop = Shop::open(pool).await;
    stocked(&shop).await;
    let chosen = |name: &str, value: &str| ListingQuery {
        options: [(name.to_owned(), vec![value.to_owned()])].into(),
        ..ListingQuery::default()
    };
    let listing = shop.catalog.listing(ListingQuery::default()).await.unwrap();
    let facet = |name: &str| listing.facets.options.iter().find(|facet| facet.name == name).unwrap();
    assert_eq!(counts(&facet("Material").values), [("Oak", 1), ("Stoneware", 1)]);
    assert_eq!(counts(&facet("Care").values), [("Dishwasher", 1), ("Microwave", 1)]);
    assert_eq!(facet("Glaze").values[0].swatch.as_deref(), Some("#7f8668"));
    assert_eq!(shop.names(chosen("Material", "Oak")).await, ["Oak Mug"]);
    assert_eq!(shop.names(chosen("Handmade", "Yes")).await, ["Stone Mug"]);
    let both = ListingQuery {
        options: [
            ("Material".to_owned(), vec!["Oak".to_owned()]),
            ("Colour".to_owned(), vec!["Chalk".to_owned()]),
        ]
        .into(),
        ..ListingQuery::default()
    };
    let listing = shop.catalog.listing(both).await.unwrap();
    assert_eq!(listing.products.total, 1);
    let material = listing.facets.options.iter().find(|facet| facet.name == "Material").unwrap();
    assert_eq!(counts(&material.values), [("Oak", 1), ("Stoneware", 1)], "as if nothing were chosen of it");
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn numbers_narrow_by_bounds_that_stay_when_they_are_used(pool: PgPool) {
    let shop = Shop::open(pool).await;
    stocked(&shop).await;
    let from = |name: &str, bound: &str| ListingQuery {
        options: [(name.to_owned(), vec![bound.to_owned()])].into(),
        ..ListingQuery::default()
    };
    let listing = shop.catalog.listing(from("Volume.min", "100")).await.unwrap();
    assert_eq!((listing.products.total, listing.products.items[0].name.as_str()), (1, "Stone Mug"));
    let range = &listing.facets.ranges[0];
    let range = (range.name.as_str(), range.unit.as_str(), range.min.as_str(), range.max.as_str());
    assert_eq!(range, ("Volume", "ml", "80", "320.5"));
    assert_eq!(shop.names(from("Volume.max", "80,0")).await, ["Oak Mug"]);
    assert_eq!(shop.names(from("Volume.max", "many")).await.len(), 3, "what cannot be read is ignored");
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn products_follow_their_type(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (id, mug) = stocked(&shop).await;
    let there = shop.catalog.product_types(merchant()).await.unwrap().remove(0);
    assert_eq!((there.products, there.attributes[0].products), (2, 2));
    let mut change = ProductTypeDraft { id: Some(id), version: Some(there.version), ..self::mug() };
    for (written, there) in change.attributes.iter_mut().zip(&there.attributes) {
        written.id = Some(there.id);
    }
    let mut taken = change.clone();
    taken.attributes[0].choices = vec!["Stoneware".into()];
    taken.attributes[1].kind = AttributeKind::Text;
    let refused = shop.catalog.save_product_type(merchant(), taken.clone()).await.unwrap_err();
    assert!(refused.for_field("attributes[1].kind").is_some(), "{refused:?}");
    taken.attributes[1].kind = AttributeKind::Number;
    let refused = shop.catalog.save_product_type(merchant(), taken).await.unwrap_err();
    assert!(refused.for_field("attributes[0].choices").is_some(), "{refused:?}");
    change.attributes[0].label = "Made of".into();
    change.attributes.truncate(2);
    shop.catalog.save_product_type(merchant(), change.clone()).await.unwrap();
    assert_eq!(words(&shop, mug).await[0].0, "Made of");
    assert_eq!(words(&shop, mug).await.len(), 2);
    let listing = shop.catalog.listing(ListingQuery::default()).await.unwrap();
    let names: Vec<_> = listing.facets.options.iter().map(|facet| facet.name.as_str()).collect();
    assert!(names.contains(&"Made of") && !names.contains(&"Material"), "{names:?}");
    let conflict = shop.catalog.save_product_type(merchant(), change).await.unwrap_err();
    assert_eq!(conflict.kind, ErrorKind::Conflict);
    assert!(published(&shop.db).await.iter().any(|event| event.name == "type_saved"));
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn another_type_takes_along_what_it_asks_too_and_none_takes_all_away(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (id, mug) = stocked(&shop).await;
    let mut vase = self::mug();
    vase.name = "Vase".into();
    vase.attributes[1].unit = "l".into();
    let refused = shop.catalog.save_product_type(merchant(), vase.clone()).await.unwrap_err();
    assert!(refused.for_field("attributes[1].kind").is_some(), "a filter has one unit: {refused:?}");
    vase.attributes.truncate(1);
    let vase = shop.catalog.save_product_type(merchant(), vase).await.unwrap();
    let same = shop.catalog.typed(merchant(), mug).await.unwrap().values;
    let mut product = unchanged(&shop.product(mug).await);
    product.attributes.clear();
    shop.catalog.save_typed_product(merchant(), product, typed(vase, same)).await.unwrap();
    assert_eq!(words(&shop, mug).await, [("Material".to_owned(), "Stoneware".to_owned())]);
    shop.catalog.delete_product_type(merchant(), vase).await.unwrap();
    assert_eq!(shop.catalog.typed(merchant(), mug).await.unwrap(), Typed::default());
    assert!(words(&shop, mug).await.is_empty());
    let types = shop.catalog.product_types(merchant()).await.unwrap();
    assert_eq!((types.len(), types[0].id), (1, id));
}
