//! How a query is answered.

use super::{
    live::Live,
    pass::{Found, Pass},
    ranking::{Ranking, Scoring, any, term},
    schema::{Words, scope},
    understand::{Reader, Understood},
    write::facet_term,
};
use crate::{Answer, CATEGORY, Error, Hit, Part, Query, Relaxed, Result, Sort, Target};
use std::collections::VecDeque;
use tantivy::{
    Searcher, SegmentReader, TERMINATED,
    query::{BooleanQuery, EnableScoring, Occur, Query as Matching},
};
use uuid::Uuid;

/// A search that finds more than this is a broad one: it is counted without scores, and ranked among as many that have
/// the words in their names, so that a word that half the shop answers to costs no more than one that is rare.
const BROAD: u64 = 30_000;
/// Of more hits than these the best are picked by a quick score first.
const FEW_ENOUGH: u64 = 3_000;
/// Picked so, as many are ranked by all there is.
const RANKED_FULLY: usize = 300;
/// While somebody types less has to do.
const RANKED_WHILE_TYPING: u64 = 3_000;
/// Answers with at least so many hits are remembered.
const REMEMBERED_FROM: u64 = 2_000;
/// With fewer hits than this those with most of the words follow.
const FEW: u64 = 10;

/// Answers a query. What many are looking through is not counted anew for each of them.
pub(super) fn search(live: &Live, query: &Query) -> Result<Answer> {
    let searcher = live.reader.searcher();
    let generation = searcher.generation().generation_id();
    let key = format!("{query:?}");
    if let Some(answer) = live.remembered.get(&key, generation) {
        return Ok(answer);
    }
    let answer = answer(live, &searcher, query)?;
    if answer.total >= REMEMBERED_FROM {
        live.remembered.put(key, generation, &answer);
    }
    Ok(answer)
}

fn answer(live: &Live, searcher: &Searcher, query: &Query) -> Result<Answer> {
    let asking = Asking { live, searcher, query };
    let words = asking.words()?;
    let understood = if query.text.trim().is_empty() {
        Understood::default()
    } else {
        Reader::new(searcher, &live.fields, words, query).read(query)?
    };
    if understood.readings.is_empty() {
        return Ok(asking.answer(&asking.run(None, false)?));
    }
    asking.for_words(words, &understood)
}

/// Each part of a product's score.
pub(super) fn explain(live: &Live, query: &Query, product: Uuid) -> Result<Option<Vec<Part>>> {
    let searcher = live.reader.searcher();
    let asking = Asking { live, searcher: &searcher, query };
    let words = asking.words()?;
    let understood = Reader::new(&searcher, &live.fields, words, query).read(query)?;
    let ranking = Ranking { fields: &live.fields, words, understood: &understood };
    let own = term(live.fields.id, &product.to_string());
    let Some((reader, document)) = place_of(&searcher, own.as_ref(), ranking.found(true).as_ref())? else {
        return Ok(None);
    };
    let mut parts = Vec::new();
    for (name, part) in ranking.parts() {
        let score = part.weighed(&searcher)?.in_segment(reader)?.of(document).unwrap_or(0.0);
        parts.push(Part { name: name.to_owned(), score });
    }
    Ok(Some(parts))
}

/// Where the one document is that `own` finds, if `words` find it.
fn place_of<'a>(
    searcher: &'a Searcher,
    own: &dyn Matching,
    words: &dyn Matching,
) -> Result<Option<(&'a SegmentReader, u32)>> {
    let scoring = || EnableScoring::disabled_from_searcher(searcher);
    let (own, words) = (own.weight(scoring())?, words.weight(scoring())?);
    for reader in searcher.segment_readers() {
        let mut own = own.scorer(reader, 1.0)?;
        while own.doc() != TERMINATED {
            if !reader.is_deleted(own.doc()) {
                let mut words = words.scorer(reader, 1.0)?;
                let at = if words.doc() < own.doc() { words.seek(own.doc()) } else { words.doc() };
                return Ok((at == own.doc()).then_some((reader, at)));
            }
            own.advance();
        }
    }
    Ok(None)
}

