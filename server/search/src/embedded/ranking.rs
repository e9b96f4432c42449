//! What is found, and in which order.
//!
//! The score of a product is a sum of parts that can be shown ([`Ranking::parts`]); none was fitted to particular searches, and
//! `examples/relevance.rs` measures them on halves of the rated ones.
//!
//! - **Words.** Per word BM25 in each field, of which the best counts and the others a tenth (dis-max): a word that
//!   stands in name and description alike is not worth twice. Name, description, brand and kind weigh the same, since
//!   BM25 already knows that a word in a short field says more; the many values of attributes weigh little.
//! - **All words first.** What has every word comes before what lacks one.
//! - **Phrases.** Words that stand next to each other as they were typed: `mouse pad` is not `pad for a mouse`.
//! - **As typed.** The very form that was typed, where stemming would blur it: `shoes` before `shoe adapter`.
//! - **Kind.** The words are what the product *is*, by its category or product type, not what it goes with: a
//!   notebook before a notebook sleeve.
//! - **Codes.** The whole text is a SKU or EAN.
//! - **Popularity.** What sells more, up to about the worth of a rare word's better place.

use super::{
    schema::{Fields, Words},
    scores::Score,
    understand::{Choice, Place, Reading, Understood},
};
use crate::Result;
use tantivy::{
    Searcher, Term,
    query::{BooleanQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery},
    schema::{Field, IndexRecordOption},
};

/// What attributes weigh beside the other fields.
const ATTRIBUTES: f32 = 0.15;
/// What fields beside the best one add.
const TIE: f32 = 0.1;
/// All pairs of neighbours stand together.
const PHRASE: f32 = 2.0;
/// All words occur as typed.
const AS_TYPED: f32 = 1.0;
/// The words are the whole kind, or its last word is among them.
const KIND_WHOLE: f32 = 2.0;
const KIND_HEAD: f32 = 1.0;
/// Above every sum of the other parts.
const ALL_WORDS: f32 = 1_000.0;
const CODE: f32 = 10_000.0;

/// How products are scored, before an index is asked.
pub(super) type Scoring = Score<Box<dyn Query>>;

/// Builds queries for a search in one language.
pub(super) struct Ranking<'a> {
    pub fields: &'a Fields,
    pub words: &'a Words,
    pub understood: &'a Understood,
}

