//! The filters that were chosen, as bits: a document passes when it has them all, and counts for a facet when that
//! facet's is the only one it lacks.

use super::{dictionary::SegmentValues, write::facet_term};
use crate::{Query, Result};
use std::ops::Range;
use tantivy::{
    SegmentReader,
    columnar::{Column, StrColumn},
};

/// The bit of the price and that of stock; facets and numbers come after.
pub(super) const PRICE: u64 = 1;
pub(super) const STOCK: u64 = 2;
const FIRST: u32 = 2;
/// More filters than there are bits are left out.
const MOST: usize = 60;

/// What was chosen, for all segments.
pub(super) struct Selection<'a> {
    query: &'a Query,
    /// Bits of all filters that narrow.
    pub required: u64,
}

impl<'a> Selection<'a> {
    pub(super) fn new(query: &'a Query) -> Self {
        let price = if query.price.narrows() { PRICE } else { 0 };
        let stock = if query.in_stock { STOCK } else { 0 };
        let mut selection = Self { query, required: price | stock };
        for number in 0..selection.facets().count() + selection.numbers().count() {
            selection.required |= bit(number);
        }
        selection
    }

    fn facets(&self) -> impl Iterator<Item = (&'a String, &'a Vec<String>)> + use<'a> {
        self.query.facets.iter().filter(|(_, values)| !values.is_empty()).take(MOST / 2)
    }

    fn numbers(&self) -> impl Iterator<Item = (&'a String, &'a crate::Range<f64>)> + use<'a> {
        self.query.numbers.iter().filter(|(_, range)| range.narrows()).take(MOST / 2)
    }

    /// The bit of a number's filter, if it narrows.
    pub(super) fn bit_of_number(&self, name: &str) -> u64 {
        let place = self.numbers().position(|(other, _)| other == name);
        place.map_or(0, |place| bit(self.facets().count() + place))
    }

    /// What was chosen, in a segment's own numbers.
    pub(super) fn in_segment(
        &self,
        reader: &SegmentReader,
        values: Option<&SegmentValues>,
    ) -> Result<Chosen> {
        let price = reader.fast_fields().i64("price")?;
        let numbers = Numbers::open(reader)?;
        let mut chosen = Chosen {
            price,
            price_range: self.query.price,
            numbers,
            number_ranges: Vec::new(),
            bits: vec![0; values.map_or(0, |values| values.lasting.len())],
            facets: Vec::new(),
        };
        for (place, (name, wanted)) in self.facets().enumerate() {
            chosen.choose(reader, values, bit(place), name, wanted)?;
        }
        let facets = self.facets().count();
        for (place, (name, range)) in self.numbers().enumerate() {
            chosen.number_ranges.push((name.clone(), *range, bit(facets + place)));
        }
        Ok(chosen)
    }
}

fn bit(place: usize) -> u64 {
    1 << (FIRST + u32::try_from(place).unwrap_or(0))
}

/// What was chosen, in a segment's own numbers.
pub(super) struct Chosen {
    pub price: Column<i64>,
    price_range: crate::Range<i64>,
    pub numbers: Option<Numbers>,
    number_ranges: Vec<(String, crate::Range<f64>, u64)>,
    /// Per own number the bit of its facet, if it was chosen.
    pub bits: Vec<u64>,
    /// Per chosen facet its bit and the range of its own numbers.
    pub facets: Vec<(u64, Range<u64>)>,
}

impl Chosen {
    fn choose(
        &mut self,
        reader: &SegmentReader,
        values: Option<&SegmentValues>,
        bit: u64,
        name: &str,
        wanted: &[String],
    ) -> Result<()> {
        let (Some(values), Some(column)) = (values, reader.fast_fields().str("facet")?) else {
            return Ok(());
        };
        for value in wanted {
            let own = column.dictionary().term_ord(facet_term(name, value))?;
            if let Some(place) = own.and_then(|own| usize::try_from(own).ok()) {
                self.bits[place] = bit;
            }
        }
        self.facets.push((bit, values.facets.get(name).cloned().unwrap_or(0..0)));
        Ok(())
    }

    /// The bits that a document has whatever its facets are.
    pub(super) fn of_document(&self, document: u32, price: i64) -> u64 {
        let mut bits = if self.price_range.holds(price) { PRICE } else { 0 };
        let Some(numbers) = self.numbers.as_ref().filter(|_| !self.number_ranges.is_empty()) else {
            return bits;
        };
        for (name, range, bit) in &self.number_ranges {
            if numbers.of(document, name).any(|value| range.holds(value)) {
                bits |= bit;
            }
        }
        bits
    }

    /// The own numbers of the facet with this bit.
    pub(super) fn range_of(&self, bit: u64) -> Range<u64> {
        self.facets.iter().find(|(own, _)| *own == bit).map_or(0..0, |(_, range)| range.clone())
    }
}

/// Numbers of a segment's documents: names and values side by side.
pub(super) struct Numbers {
    names: StrColumn,
    values: Column<f64>,
}

impl Numbers {
    fn open(reader: &SegmentReader) -> Result<Option<Self>> {
        let Some(names) = reader.fast_fields().str("number_name")? else { return Ok(None) };
        Ok(Some(Self { names, values: reader.fast_fields().f64("number_value")? }))
    }

    /// The own number of a name.
    pub(super) fn name(&self, name: &str) -> Option<u64> {
        self.names.dictionary().term_ord(name).ok().flatten()
    }

    /// The values of a document under a name.
    fn of<'a>(&'a self, document: u32, name: &str) -> impl Iterator<Item = f64> + 'a {
        let wanted = self.name(name);
        self.under(document, wanted)
    }

    /// As [`Self::of`], by the name's own number.
    pub(super) fn under(&self, document: u32, wanted: Option<u64>) -> impl Iterator<Item = f64> + '_ {
        let names = self.names.ords().values_for_doc(document);
        let pairs = names.zip(self.values.values_for_doc(document));
        pairs.filter(move |(name, _)| Some(*name) == wanted).map(|(_, value)| value)
    }
}
