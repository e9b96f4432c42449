//! How the engine's answers take longer as the shop grows.
//!
//! ```text
//! cargo run --release -p search --example scale -- 1000 100000 1000000
//! ```
//!
//! Made-up articles: 640 categories on three levels, 200 brands, up to six variants of colour and size.
#![expect(clippy::print_stdout, reason = "a report")]
#![expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    reason = "made-up figures"
)]

use search::{
    Change, Document, Embedded, FacetEntry, Language, Offer, OfferKind, Position, Query, Range, SearchEngine,
    Sort, SuggestQuery, Texts, VariantEntry,
};
use std::{
    collections::BTreeMap,
    error::Error,
    time::{Duration, Instant},
};
use uuid::Uuid;

const NOUNS: [&str; 40] = [
    "lamp", "chair", "table", "sofa", "shelf", "mug", "plate", "bowl", "kettle", "knife", "pan", "towel",
    "pillow", "blanket", "curtain", "rug", "mirror", "clock", "vase", "candle", "basket", "drawer", "desk",
    "stool", "bench", "cabinet", "rack", "hook", "tray", "jar", "bottle", "glass", "fork", "spoon", "grater",
    "mat", "throw", "cushion", "bed", "wardrobe",
];
const ADJECTIVES: [&str; 20] = [
    "oak", "linen", "ceramic", "brass", "walnut", "cotton", "steel", "marble", "wool", "bamboo", "round",
    "folding", "slim", "large", "small", "classic", "modern", "soft", "bright", "quiet",
];
const COLOURS: [&str; 12] =
    ["Chalk", "Ink", "Moss", "Clay", "Sand", "Rust", "Sky", "Plum", "Slate", "Straw", "Rose", "Coal"];
const SIZES: [&str; 5] = ["S", "M", "L", "XL", "XXL"];
const QUERIES: usize = 300;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }

    fn of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.roll(words.len())]
    }
}

fn category(level: u64, number: usize) -> Uuid {
    Uuid::from_u64_pair(level, number as u64)
}

fn document(number: usize, dice: &mut Dice) -> Change {
    let leaf = dice.roll(600);
    let (noun, adjective) = (NOUNS[leaf % NOUNS.len()], dice.of(&ADJECTIVES));
    let brand = format!("Brand{}", dice.roll(200));
    let name = format!("{brand} {adjective} {noun} {} model {}", dice.of(&ADJECTIVES), number % 10_000);
    let description = format!(
        "A {} {noun} for the {} home, {} and {}.",
        adjective,
        dice.of(&ADJECTIVES),
        dice.of(&ADJECTIVES),
        dice.of(&ADJECTIVES)
    );
    let entry = |name: &str, value: &str| FacetEntry { name: name.into(), value: value.into() };
    let variants = (0..=dice.roll(5)).map(|_| VariantEntry {
        choices: vec![entry("Colour", dice.of(&COLOURS)), entry("Size", dice.of(&SIZES))],
        in_stock: dice.roll(10) > 0,
    });
    let variants: Vec<_> = variants.collect();
    let texts = Texts { name, kinds: vec![noun.into()], attributes: vec![adjective.into()], description };
    Change::Product(Box::new(Document {
        id: Uuid::from_u64_pair(9, number as u64),
        texts: BTreeMap::from([(Language::En, texts)]),
        brand: Some(brand),
        codes: vec![format!("SKU-{number:07}")],
        categories: vec![category(3, leaf), category(2, leaf % 40), category(1, leaf % 8)],
        facets: vec![entry("Material", adjective)],
        variants,
        numbers: vec![("Weight".into(), dice.roll(5_000) as f64)],
        price_minor: 100 + dice.roll(50_000) as i64,
        created: number as i64,
        sales: dice.roll(1_000) as u64,
        position: number as i64,
        ..Document::default()
    }))
}

