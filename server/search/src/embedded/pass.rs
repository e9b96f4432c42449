//! One pass over what was found: filters, counts and the best of it.
//!
//! Work grows with the number of documents that the words and the category leave, not with the size of the shop:
//! each takes a third of a microsecond or so, and only what passes the filters is scored, for one or two more.

use super::{
    dictionary::{Dictionary, SegmentValues},
    keys::{Keys, Rules},
    ranking::Scoring,
    schema::Fields,
    selection::{Chosen, PRICE, STOCK, Selection},
    tally::Tally,
};
use crate::{Query, Result};
use std::{
    collections::{BinaryHeap, HashSet},
    sync::Arc,
};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED, columnar::Column, query::EnableScoring};
use uuid::Uuid;

/// A hit and its place: smaller comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ranked {
    buried: bool,
    /// The name, when sorted by it.
    name: String,
    key: u64,
    position: u64,
    pub product: Uuid,
    pub score_bits: u32,
    /// Where it is.
    segment: usize,
    document: u32,
}

/// What a pass needs to know.
pub(super) struct Pass<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub dictionary: &'a Dictionary,
    pub query: &'a Query,
    /// Hits wanted, from the first.
    pub most: usize,
    /// How hits are scored, if they are.
    pub score: Option<Scoring>,
    /// Ends after this many hits.
    pub at_most: u64,
}

/// What a pass found.
pub(super) struct Found {
    pub tally: Tally,
    pub ranked: Vec<Ranked>,
    /// Pinned products that pass the filters.
    pub pinned: HashSet<Uuid>,
}

impl Pass<'_> {
    /// Goes through what `base` finds.
    pub(super) fn run(&self, base: &dyn tantivy::query::Query) -> Result<Found> {
        let weight = base.weight(EnableScoring::disabled_from_searcher(self.searcher))?;
        let score = self.score.as_ref().map(|score| score.weighed(self.searcher)).transpose()?;
        let selection = Selection::new(self.query);
        let mut found = Found { tally: Tally::default(), ranked: Vec::new(), pinned: HashSet::new() };
        for (number, reader) in self.searcher.segment_readers().iter().enumerate() {
            let mut segment = Segment::open(self, &selection, reader)?;
            let values = segment.values.clone();
            let mut score = score.as_ref().map(|score| score.in_segment(reader)).transpose()?;
            let mut hits = weight.scorer(reader, 1.0)?;
            let mut document = hits.doc();
            while document != TERMINATED && found.tally.total < self.at_most {
                if reader.alive_bitset().is_none_or(|alive| alive.is_alive(document))
                    && segment.passes(document, values.as_deref(), &mut found.tally)
                {
                    let score = score.as_mut().and_then(|score| score.of(document)).unwrap_or(0.0);
                    segment.hit(document, score, &mut found);
                }
                document = hits.advance();
            }
            segment.close(number, &mut found)?;
        }
        found.ranked.sort_unstable();
        found.ranked.truncate(self.most);
        Ok(found)
    }

    /// Ranks hits anew by a score that tells more.
    pub(super) fn rescore(&self, score: &Scoring, mut ranked: Vec<Ranked>) -> Result<Vec<Ranked>> {
        let weighed = score.weighed(self.searcher)?;
        ranked.sort_unstable_by_key(|hit| (hit.segment, hit.document));
        for hits in ranked.chunk_by_mut(|one, next| one.segment == next.segment) {
            let Some(reader) = hits.first().and_then(|hit| self.searcher.segment_readers().get(hit.segment))
            else {
                continue;
            };
            let values = self.dictionary.of(reader)?;
            let (keys, rules) = (Keys::open(self, reader)?, Rules::open(self, reader)?);
            let mut score = weighed.in_segment(reader)?;
            for hit in hits {
                let score = score.of(hit.document).unwrap_or(0.0);
                let (_, factor) = rules.of(hit.document, values.as_deref());
                let score = (score + keys.popularity(hit.document)) * factor;
                (hit.key, hit.position) = keys.of(hit.document, score, self.query.sort);
                hit.score_bits = score.to_bits();
            }
        }
        ranked.sort_unstable();
        Ok(ranked)
    }
}

