//! What an engine is asked.

use crate::Language;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Which products are wanted. Values of one facet widen the result, facets narrow it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// What somebody typed; everything when empty.
    pub text: String,
    /// The language they read.
    pub language: Language,
    /// Whether the last word may be unfinished.
    pub as_you_type: bool,
    /// Only this category and below.
    pub category: Option<Uuid>,
    /// Facet to any of its values. Values of options have to hold for one and the same variant.
    pub facets: BTreeMap<String, Vec<String>>,
    /// Numbers by name.
    pub numbers: BTreeMap<String, Range<f64>>,
    /// Minor units.
    pub price: Range<i64>,
    /// Only what can be bought now.
    pub in_stock: bool,
    /// The order.
    pub sort: Sort,
    /// Hits to leave out at the beginning; at most [`Query::DEEPEST`] are looked through.
    pub offset: usize,
    /// Hits wanted.
    pub limit: usize,
    /// Whether facets are counted.
    pub count_facets: bool,
    /// The numbers whose bounds are wanted.
    pub bounds_of: Vec<String>,
    /// Words that stand for others.
    pub synonyms: Vec<Synonym>,
    /// What the merchant wants for these words or this category.
    pub merchandising: Merchandising,
}

impl Query {
    /// Nobody turns more pages than this.
    pub const DEEPEST: usize = 10_000;
}

/// Inclusive bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Range<T> {
    pub min: Option<T>,
    pub max: Option<T>,
}

impl<T: PartialOrd + Copy> Range<T> {
    /// Whether there is a bound at all.
    pub fn narrows(&self) -> bool {
        self.min.is_some() || self.max.is_some()
    }

    /// Whether a value is within.
    pub fn holds(&self, value: T) -> bool {
        self.min.is_none_or(|min| min <= value) && self.max.is_none_or(|max| value <= max)
    }
}

/// How hits are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// By relevance when there are words, else as the merchant arranged them.
    #[default]
    Relevance,
    /// Cheapest first.
    PriceUp,
    /// Dearest first.
    PriceDown,
    /// Newest first.
    Newest,
    /// Most sold first.
    BestSelling,
    /// By name in the query's language.
    Name,
}

/// Words that are searched as if others had been typed as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synonym {
    /// What was typed.
    pub from: String,
    /// What is searched besides.
    pub to: Vec<String>,
}

impl Synonym {
    /// Words that all stand for each other.
    pub fn group(words: &[&str]) -> Vec<Self> {
        let others =
            |word: &str| words.iter().filter(|other| **other != word).map(ToString::to_string).collect();
        words.iter().map(|word| Self { from: (*word).to_owned(), to: others(word) }).collect()
    }
}

/// What a merchant wants for some words or some category. Orders by price, age, sales and name are left alone, except
/// that what is hidden is hidden everywhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merchandising {
    /// Products at fixed places, whether the words find them or not; filters still apply.
    pub pins: Vec<Pin>,
    /// What counts more.
    pub boosts: Vec<Boost>,
    /// What comes after everything else.
    pub buries: Vec<Target>,
    /// What is not found.
    pub hides: Vec<Target>,
}

/// A product at a fixed place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pin {
    /// The product.
    pub product: Uuid,
    /// Its place among all hits, from 0.
    pub place: usize,
}

/// What counts more than it would by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Boost {
    /// What.
    pub target: Target,
    /// Times its relevance, above 1.
    pub factor: f32,
}

/// What a rule of merchandising is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// One product.
    Product(Uuid),
    /// All with this value of a facet, e.g. a brand or a category.
    Facet(String, String),
}

/// The first letters of a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SuggestQuery {
    /// What was typed so far.
    pub text: String,
    /// The language they read.
    pub language: Language,
    /// Products wanted.
    pub products: usize,
    /// Categories and past searches wanted, each.
    pub offers: usize,
}