fn offers() -> Vec<Change> {
    let offer = |kind, key: String, name: String| {
        Change::Offer(Offer { kind, key, names: BTreeMap::from([(Language::En, name)]), weight: 1 })
    };
    let categories = (0..600).map(|leaf| {
        offer(OfferKind::Category, category(3, leaf).to_string(), format!("{} {leaf}", NOUNS[leaf % 40]))
    });
    let searches = (0..800).map(|n| format!("{} {}", ADJECTIVES[n % 20], NOUNS[n / 20]));
    categories.chain(searches.map(|text| offer(OfferKind::Search, text.clone(), text))).collect()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    for size in std::env::args().skip(1).map(|size| size.parse::<usize>()) {
        let size = size?;
        let folder = tempfile::tempdir()?;
        let engine = Embedded::open(folder.path(), &[Language::En])?;
        let began = Instant::now();
        build(&engine, size).await?;
        println!("{size} articles: built in {:.1?}, {} MB", began.elapsed(), engine.size()? / 1_000_000);
        for (name, make) in KINDS {
            measure(&engine, name, make).await?;
        }
        suggestions(&engine).await?;
        changes(&engine, size).await?;
    }
    Ok(())
}

async fn build(engine: &Embedded, size: usize) -> Result<(), Box<dyn Error>> {
    let mut rebuild = engine.begin_rebuild().await?;
    let mut dice = Dice(7);
    rebuild.add(offers()).await?;
    for from in (0..size).step_by(2_000) {
        let batch = (from..size.min(from + 2_000)).map(|number| document(number, &mut dice));
        rebuild.add(batch.collect()).await?;
    }
    Ok(rebuild.finish(Position("0".into())).await?)
}

type Make = fn(&mut Dice) -> Query;

fn page() -> Query {
    Query { limit: 24, count_facets: true, ..Query::default() }
}

const KINDS: [(&str, Make); 7] = [
    ("whole shop", |_| page()),
    ("top category", |dice| Query { category: Some(category(1, dice.roll(8))), ..page() }),
    ("leaf category, cheapest", |dice| Query {
        category: Some(category(3, dice.roll(600))),
        sort: Sort::PriceUp,
        ..page()
    }),
    ("category + colours + size + price", |dice| Query {
        category: Some(category(2, dice.roll(40))),
        facets: BTreeMap::from([
            ("Colour".into(), vec![dice.of(&COLOURS).into(), dice.of(&COLOURS).into()]),
            ("Size".into(), vec![dice.of(&SIZES).into()]),
        ]),
        price: Range { min: Some(1_000), max: Some(30_000) },
        ..page()
    }),
    ("one word", |dice| Query { text: dice.of(&NOUNS).into(), ..page() }),
    ("two words", |dice| Query { text: format!("{} {}", dice.of(&ADJECTIVES), dice.of(&NOUNS)), ..page() }),
    ("a typo", |dice| {
        let word = dice.of(&NOUNS);
        Query { text: format!("{} {}{}", dice.of(&ADJECTIVES), &word[..word.len() - 1], "xs"), ..page() }
    }),
];

async fn measure(engine: &Embedded, name: &str, make: Make) -> Result<(), Box<dyn Error>> {
    let mut dice = Dice(11);
    let mut times = Vec::new();
    let mut hits = 0;
    for number in 0..QUERIES + 20 {
        let query = make(&mut dice);
        let began = Instant::now();
        let answer = engine.search(query).await?;
        if number >= 20 {
            times.push(began.elapsed());
            hits += answer.total;
        }
    }
    print(name, times, hits / QUERIES as u64);
    Ok(())
}

async fn suggestions(engine: &Embedded) -> Result<(), Box<dyn Error>> {
    let mut dice = Dice(13);
    let mut times = Vec::new();
    for _ in 0..QUERIES {
        let word = dice.of(&NOUNS);
        let text = word[..2 + dice.roll(word.len() - 1)].to_owned();
        let began = Instant::now();
        engine.suggest(SuggestQuery { text, language: Language::En, products: 6, offers: 4 }).await?;
        times.push(began.elapsed());
    }
    print("suggestions", times, 6);
    Ok(())
}

async fn changes(engine: &Embedded, size: usize) -> Result<(), Box<dyn Error>> {
    let mut dice = Dice(17);
    let mut times = Vec::new();
    for _ in 0..20 {
        let number = dice.roll(size);
        let change = document(number, &mut dice);
        let began = Instant::now();
        engine.apply(vec![change], None).await?;
        times.push(began.elapsed());
    }
    print("one change, until it is found", times, 1);
    Ok(())
}

fn print(name: &str, mut times: Vec<Duration>, hits: u64) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1_000.0;
    println!("  {name:<36} p50 {:>8.2} ms   p99 {:>8.2} ms   {hits} hits", at(50), at(99));
}
