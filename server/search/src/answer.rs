//! What an engine answers.

use uuid::Uuid;

/// One page of hits, and what can narrow them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The page.
    pub hits: Vec<Hit>,
    /// All hits there are.
    pub total: u64,
    /// Facets, the most common first; a chosen value is always among them.
    pub facets: Vec<Facet>,
    /// Bounds of the numbers that were asked for.
    pub numbers: Vec<NumberFacet>,
    /// Prices, as they would be without the filter of prices.
    pub price: PriceFacet,
    /// Hits that can be bought now.
    pub in_stock: u64,
    /// The words that were searched in place of those typed, when those are unknown.
    pub corrected: Option<String>,
    /// Words that are far more common and look alike. These were not searched.
    pub did_you_mean: Option<String>,
    /// What was let go of, since all words together find too little.
    pub relaxed: Relaxed,
}

/// What of a search was let go of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Relaxed {
    /// Nothing: every hit has all words.
    #[default]
    Nothing,
    /// After those with all words come some with most of them.
    SomeWords,
    /// All words: `total` is 0, and the hits are what sells best.
    AllWords,
}

/// A product that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The product.
    pub product: Uuid,
    /// Its relevance; comparable within one answer only. 0 in other orders.
    pub score: f32,
}

/// A facet: how many products choosing a value would show, given the other facets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Facet {
    pub name: String,
    /// Most common first.
    pub values: Vec<FacetCount>,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct FacetCount {
    pub value: String,
    pub count: u64,
    pub chosen: bool,
}

/// Lowest and highest.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Bounds<T> {
    pub min: T,
    pub max: T,
}

/// A number that can be narrowed.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberFacet {
    /// What it is called.
    pub name: String,
    /// Its bounds, as they would be without its own filter; none when no hit has it.
    pub bounds: Option<Bounds<f64>>,
}

/// Prices of the hits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriceFacet {
    /// Ends of the slider, minor units; none without hits.
    pub bounds: Option<Bounds<i64>>,
    /// How many hits there are in each step, in order; empty ones are left out.
    pub steps: Vec<PriceStep>,
}

/// One bar above the slider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceStep {
    /// Minor units, a round number: 1, 2 or 5 times a power of ten. Exclusive upper end is the next round number.
    pub from: i64,
    /// Hits from there.
    pub count: u64,
}

/// A part of a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Which part, in words.
    pub name: String,
    /// What it adds.
    pub score: f32,
}

/// What is offered while somebody types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Products, best first.
    pub products: Vec<Uuid>,
    /// Keys of categories.
    pub categories: Vec<String>,
    /// Past searches.
    pub searches: Vec<String>,
}
