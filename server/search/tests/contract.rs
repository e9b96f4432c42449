//! What every engine has to do, tried on the embedded one. Each test is a shopper's or a merchant's expectation.

use search::{
    Answer, BRAND, Boost, Bounds, Change, Document, Embedded, FacetEntry, Language, Merchandising, Offer,
    OfferKind, Pin, Position, Query, Range, Relaxed, SearchEngine, Sort, SuggestQuery, Synonym, Target,
    Texts, VariantEntry,
};
use std::collections::BTreeMap;
use uuid::Uuid;

const LANGUAGES: [Language; 2] = [Language::En, Language::De];

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn product(number: u128, name: &str) -> Document {
    let texts = Texts { name: name.into(), ..Texts::default() };
    Document {
        id: id(number),
        texts: BTreeMap::from([(Language::En, texts)]),
        variants: vec![VariantEntry { choices: Vec::new(), in_stock: true }],
        price_minor: i64::try_from(number).unwrap_or(0) * 1_000,
        position: i64::try_from(number).unwrap_or(0),
        ..Document::default()
    }
}

fn entry(name: &str, value: &str) -> FacetEntry {
    FacetEntry { name: name.into(), value: value.into() }
}

fn variant(choices: &[(&str, &str)], in_stock: bool) -> VariantEntry {
    VariantEntry { choices: choices.iter().map(|(name, value)| entry(name, value)).collect(), in_stock }
}

/// An engine with these products. The folder goes with it.
async fn engine(products: Vec<Document>) -> (Embedded, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap_or_else(|error| unreachable!("{error}"));
    let engine = Embedded::open(folder.path(), &LANGUAGES).unwrap_or_else(|error| unreachable!("{error}"));
    let changes = products.into_iter().map(|product| Change::Product(Box::new(product))).collect();
    let applied = engine.apply(changes, Some(Position("1".into()))).await;
    assert!(applied.is_ok(), "{applied:?}");
    (engine, folder)
}

async fn named(names: &[&str]) -> (Embedded, tempfile::TempDir) {
    engine(names.iter().zip(1..).map(|(name, number)| product(number, name)).collect()).await
}

fn words(text: &str) -> Query {
    Query { text: text.into(), limit: 10, count_facets: true, ..Query::default() }
}

async fn ask(engine: &Embedded, query: Query) -> Answer {
    engine.search(query).await.unwrap_or_else(|error| unreachable!("{error}"))
}

/// The numbers of the products that are found, in order.
async fn found(engine: &Embedded, query: Query) -> Vec<u128> {
    ask(engine, query).await.hits.iter().map(|hit| hit.product.as_u128()).collect()
}

#[tokio::test]
async fn words_are_found_in_any_order_and_form() {
    let (engine, _folder) =
        named(&["Red cotton blanket", "Red woollen blankets", "Green cotton towel"]).await;
    assert_eq!(found(&engine, words("blankets RED cotton")).await[0], 1);
    assert_eq!(found(&engine, words("blanket")).await.len(), 2);
    assert_eq!(found(&engine, words("blânket")).await.len(), 2);
}

#[tokio::test]
async fn what_has_all_words_comes_before_what_has_most_and_that_is_said() {
    let (engine, _folder) = named(&["Brass lamp", "Brass lamp shade", "Brass shade"]).await;
    let answer = ask(&engine, words("brass lamp shade")).await;
    assert_eq!((answer.hits[0].product, answer.total, answer.relaxed), (id(2), 3, Relaxed::SomeWords));
}

#[tokio::test]
async fn a_typo_is_corrected_and_a_short_word_is_left_alone() {
    let (engine, _folder) = named(&["Wireless headphones", "Cat tree", "Hat"]).await;
    let answer = ask(&engine, words("hedphones")).await;
    assert_eq!((answer.hits.len(), answer.corrected.as_deref()), (1, Some("headphones")));
    let answer = ask(&engine, words("bat")).await;
    assert_eq!((answer.total, answer.relaxed, answer.corrected), (0, Relaxed::AllWords, None));
    assert!(!answer.hits.is_empty(), "nobody is left with nothing");
}