impl Ranking<'_> {
    /// What is found: products with every word, or, `relaxed`, with most.
    pub(super) fn found(&self, relaxed: bool) -> Box<dyn Query> {
        let mut ways: Vec<Box<dyn Query>> =
            self.understood.readings.iter().map(|reading| self.matching(reading, relaxed)).collect();
        ways.extend(self.understood.code.iter().map(|code| term(self.fields.code, code)));
        any(ways)
    }

    /// More products than this are not found.
    pub(super) fn at_most(&self, searcher: &Searcher, relaxed: bool) -> Result<u64> {
        let mut products = 0;
        for reading in &self.understood.readings {
            let mut having = Vec::new();
            for place in reading.places.iter().filter(|place| !place.optional) {
                having.push(self.documents(searcher, place)?);
            }
            products += if relaxed { having.iter().sum() } else { having.into_iter().min().unwrap_or(0) };
        }
        Ok(products)
    }

    fn documents(&self, searcher: &Searcher, place: &Place) -> Result<u64> {
        let mut documents = 0;
        for choice in &place.words {
            let each = choice
                .stems
                .iter()
                .map(|stem| searcher.doc_freq(&Term::from_field_text(self.words.all, stem)));
            documents += each.collect::<tantivy::Result<Vec<u64>>>()?.into_iter().min().unwrap_or(0);
        }
        Ok(documents)
    }

    /// What has every word in its name.
    pub(super) fn in_names(&self) -> Box<dyn Query> {
        let name = self.words.name;
        let stands = |choice: &Choice| match choice.stems.as_slice() {
            [stem] => term(name, stem),
            stems => phrase(name, stems),
        };
        let place = |place: &Place| (Occur::Must, any(place.words.iter().map(stands).collect()));
        let ways = self.understood.readings.iter().map(|reading| {
            let needed = reading.places.iter().filter(|place| !place.optional).map(place).collect();
            Box::new(BooleanQuery::new(needed)) as Box<dyn Query>
        });
        any(ways.collect())
    }

    /// Everything that adds to a score, by name.
    pub(super) fn parts(&self) -> Vec<(&'static str, Scoring)> {
        let each = |part: fn(&Self, &Reading) -> Scoring| {
            let readings = self.understood.readings.iter();
            Score::Best(readings.map(|reading| times(part(self, reading), reading.worth)).collect(), 0.0)
        };
        vec![
            ("all words", self.all_words()),
            ("words", each(Self::every_word)),
            ("phrases", each(Self::phrases)),
            ("as typed", each(Self::as_typed)),
            ("kind", each(Self::kind)),
            ("code", self.code()),
        ]
    }

    /// The sum of all parts.
    pub(super) fn score(&self) -> Scoring {
        Score::Sum(self.parts().into_iter().map(|(_, part)| part).collect())
    }

    /// The parts that tell most, from fewer fields: what the best are picked by out of very many.
    pub(super) fn quick(&self) -> Scoring {
        let readings = self.understood.readings.iter();
        let words = readings.map(|reading| times(self.every_word_quickly(reading), reading.worth));
        Score::Sum(vec![self.all_words(), Score::Best(words.collect(), 0.0), self.code()])
    }

    fn all_words(&self) -> Scoring {
        let readings = self.understood.readings.iter();
        let all = readings.map(|reading| Score::Leaf(self.matching(reading, false)));
        constant(Score::Best(all.collect(), 0.0), ALL_WORDS)
    }

    fn code(&self) -> Scoring {
        let codes = self.understood.code.iter();
        Score::Sum(codes.map(|code| constant(Score::Leaf(term(self.fields.code, code)), CODE)).collect())
    }

    fn every_word_quickly(&self, reading: &Reading) -> Scoring {
        let words = self.words;
        let choice = |choice: &Choice| match choice.stems.as_slice() {
            [stem] => {
                let fields = [words.name, words.description, words.kind];
                Score::Best(fields.into_iter().map(|field| scored(field, stem)).collect(), TIE)
            }
            stems => Score::Leaf(phrase(words.name, stems)),
        };
        let place = |place: &Place| {
            Score::Best(place.words.iter().map(|word| times(choice(word), word.worth)).collect(), 0.0)
        };
        Score::Sum(reading.places.iter().map(place).collect())
    }

    fn matching(&self, reading: &Reading, relaxed: bool) -> Box<dyn Query> {
        let needed: Vec<_> = reading.places.iter().filter(|place| !place.optional).collect();
        let least = if relaxed { needed.len().saturating_sub(1).max(1) } else { needed.len() };
        let places =
            needed.into_iter().map(|place| any(place.words.iter().map(|word| self.has(word)).collect()));
        let places: Vec<Box<dyn Query>> = places.collect();
        if least == places.len() {
            return Box::new(BooleanQuery::intersection(places));
        }
        let clauses = places.into_iter().map(|place| (Occur::Should, place)).collect();
        Box::new(BooleanQuery::with_minimum_required_clauses(clauses, least))
    }

    fn has(&self, choice: &Choice) -> Box<dyn Query> {
        match choice.stems.as_slice() {
            [stem] => term(self.words.all, stem),
            stems => any(vec![phrase(self.words.name, stems), phrase(self.words.description, stems)]),
        }
    }

    fn every_word(&self, reading: &Reading) -> Scoring {
        Score::Sum(reading.places.iter().map(|place| self.place(place)).collect())
    }

    fn place(&self, place: &Place) -> Scoring {
        let choices = place.words.iter();
        Score::Best(choices.map(|choice| times(self.word(choice), choice.worth)).collect(), 0.0)
    }

    fn word(&self, choice: &Choice) -> Scoring {
        let words = self.words;
        let [stem] = choice.stems.as_slice() else {
            return Score::Best(self.stand_together(&choice.stems), TIE);
        };
        let fields = vec![
            scored(words.name, stem),
            scored(words.description, stem),
            scored(self.fields.brand, &choice.surface),
            scored(words.kind, stem),
            times(scored(words.attributes, stem), ATTRIBUTES),
        ];
        Score::Best(fields, TIE)
    }

    fn stand_together<S: AsRef<str>>(&self, stems: &[S]) -> Vec<Scoring> {
        let fields = [self.words.name, self.words.description];
        fields.into_iter().map(|field| Score::Leaf(phrase(field, stems))).collect()
    }

    fn phrases(&self, reading: &Reading) -> Scoring {
        let pairs: Vec<_> = reading.places.windows(2).map(|pair| [pair[0].stem(), pair[1].stem()]).collect();
        let worth = PHRASE / share(pairs.len());
        let stands = |pair: &[&str; 2]| constant(Score::Best(self.stand_together(pair), 0.0), worth);
        Score::Sum(pairs.iter().map(stands).collect())
    }

    fn as_typed(&self, reading: &Reading) -> Scoring {
        let worth = AS_TYPED / share(reading.places.len());
        let surfaces = reading.places.iter().filter_map(|place| place.words.first());
        let stands = |choice: &Choice| constant(Score::Leaf(term(self.words.exact, &choice.surface)), worth);
        Score::Sum(surfaces.map(stands).collect())
    }

    fn kind(&self, reading: &Reading) -> Scoring {
        let stems: Vec<&str> = reading.places.iter().map(Place::stem).collect();
        let is = |field: Field, text: &str, worth: f32| constant(Score::Leaf(term(field, text)), worth);
        let runs = (0..stems.len()).flat_map(|from| (from + 1..=stems.len()).map(move |to| (from, to)));
        let whole = runs.map(|(from, to)| is(self.words.kind_whole, &stems[from..to].join(" "), KIND_WHOLE));
        let heads = stems.iter().map(|stem| is(self.words.kind_head, stem, KIND_HEAD));
        Score::Best(whole.chain(heads).collect(), 0.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a number of words")]
fn share(number: usize) -> f32 {
    number.max(1) as f32
}

/// Documents with a term, for filters.
pub(super) fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

fn scored(field: Field, text: &str) -> Scoring {
    let term = Term::from_field_text(field, text);
    Score::Leaf(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)))
}

fn times(score: Scoring, times: f32) -> Scoring {
    Score::Times(Box::new(score), times)
}

fn constant(score: Scoring, value: f32) -> Scoring {
    Score::Constant(Box::new(score), value)
}

fn phrase<S: AsRef<str>>(field: Field, stems: &[S]) -> Box<dyn Query> {
    Box::new(PhraseQuery::new(stems.iter().map(|stem| Term::from_field_text(field, stem.as_ref())).collect()))
}

/// Documents that any of these finds.
pub(super) fn any(mut ways: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match ways.len() {
        0 => Box::new(EmptyQuery),
        1 => ways.remove(0),
        _ => Box::new(BooleanQuery::union(ways)),
    }
}