/// One segment while it is gone through.
struct Segment<'a> {
    pass: &'a Pass<'a>,
    reader: &'a SegmentReader,
    values: Option<Arc<SegmentValues>>,
    chosen: Chosen,
    required: u64,
    /// Counts by own number, and the document that was counted last.
    counts: Vec<u32>,
    counted: Vec<u32>,
    /// The own numbers of the present document.
    present: Vec<u64>,
    bounds_of: Vec<(String, u64, Option<u64>)>,
    keys: Keys,
    rules: Rules,
    best: BinaryHeap<(bool, u64, u64, u32, u32)>,
}

impl<'a> Segment<'a> {
    fn open(pass: &'a Pass<'a>, selection: &Selection<'_>, reader: &'a SegmentReader) -> Result<Self> {
        let values = pass.dictionary.of(reader)?;
        let chosen = selection.in_segment(reader, values.as_deref())?;
        let own = |name: &String| chosen.numbers.as_ref().and_then(|numbers| numbers.name(name));
        let bounds = pass.query.bounds_of.iter();
        let bounds_of = bounds.map(|name| (name.clone(), selection.bit_of_number(name), own(name))).collect();
        let size = chosen.bits.len();
        Ok(Self {
            keys: Keys::open(pass, reader)?,
            rules: Rules::open(pass, reader)?,
            pass,
            reader,
            required: selection.required,
            values,
            chosen,
            counts: vec![0; size],
            counted: vec![u32::MAX; size],
            present: Vec::new(),
            bounds_of,
            best: BinaryHeap::new(),
        })
    }

    /// Whether a document has everything that was chosen. Counts it for what it would show.
    fn passes(&mut self, document: u32, values: Option<&SegmentValues>, tally: &mut Tally) -> bool {
        let Some(values) = values else { return self.required == 0 };
        if self.required == 0 {
            if self.pass.query.count_facets {
                self.count_all(document, values, tally);
            }
            return true;
        }
        self.examine(document, values, tally)
    }

    /// Counts a document of which nothing is required.
    fn count_all(&mut self, document: u32, values: &SegmentValues, tally: &mut Tally) {
        let mut seen = Seen { but_for_price: true, ..Seen::default() };
        for value in values.column.values_for_doc(document) {
            if Some(value) == values.in_stock {
                seen.available = true;
            } else if Some(value) != values.out_of_stock {
                self.count_once(document, value);
            }
        }
        if !self.bounds_of.is_empty() {
            seen.missing.push(0);
        }
        let price = self.chosen.price.first(document).unwrap_or(0);
        self.tally(document, price, &seen, tally);
    }

    /// Examines a document's variants, one after the other.
    fn examine(&mut self, document: u32, values: &SegmentValues, tally: &mut Tally) -> bool {
        let count = self.pass.query.count_facets;
        self.present.clear();
        self.present.extend(values.column.values_for_doc(document));
        let price = self.chosen.price.first(document).unwrap_or(0);
        let own = self.chosen.of_document(document, price);
        let mut seen = Seen::default();
        let first =
            self.present.iter().position(|value| values.is_marker(*value)).unwrap_or(self.present.len());
        let shared = own | self.bits(0..first);
        let mut from = first;
        loop {
            let to = self.next_variant(values, from);
            let in_stock = self.present.get(from).is_some_and(|value| Some(*value) == values.in_stock);
            let bits = shared | self.bits(from..to) | if in_stock { STOCK } else { 0 };
            let missing = self.required & !bits;
            seen.note(missing, in_stock, !self.bounds_of.is_empty());
            if count {
                self.count(document, missing, 0..first);
                self.count(document, missing, from..to);
            }
            from = to;
            if from >= self.present.len() {
                break;
            }
        }
        if count {
            self.tally(document, price, &seen, tally);
        }
        seen.passed
    }

    /// Where the variant that begins here ends.
    fn next_variant(&self, values: &SegmentValues, from: usize) -> usize {
        let rest = self.present.iter().enumerate().skip(from + 1);
        rest.into_iter()
            .find(|(_, value)| values.is_marker(**value))
            .map_or(self.present.len(), |(place, _)| place)
    }