#[tokio::test]
async fn a_rare_spelling_is_found_and_the_common_one_offered() {
    let mut names = vec!["Kettle"; 60];
    names.push("Kettel");
    let (engine, _folder) = named(&names).await;
    let answer = ask(&engine, words("kettel")).await;
    assert_eq!((answer.hits[0].product, answer.did_you_mean.as_deref()), (id(61), Some("kettle")));
}

#[tokio::test]
async fn compounds_and_measures_are_one_word_or_two() {
    let (engine, _folder) =
        named(&["Smartwatch", "Head phones", "Memory card 32 GB", "Memory card 64GB", "Monitor 27\""]).await;
    assert_eq!(found(&engine, words("smart watch")).await, [1]);
    assert_eq!(found(&engine, words("headphones")).await, [2]);
    assert_eq!(found(&engine, words("card 32gb")).await[0], 3);
    assert_eq!(found(&engine, words("64 gb")).await, [4]);
    assert_eq!(found(&engine, words("27 inch")).await, [5]);
}

#[tokio::test]
async fn a_code_finds_its_product_first_however_it_is_written() {
    let mut second = product(2, "Mug");
    second.codes = vec!["TN-2110".into(), "4006381333931".into()];
    let (engine, _folder) = engine(vec![product(1, "Toner for tn 2110"), second]).await;
    for typed in ["TN-2110", "tn2110", "TN 2110", "4006381333931"] {
        assert_eq!(found(&engine, words(typed)).await[0], 2, "{typed}");
    }
}

#[tokio::test]
async fn synonyms_are_found_after_the_word_itself() {
    let (engine, _folder) = named(&["Couch", "Sofa", "Chair"]).await;
    let query = Query { synonyms: Synonym::group(&["sofa", "couch"]), ..words("sofa") };
    assert_eq!(found(&engine, query).await, [2, 1]);
}

#[tokio::test]
async fn what_a_product_is_counts_more_than_what_it_goes_with() {
    let mut notebook = product(2, "Vega 14 notebook silver 16 GB of memory and a large disk");
    notebook.texts.values_mut().for_each(|texts| texts.kinds = vec!["Notebooks".into()]);
    let (engine, _folder) = engine(vec![product(1, "Notebook sleeve"), notebook]).await;
    assert_eq!(found(&engine, words("notebook")).await, [2, 1]);
    let parts = engine.explain(words("notebook"), id(2)).await.unwrap().unwrap();
    assert!(parts.iter().any(|part| part.name == "kind" && part.score > 0.0), "{parts:?}");
}

#[tokio::test]
async fn each_language_has_its_own_words_and_lacks_none() {
    let mut both = product(1, "House");
    both.texts.insert(Language::De, Texts { name: "Häuser".into(), ..Texts::default() });
    let (engine, _folder) = engine(vec![both, product(2, "Garden")]).await;
    let german = |text: &str| Query { language: Language::De, ..words(text) };
    assert_eq!(found(&engine, german("haus")).await, [1]);
    assert_eq!(found(&engine, german("garden")).await, [2], "what is not translated is found as it is");
    let english = ask(&engine, words("häuser")).await;
    assert_eq!(english.relaxed, Relaxed::AllWords);
}

fn shirts() -> Vec<Document> {
    let of = |number: u128, brand: &str, variants: Vec<VariantEntry>| Document {
        brand: Some(brand.into()),
        variants,
        numbers: vec![("Weight".into(), f64::from(u32::try_from(number).unwrap_or(0)))],
        ..product(number, "Shirt")
    };
    vec![
        of(
            1,
            "Ada",
            vec![
                variant(&[("Colour", "Red"), ("Size", "S")], true),
                variant(&[("Colour", "Blue"), ("Size", "L")], true),
            ],
        ),
        of(2, "Ada", vec![variant(&[("Colour", "Red"), ("Size", "L")], false)]),
        of(3, "Bob", vec![variant(&[("Colour", "Blue"), ("Size", "S")], true)]),
    ]
}

fn count(answer: &Answer, name: &str, value: &str) -> u64 {
    let facet = answer.facets.iter().find(|facet| facet.name == name);
    let value = facet.and_then(|facet| facet.values.iter().find(|count| count.value == value));
    value.map_or(0, |value| value.count)
}

fn chosen(facets: &[(&str, &[&str])]) -> Query {
    let values = |values: &[&str]| values.iter().map(ToString::to_string).collect();
    Query {
        facets: facets.iter().map(|(name, chosen)| ((*name).to_owned(), values(chosen))).collect(),
        ..words("shirt")
    }
}

