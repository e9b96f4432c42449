//! The values of facets, by numbers that hold across segments.
//!
//! Every segment numbers its own values, sorted by name and value, so that those of one facet are a range. Here each
//! value gets one number for good, looked up once per segment: counting then adds to an array, and no text is touched.

use super::write::{IN_STOCK, OUT_OF_STOCK, SEPARATOR};
use crate::Result;
use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};
use tantivy::{Searcher, SegmentReader, columnar::Column, index::SegmentId};

/// A segment's values.
pub(super) struct SegmentValues {
    /// Its own numbers per document, in the order they were written.
    pub column: Column<u64>,
    /// Its own number to that for good.
    pub lasting: Vec<u32>,
    /// The range of each facet's own numbers.
    pub facets: HashMap<String, Range<u64>>,
    /// Its own numbers of the markers of variants.
    pub in_stock: Option<u64>,
    pub out_of_stock: Option<u64>,
}

impl SegmentValues {
    /// Whether a number is a marker.
    pub(super) fn is_marker(&self, number: u64) -> bool {
        Some(number) == self.in_stock || Some(number) == self.out_of_stock
    }
}

#[derive(Default)]
struct Known {
    numbers: HashMap<String, u32>,
    texts: Vec<Arc<str>>,
    segments: HashMap<SegmentId, Arc<SegmentValues>>,
}

/// All values that were ever seen.
#[derive(Default)]
pub(super) struct Dictionary(Mutex<Known>);

impl Dictionary {
    /// The values of a segment; read from it when it is new. A segment without any has none.
    pub(super) fn of(&self, reader: &SegmentReader) -> Result<Option<Arc<SegmentValues>>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(values) = known.segments.get(&reader.segment_id()) {
            return Ok(Some(Arc::clone(values)));
        }
        let Some(values) = known.read(reader)? else { return Ok(None) };
        let values = Arc::new(values);
        known.segments.insert(reader.segment_id(), Arc::clone(&values));
        Ok(Some(values))
    }

    /// Forgets segments that were merged into others, and reads those that are new.
    pub(super) fn follow(&self, searcher: &Searcher) -> Result<()> {
        let present: Vec<SegmentId> =
            searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        let forget = |known: &mut Known| known.segments.retain(|segment, _| present.contains(segment));
        forget(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
        for reader in searcher.segment_readers() {
            self.of(reader)?;
        }
        Ok(())
    }

    /// The facet and value of a number.
    pub(super) fn text(&self, number: usize) -> Option<(String, String)> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (name, value) = known.texts.get(number)?.split_once(SEPARATOR)?;
        Some((name.to_owned(), value.to_owned()))
    }

    /// How many numbers there are.
    pub(super) fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).texts.len()
    }
}

impl Known {
    fn read(&mut self, reader: &SegmentReader) -> Result<Option<SegmentValues>> {
        let Some(column) = reader.fast_fields().str("facet")? else { return Ok(None) };
        let mut values = SegmentValues {
            column: column.ords().clone(),
            lasting: Vec::with_capacity(column.num_terms()),
            facets: HashMap::new(),
            in_stock: None,
            out_of_stock: None,
        };
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            let own = values.lasting.len() as u64;
            let text = String::from_utf8_lossy(stream.key()).into_owned();
            match text.as_str() {
                IN_STOCK => values.in_stock = Some(own),
                OUT_OF_STOCK => values.out_of_stock = Some(own),
                _ => {
                    let name = text.split(SEPARATOR).next().unwrap_or_default().to_owned();
                    values.facets.entry(name).or_insert(own..own).end = own + 1;
                }
            }
            values.lasting.push(self.number(text));
        }
        Ok(Some(values))
    }

    fn number(&mut self, text: String) -> u32 {
        if let Some(number) = self.numbers.get(&text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(Arc::from(text.as_str()));
        self.numbers.insert(text, number);
        number
    }
}
