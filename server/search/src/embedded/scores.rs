//! Scores of documents that are found already.
//!
//! Tantivy's own unions go through every document of each of their words. Here each word is only asked about documents
//! that are hits, in their order, so that a common word beside a rare one costs no more than the rare one.

use crate::Result;
use tantivy::{
    DocSet, Searcher, SegmentReader,
    query::{EnableScoring, Query, Scorer, Weight},
};

/// How a score is made of others.
pub(super) enum Score<Leaf> {
    /// What a query gives.
    Leaf(Leaf),
    /// All together.
    Sum(Vec<Self>),
    /// The best, and this share of the others.
    Best(Vec<Self>, f32),
    /// Times this.
    Times(Box<Self>, f32),
    /// This, if the other gives anything.
    Constant(Box<Self>, f32),
}

impl<Leaf> Score<Leaf> {
    fn with_leaves<Other>(&self, of: &mut impl FnMut(&Leaf) -> Result<Other>) -> Result<Score<Other>> {
        let mut all =
            |scores: &[Self]| scores.iter().map(|score| score.with_leaves(of)).collect::<Result<Vec<_>>>();
        Ok(match self {
            Self::Sum(scores) => Score::Sum(all(scores)?),
            Self::Best(scores, tie) => Score::Best(all(scores)?, *tie),
            Self::Leaf(leaf) => Score::Leaf(of(leaf)?),
            Self::Times(score, times) => Score::Times(Box::new(score.with_leaves(of)?), *times),
            Self::Constant(score, value) => Score::Constant(Box::new(score.with_leaves(of)?), *value),
        })
    }
}

impl Score<Box<dyn Query>> {
    /// With what all segments tell of its words.
    pub(super) fn weighed(&self, searcher: &Searcher) -> Result<Score<Box<dyn Weight>>> {
        self.with_leaves(&mut |query| Ok(query.weight(EnableScoring::enabled_from_searcher(searcher))?))
    }
}

impl Score<Box<dyn Weight>> {
    /// For the documents of a segment.
    pub(super) fn in_segment(&self, reader: &SegmentReader) -> Result<Score<Box<dyn Scorer>>> {
        self.with_leaves(&mut |weight| Ok(weight.scorer(reader, 1.0)?))
    }
}

impl Score<Box<dyn Scorer>> {
    /// A document's score; none when nothing in it matches. Documents have to be asked for in their order.
    pub(super) fn of(&mut self, document: u32) -> Option<f32> {
        match self {
            Self::Leaf(scorer) => {
                let at = if scorer.doc() < document { scorer.seek(document) } else { scorer.doc() };
                (at == document).then(|| scorer.score())
            }
            Self::Sum(scores) => {
                scores.iter_mut().filter_map(|score| score.of(document)).reduce(|sum, one| sum + one)
            }
            Self::Best(scores, tie) => {
                let (mut best, mut sum) = (None::<f32>, 0.0);
                for one in scores.iter_mut().filter_map(|score| score.of(document)) {
                    best = Some(best.map_or(one, |best| best.max(one)));
                    sum += one;
                }
                best.map(|best| best + *tie * (sum - best))
            }
            Self::Times(score, times) => score.of(document).map(|score| score * *times),
            Self::Constant(score, value) => score.of(document).map(|_| *value),
        }
    }
}