#[tokio::test]
async fn counts_say_what_choosing_a_value_would_show() {
    let (engine, _folder) = engine(shirts()).await;
    let answer = ask(&engine, chosen(&[])).await;
    assert_eq!(
        [count(&answer, "Colour", "Red"), count(&answer, "Colour", "Blue"), count(&answer, BRAND, "Ada")],
        [2, 2, 2]
    );
    assert_eq!((answer.total, answer.in_stock), (3, 2));
    let answer = ask(&engine, chosen(&[("Colour", &["Red"])])).await;
    assert_eq!(
        [count(&answer, "Colour", "Red"), count(&answer, "Colour", "Blue")],
        [2, 2],
        "its own choice aside"
    );
    assert_eq!(
        [count(&answer, "Size", "S"), count(&answer, "Size", "L"), count(&answer, BRAND, "Bob")],
        [1, 1, 0]
    );
    let answer = ask(&engine, chosen(&[("Colour", &["Red", "Blue"])])).await;
    assert_eq!(answer.total, 3);
}

#[tokio::test]
async fn choices_have_to_hold_for_one_and_the_same_variant() {
    let (engine, _folder) = engine(shirts()).await;
    assert_eq!(found(&engine, chosen(&[("Colour", &["Red"]), ("Size", &["L"])])).await, [2]);
    let buyable = Query { in_stock: true, ..chosen(&[("Colour", &["Red"]), ("Size", &["L"])]) };
    let answer = ask(&engine, buyable).await;
    assert_eq!((answer.total, count(&answer, "Colour", "Blue"), count(&answer, "Size", "S")), (0, 1, 1));
    assert!(
        answer
            .facets
            .iter()
            .any(|facet| facet.values.iter().any(|value| value.value == "Red" && value.chosen))
    );
}

#[tokio::test]
async fn prices_and_numbers_narrow_and_keep_the_ends_of_their_sliders() {
    let (engine, _folder) = engine(shirts()).await;
    let priced = Query { price: Range { min: Some(2_000), max: None }, ..words("shirt") };
    let answer = ask(&engine, priced).await;
    assert_eq!((answer.total, answer.price.bounds), (2, Some(Bounds { min: 1_000, max: 3_000 })));
    assert_eq!(
        answer.price.steps.iter().map(|step| (step.from, step.count)).collect::<Vec<_>>(),
        [(1_000, 1), (2_000, 2)]
    );
    let light = Query {
        numbers: BTreeMap::from([("Weight".into(), Range { min: None, max: Some(1.5) })]),
        bounds_of: vec!["Weight".into()],
        ..words("shirt")
    };
    let answer = ask(&engine, light).await;
    assert_eq!((answer.total, answer.numbers[0].bounds), (1, Some(Bounds { min: 1.0, max: 3.0 })));
}

#[tokio::test]
async fn every_order_orders_and_pages_do_not_overlap() {
    let mut products: Vec<_> = (1..=5)
        .map(|number| {
            product(
                number,
                ["Echo", "Alpha", "Delta", "Bravo", "Çharlie"][usize::try_from(number).unwrap() - 1],
            )
        })
        .collect();
    products[2].sales = 9;
    products[3].created = 9;
    let (engine, _folder) = engine(products).await;
    let sorted = |sort| Query { sort, ..words("") };
    assert_eq!(found(&engine, sorted(Sort::Relevance)).await, [1, 2, 3, 4, 5]);
    assert_eq!(found(&engine, sorted(Sort::PriceDown)).await, [5, 4, 3, 2, 1]);
    assert_eq!(found(&engine, sorted(Sort::BestSelling)).await[0], 3);
    assert_eq!(found(&engine, sorted(Sort::Newest)).await[0], 4);
    assert_eq!(found(&engine, sorted(Sort::Name)).await, [2, 4, 5, 3, 1]);
    let second = Query { offset: 2, limit: 2, ..sorted(Sort::PriceUp) };
    assert_eq!(found(&engine, second).await, [3, 4]);
}

