//! `make relevance`: how well the rated searches of Icecat are answered, beside plain BM25.
//!
//! ```text
//! cargo run --release -p search --example relevance                   nDCG@10 of every rated search
//! cargo run --release -p search --example relevance -- "usb hub"      the first ten with the parts of their scores
//! ```
//!
//! The data are looked for in `TRADEWIND_DATA`, then in `../shared/data`; another file of rated searches may be named in
//! `TRADEWIND_RATED`. Nothing in the ranking was fitted to the searches, so there is nothing to hold back for a test;
//! halves are shown all the same, since a ranking that suits only some of the searches differs between them.
#![expect(clippy::print_stdout, reason = "a report")]
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "a measure between 0 and 1")]

mod bm25;
mod data;

use data::{Product, Ratings};
use search::{Embedded, Language, Position, Query, SearchEngine};
use std::{collections::HashMap, error::Error, time::Instant};

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let products = data::products()?;
    let folder = tempfile::tempdir()?;
    let engine = Embedded::open(folder.path(), &[Language::En])?;
    let began = Instant::now();
    build(&engine, &products).await?;
    println!("{} products indexed in {:.1?}, {} kB", products.len(), began.elapsed(), engine.size()? / 1024);
    match std::env::args().nth(1) {
        Some(text) => explain(&engine, &products, &text).await,
        None => report(&engine, &products).await,
    }
}

async fn build(engine: &Embedded, products: &[Product]) -> Outcome<()> {
    let mut rebuild = engine.begin_rebuild().await?;
    for batch in products.chunks(1_000) {
        rebuild.add(batch.iter().map(Product::change).collect()).await?;
    }
    Ok(rebuild.finish(Position("icecat".into())).await?)
}

fn asked(text: &str) -> Query {
    Query { text: text.into(), limit: 10, ..Query::default() }
}

async fn report(engine: &Embedded, products: &[Product]) -> Outcome<()> {
    let ratings = data::ratings()?;
    let numbers: HashMap<uuid::Uuid, &str> =
        products.iter().map(|product| (product.uuid(), product.id.as_str())).collect();
    let plain = bm25::Index::new(products);
    let mut scores = Vec::new();
    println!("{:<28} {:>7} {:>7}", "search", "ours", "BM25");
    for (text, rated) in &ratings {
        let answer = engine.search(asked(text)).await?;
        let found: Vec<&str> =
            answer.hits.iter().filter_map(|hit| numbers.get(&hit.product).copied()).collect();
        let Some(ours) = ndcg(rated, &found) else {
            println!("{text:<28} {:>7}", "-");
            continue;
        };
        let theirs = ndcg(rated, &plain.best(text, 10)).unwrap_or(0.0);
        println!("{text:<28} {ours:>7.3} {theirs:>7.3}");
        scores.push((ours, theirs));
    }
    let mean = |scores: &[(f64, f64)], of: fn(&(f64, f64)) -> f64| {
        scores.iter().map(of).sum::<f64>() / scores.len() as f64
    };
    println!(
        "\n{} searches; {} more have nothing that is rated above 0",
        scores.len(),
        ratings.len() - scores.len()
    );
    println!(
        "nDCG@10     ours {:.3}   plain BM25 {:.3}",
        mean(&scores, |score| score.0),
        mean(&scores, |score| score.1)
    );
    halves(&scores);
    Ok(())
}

/// The means of both halves for a few ways to halve them.
fn halves(scores: &[(f64, f64)]) {
    for period in [1, 2, 3, 5, 8] {
        let (left, right): (Vec<_>, Vec<_>) =
            scores.iter().enumerate().partition(|(number, _)| (number / period) % 2 == 0);
        let mean = |half: &[(usize, &(f64, f64))]| {
            half.iter().map(|(_, score)| score.0).sum::<f64>() / half.len() as f64
        };
        println!("halves, {period} in turn: {:.3} and {:.3}", mean(&left), mean(&right));
    }
}

/// nDCG@10 with ratings as gains; what is not rated counts as 0. None when nothing is worth finding.
fn ndcg(rated: &Ratings, found: &[&str]) -> Option<f64> {
    let discounted = |gains: &[u8]| {
        let places = gains.iter().take(10).enumerate();
        places.map(|(place, gain)| f64::from(*gain) / (place as f64 + 2.0).log2()).sum::<f64>()
    };
    let gains: Vec<u8> = found.iter().map(|id| rated.get(*id).copied().unwrap_or(0)).collect();
    let mut ideal: Vec<u8> = rated.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let ideal = discounted(&ideal);
    (ideal > 0.0).then(|| discounted(&gains) / ideal)
}

async fn explain(engine: &Embedded, products: &[Product], text: &str) -> Outcome<()> {
    let answer = engine.search(Query { count_facets: true, ..asked(text) }).await?;
    println!(
        "{} hits, corrected {:?}, meant {:?}, {:?}",
        answer.total, answer.corrected, answer.did_you_mean, answer.relaxed
    );
    for hit in answer.hits {
        let product = products.iter().find(|product| product.uuid() == hit.product);
        let parts = engine.explain(asked(text), hit.product).await?.unwrap_or_default();
        let parts: Vec<String> =
            parts.iter().map(|part| format!("{} {:.2}", part.name, part.score)).collect();
        println!(
            "{:>8.2}  {}\n          {}",
            hit.score,
            product.map_or("?", |found| &found.title),
            parts.join(", ")
        );
    }
    Ok(())
}