    fn bits(&self, range: std::ops::Range<usize>) -> u64 {
        if self.chosen.facets.is_empty() {
            return 0;
        }
        let bit = |value: &u64| usize::try_from(*value).ok().and_then(|place| self.chosen.bits.get(place));
        self.present[range].iter().filter_map(bit).fold(0, |bits, bit| bits | bit)
    }

    /// Counts values that choosing would show this document.
    fn count(&mut self, document: u32, missing: u64, range: std::ops::Range<usize>) {
        let only = match missing.count_ones() {
            0 => 0..u64::MAX,
            1 => self.chosen.range_of(missing),
            _ => return,
        };
        for place in range {
            let value = self.present[place];
            if only.contains(&value) && !self.values.as_ref().is_some_and(|values| values.is_marker(value)) {
                self.count_once(document, value);
            }
        }
    }

    /// Counts a value, however many variants of the document have it.
    fn count_once(&mut self, document: u32, value: u64) {
        let number = usize::try_from(value).unwrap_or(0);
        if self.counted[number] != document {
            self.counted[number] = document;
            self.counts[number] += 1;
        }
    }

    fn tally(&self, document: u32, price: i64, seen: &Seen, tally: &mut Tally) {
        if seen.but_for_price {
            tally.price(price);
        }
        tally.in_stock += u64::from(seen.available);
        let Some(numbers) = self.chosen.numbers.as_ref().filter(|_| !self.bounds_of.is_empty()) else {
            return;
        };
        for (name, bit, own) in &self.bounds_of {
            if seen.missing.iter().any(|missing| missing & !bit == 0) {
                numbers.under(document, *own).for_each(|value| tally.number(name, value));
            }
        }
    }

    fn hit(&mut self, document: u32, score: f32, found: &mut Found) {
        found.tally.total += 1;
        if let Some(product) = self.rules.pinned.get(&document) {
            found.pinned.insert(*product);
            return;
        }
        let (buried, factor) = self.rules.of(document, self.values.as_deref());
        let relevance = if self.pass.score.is_some() { score + self.keys.popularity(document) } else { 1.0 };
        let score = relevance * factor;
        let (key, position) = self.keys.of(document, score, self.pass.query.sort);
        let entry = (buried, key, position, document, score.to_bits());
        if self.best.len() < self.pass.most {
            self.best.push(entry);
        } else if self.best.peek().is_some_and(|worst| entry < *worst) {
            self.best.pop();
            self.best.push(entry);
        }
    }

    /// Adds what was counted to the whole, and names the best.
    fn close(self, segment: usize, found: &mut Found) -> Result<()> {
        found.tally.values.resize(self.pass.dictionary.len(), 0);
        for (number, count) in self.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let lasting = self.values.as_ref().and_then(|values| values.lasting.get(number));
            if let Some(total) = lasting.and_then(|lasting| found.tally.values.get_mut(*lasting as usize)) {
                *total += u64::from(*count);
            }
        }
        let ids = (self.reader.fast_fields().u64("id_high")?, self.reader.fast_fields().u64("id_low")?);
        for (buried, key, position, document, score_bits) in self.best {
            let product = id_of(&ids, document);
            let name = self.keys.name(document)?;
            // Within one segment the key was the number of the name; across segments only the name counts.
            let key = if name.is_empty() { key } else { 0 };
            found.ranked.push(Ranked { buried, name, key, position, product, score_bits, segment, document });
        }
        Ok(())
    }
}

fn id_of((high, low): &(Column<u64>, Column<u64>), document: u32) -> Uuid {
    Uuid::from_u64_pair(high.first(document).unwrap_or(0), low.first(document).unwrap_or(0))
}

/// What of the filters the variants of one document lacked.
#[derive(Default)]
struct Seen {
    passed: bool,
    available: bool,
    but_for_price: bool,
    /// Only when bounds of numbers are wanted.
    missing: Vec<u64>,
}

impl Seen {
    fn note(&mut self, missing: u64, in_stock: bool, remembered: bool) {
        self.passed |= missing == 0;
        self.available |= in_stock && missing & !STOCK == 0;
        self.but_for_price |= missing & !PRICE == 0;
        if remembered && !self.missing.contains(&missing) {
            self.missing.push(missing);
        }
    }
}