#[tokio::test]
async fn the_merchant_pins_boosts_buries_and_hides() {
    let mut products: Vec<_> = (1..=5).map(|number| product(number, "Mug")).collect();
    products[4].brand = Some("Own".into());
    let (engine, _folder) = engine(products).await;
    let rules = Merchandising {
        pins: vec![Pin { product: id(4), place: 1 }],
        boosts: vec![Boost { target: Target::Facet(BRAND.into(), "Own".into()), factor: 2.0 }],
        buries: vec![Target::Product(id(1))],
        hides: vec![Target::Product(id(2))],
    };
    for text in ["mug", ""] {
        let query = Query { merchandising: rules.clone(), ..words(text) };
        assert_eq!(found(&engine, query).await, [5, 4, 3, 1], "{text}");
    }
    let by_price = Query { merchandising: rules, sort: Sort::PriceUp, ..words("mug") };
    assert_eq!(found(&engine, by_price).await, [1, 3, 4, 5]);
}

#[tokio::test]
async fn products_categories_and_searches_are_offered_while_typing() {
    let (engine, _folder) = named(&["Linen curtain", "Curling iron", "Mug"]).await;
    let offer = |kind, key: &str, name: &str, weight| {
        Change::Offer(Offer {
            kind,
            key: key.into(),
            names: BTreeMap::from([(Language::En, name.into())]),
            weight,
        })
    };
    let offers = vec![
        offer(OfferKind::Category, "7", "Curtains", 1),
        offer(OfferKind::Search, "curtain rod", "curtain rod", 2),
        offer(OfferKind::Search, "cup", "cup", 9),
    ];
    engine.apply(offers, None).await.unwrap();
    let query = SuggestQuery { text: "cur".into(), language: Language::En, products: 5, offers: 5 };
    let answer = engine.suggest(query.clone()).await.unwrap();
    assert_eq!(answer.products.len(), 2);
    assert_eq!((answer.categories, answer.searches), (vec!["7".to_owned()], vec!["curtain rod".to_owned()]));
    let answer = engine.suggest(SuggestQuery { text: "linen cur".into(), ..query }).await.unwrap();
    assert_eq!(answer.products, [id(1)]);
    assert_eq!(ask(&engine, words("")).await.total, 3, "offers are no products");
}

#[tokio::test]
async fn changes_are_found_at_once_and_outlast_a_stop_with_their_position() {
    let (engine, folder) = named(&["Mug"]).await;
    let renamed = Change::Product(Box::new(product(1, "Bowl")));
    engine
        .apply(vec![renamed, Change::Product(Box::new(product(2, "Plate")))], Some(Position("7".into())))
        .await
        .unwrap();
    engine.apply(vec![Change::ProductGone(id(2))], None).await.unwrap();
    drop(engine);
    let engine = Embedded::open(folder.path(), &LANGUAGES).unwrap();
    assert_eq!(engine.position().await.unwrap(), Some(Position("7".into())));
    assert_eq!(found(&engine, words("bowl")).await, [1]);
    assert_eq!(ask(&engine, words("")).await.total, 1);
}

#[tokio::test]
async fn a_rebuild_answers_from_the_old_index_until_it_is_finished() {
    let (engine, folder) = named(&["Mug"]).await;
    let mut rebuild = engine.begin_rebuild().await.unwrap();
    rebuild.add(vec![Change::Product(Box::new(product(2, "Plate")))]).await.unwrap();
    assert_eq!(found(&engine, words("mug")).await, [1]);
    rebuild.finish(Position("9".into())).await.unwrap();
    assert_eq!(found(&engine, words("plate")).await, [2]);
    assert_eq!(engine.position().await.unwrap(), Some(Position("9".into())));
    let left_half_done = engine.begin_rebuild().await.unwrap();
    drop(left_half_done);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "one index and the file that names it");
}

#[tokio::test]
async fn an_index_of_other_languages_or_in_pieces_is_begun_anew() {
    let (engine, folder) = named(&["Mug"]).await;
    drop(engine);
    let engine = Embedded::open(folder.path(), &[Language::Fr]).unwrap();
    assert_eq!(engine.position().await.unwrap(), None);
    drop(engine);
    let name = std::fs::read_to_string(folder.path().join("current")).unwrap();
    std::fs::write(folder.path().join(name).join("meta.json"), "no JSON").unwrap();
    let engine = Embedded::open(folder.path(), &[Language::Fr]).unwrap();
    assert_eq!(engine.position().await.unwrap(), None);
}