type Clauses = Vec<(Occur, Box<dyn Matching>)>;

struct Asking<'a> {
    live: &'a Live,
    searcher: &'a Searcher,
    query: &'a Query,
}

impl<'a> Asking<'a> {
    /// The fields of the query's language, or of the first there is.
    fn words(&self) -> Result<&'a Words> {
        let languages = &self.live.fields.languages;
        let words = languages.get(&self.query.language).or_else(|| languages.values().next());
        words.ok_or_else(|| Error::Worker("the index has no language".into()))
    }

    fn for_words(&self, words: &Words, understood: &Understood) -> Result<Answer> {
        let ranking = Ranking { fields: &self.live.fields, words, understood };
        let mut found = self.run(Some((&ranking, false)), false)?;
        let mut relaxed = Relaxed::Nothing;
        let several = understood.readings.iter().any(|reading| reading.places.len() > 1);
        // While somebody types, what fits not quite is no suggestion.
        let few = if self.query.as_you_type { 1 } else { FEW };
        if found.tally.total < few && several && understood.code.is_none() {
            let more = self.run(Some((&ranking, true)), false)?;
            if more.tally.total > found.tally.total {
                (found, relaxed) = (more, Relaxed::SomeWords);
            }
        }
        let mut answer = self.answer(&found);
        if answer.total == 0 {
            answer.hits = self.answer(&self.run(None, true)?).hits;
            relaxed = Relaxed::AllWords;
        }
        answer.corrected.clone_from(&understood.corrected);
        answer.did_you_mean.clone_from(&understood.did_you_mean);
        answer.relaxed = relaxed;
        Ok(answer)
    }

    /// `ranking` with whether a word may lack; without one everything is found, by sales if it is to be popular.
    fn run(&self, ranking: Option<(&Ranking<'_>, bool)>, popular: bool) -> Result<Found> {
        let popular_query = Query { sort: Sort::BestSelling, count_facets: false, ..self.query.clone() };
        let query = if popular { &popular_query } else { self.query };
        let Some((ranking, relaxed)) = ranking else {
            return self.pass(query, self.filters(), None);
        };
        if query.sort != Sort::Relevance {
            return self.pass(query, self.with_words(ranking.found(relaxed)), None);
        }
        let limit = if query.as_you_type { RANKED_WHILE_TYPING } else { BROAD };
        let words = ranking.found(relaxed);
        if ranking.at_most(self.searcher, relaxed)? <= FEW_ENOUGH {
            return self.pass(query, self.with_words(words), Some(ranking.score()));
        }
        let found = self.ranked(query, ranking, words, limit + 1)?;
        if found.tally.total <= limit { Ok(found) } else { self.broad(ranking, relaxed) }
    }

    /// Ranks those with the words in their names, and counts all.
    fn broad(&self, ranking: &Ranking<'_>, relaxed: bool) -> Result<Found> {
        let uncounted = Query { count_facets: false, ..self.query.clone() };
        let limit = if self.query.as_you_type { RANKED_WHILE_TYPING } else { BROAD };
        let mut ranked = self.ranked(&uncounted, ranking, ranking.in_names(), limit)?;
        if ranked.ranked.len() < self.most() {
            ranked = self.ranked(&uncounted, ranking, ranking.found(relaxed), limit)?;
        }
        if self.query.as_you_type {
            return Ok(ranked);
        }
        let counting = Query { limit: 0, offset: 0, ..self.query.clone() };
        let counted = self.pass(&counting, self.with_words(ranking.found(relaxed)), None)?;
        Ok(Found { tally: counted.tally, ..ranked })
    }

    /// The best of what the words find: of many those that a quick score picks.
    fn ranked(
        &self,
        query: &Query,
        ranking: &Ranking<'_>,
        words: Box<dyn Matching>,
        at_most: u64,
    ) -> Result<Found> {
        let wide = Query { offset: 0, limit: self.most().max(RANKED_FULLY), ..query.clone() };
        let pass = self.prepared(&wide, Some(ranking.quick()), at_most);
        let mut found = pass.run(&BooleanQuery::new(self.with_words(words)))?;
        found.ranked = pass.rescore(&ranking.score(), std::mem::take(&mut found.ranked))?;
        found.ranked.truncate(self.most());
        Ok(found)
    }

    fn most(&self) -> usize {
        self.query.offset.saturating_add(self.query.limit).min(Query::DEEPEST)
    }

    fn pass(&self, query: &Query, clauses: Clauses, score: Option<Scoring>) -> Result<Found> {
        self.prepared(query, score, u64::MAX).run(&BooleanQuery::new(clauses))
    }

    fn prepared<'b>(&'b self, query: &'b Query, score: Option<Scoring>, at_most: u64) -> Pass<'b> {
        let most = query.offset.saturating_add(query.limit).min(Query::DEEPEST);
        let (fields, dictionary) = (&self.live.fields, &self.live.dictionary);
        Pass { searcher: self.searcher, fields, dictionary, query, most, score, at_most }
    }

    /// What has the words, or is pinned.
    fn with_words(&self, words: Box<dyn Matching>) -> Clauses {
        let mut ways = vec![words];
        ways.extend(self.pinned().map(|pin| term(self.live.fields.id, &pin.to_string())));
        let mut clauses = self.filters();
        clauses.push((Occur::Must, any(ways)));
        clauses
    }

    /// What nobody chose and still narrows: what is on sale, the category, what is hidden.
    fn filters(&self) -> Clauses {
        let fields = &self.live.fields;
        let mut clauses = vec![(Occur::Must, term(fields.scope, scope::ACTIVE))];
        if let Some(category) = self.query.category {
            let category = term(fields.facet, &facet_term(CATEGORY, &category.to_string()));
            clauses.push((Occur::Must, category));
        }
        for hidden in &self.query.merchandising.hides {
            let hidden = match hidden {
                Target::Product(product) => term(fields.id, &product.to_string()),
                Target::Facet(name, value) => term(fields.facet, &facet_term(name, value)),
            };
            clauses.push((Occur::MustNot, hidden));
        }
        clauses
    }

    fn pinned(&self) -> impl Iterator<Item = Uuid> {
        let pins = if self.query.sort == Sort::Relevance { &*self.query.merchandising.pins } else { &[] };
        pins.iter().map(|pin| pin.product)
    }

    fn answer(&self, found: &Found) -> Answer {
        let hits = self.page(found);
        let tally = &found.tally;
        let facets = if self.query.count_facets {
            tally.facets(&self.live.dictionary, self.query)
        } else {
            Vec::new()
        };
        Answer {
            hits,
            total: tally.total,
            facets,
            numbers: tally.number_facets(self.query),
            price: tally.price_facet(),
            in_stock: tally.in_stock,
            ..Answer::default()
        }
    }

    /// Ranked hits with the pinned ones in their places.
    fn page(&self, found: &Found) -> Vec<Hit> {
        let mut pins: Vec<_> = self.query.merchandising.pins.iter().collect();
        pins.retain(|pin| found.pinned.contains(&pin.product));
        pins.sort_by_key(|pin| pin.place);
        let mut pins: VecDeque<_> = pins.into();
        let mut ranked = found.ranked.iter();
        let end = self.most();
        let mut hits = Vec::new();
        while hits.len() < end {
            if pins.front().is_some_and(|pin| pin.place <= hits.len()) {
                hits.extend(pins.pop_front().map(|pin| Hit { product: pin.product, score: 0.0 }));
                continue;
            }
            match ranked.next() {
                Some(hit) => hits.push(Hit { product: hit.product, score: f32::from_bits(hit.score_bits) }),
                None => match pins.pop_front() {
                    Some(pin) => hits.push(Hit { product: pin.product, score: 0.0 }),
                    None => break,
                },
            }
        }
        hits.drain(..self.query.offset.min(hits.len()));
        hits
    }
}

/// The products that come first, without facets and without saying what else there would be.
pub(super) fn suggested(live: &Live, query: &Query) -> Result<Vec<Uuid>> {
    let answer = search(live, query)?;
    let hits = if answer.relaxed == Relaxed::AllWords { Vec::new() } else { answer.hits };
    Ok(hits.into_iter().map(|hit| hit.product).collect())
}
