//! What hits are sorted by, and what the merchant says about them.

use super::{dictionary::SegmentValues, pass::Pass};
use crate::{Result, Sort, Target};
use std::collections::{HashMap, HashSet};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term, columnar::Column, schema::IndexRecordOption};
use uuid::Uuid;

/// What a hit that sells endlessly gains; one that sold `POPULAR` units gains half.
const POPULARITY: f32 = 0.5;
const POPULAR: f32 = 50.0;

/// What hits are sorted by.
pub(super) struct Keys {
    column: Option<Column<u64>>,
    position: Column<i64>,
    sales: Column<u64>,
    names: Option<tantivy::columnar::StrColumn>,
}

impl Keys {
    pub(super) fn open(pass: &Pass<'_>, reader: &SegmentReader) -> Result<Self> {
        let fast = reader.fast_fields();
        let ordered = |name: &str| Ok::<_, crate::Error>(fast.i64(name)?.to_u64_monotonic());
        let (column, names) = match pass.query.sort {
            Sort::Relevance => (None, None),
            Sort::PriceUp | Sort::PriceDown => (Some(ordered("price")?), None),
            Sort::Newest => (Some(ordered("created")?), None),
            Sort::BestSelling => (Some(fast.u64("sales")?), None),
            Sort::Name => {
                let names = fast.str(&format!("sort_name_{}", pass.query.language.code()))?;
                (names.as_ref().map(|names| names.ords().clone()), names)
            }
        };
        Ok(Self { column, position: fast.i64("position")?, sales: fast.u64("sales")?, names })
    }

    /// Smaller comes first.
    pub(super) fn of(&self, document: u32, score: f32, sort: Sort) -> (u64, u64) {
        let position = tantivy::i64_to_u64(self.position.first(document).unwrap_or(i64::MAX));
        let value = self.column.as_ref().and_then(|column| column.first(document)).unwrap_or(0);
        let key = match sort {
            // Positive floats are ordered as their bits are.
            Sort::Relevance => u64::from(!score.to_bits()),
            Sort::PriceUp | Sort::Name => value,
            Sort::PriceDown | Sort::Newest | Sort::BestSelling => !value,
        };
        (key, position)
    }

    #[expect(clippy::cast_precision_loss, reason = "popularity is a rough thing")]
    pub(super) fn popularity(&self, document: u32) -> f32 {
        let sales = self.sales.first(document).unwrap_or(0) as f32;
        POPULARITY * sales / (sales + POPULAR)
    }

    pub(super) fn name(&self, document: u32) -> Result<String> {
        let mut name = String::new();
        if let Some((names, number)) =
            self.names.as_ref().and_then(|names| Some((names, names.ords().first(document)?)))
        {
            names.ord_to_str(number, &mut name)?;
        }
        Ok(name)
    }
}

/// The merchant's rules in one segment.
#[derive(Default)]
pub(super) struct Rules {
    /// Pinned products by document.
    pub pinned: HashMap<u32, Uuid>,
    products: HashMap<u32, (bool, f32)>,
    values: Vec<(u64, bool, f32)>,
}

impl Rules {
    pub(super) fn open(pass: &Pass<'_>, reader: &SegmentReader) -> Result<Self> {
        let mut rules = Self::default();
        if pass.query.sort != Sort::Relevance {
            return Ok(rules);
        }
        let wanted = &pass.query.merchandising;
        for pin in &wanted.pins {
            let documents = documents_of(pass, reader, pin.product)?;
            rules.pinned.extend(documents.into_iter().map(|document| (document, pin.product)));
        }
        for boost in &wanted.boosts {
            rules.add(pass, reader, &boost.target, (false, boost.factor.clamp(0.01, 100.0)))?;
        }
        for target in &wanted.buries {
            rules.add(pass, reader, target, (true, 1.0))?;
        }
        Ok(rules)
    }

    fn add(
        &mut self,
        pass: &Pass<'_>,
        reader: &SegmentReader,
        target: &Target,
        rule: (bool, f32),
    ) -> Result<()> {
        match target {
            Target::Product(product) => {
                for document in documents_of(pass, reader, *product)? {
                    let own = self.products.entry(document).or_insert((false, 1.0));
                    *own = (own.0 || rule.0, own.1 * rule.1);
                }
            }
            Target::Facet(name, value) => {
                let column = reader.fast_fields().str("facet")?;
                let term = super::write::facet_term(name, value);
                let number = column.map(|column| column.dictionary().term_ord(term)).transpose()?.flatten();
                self.values.extend(number.map(|number| (number, rule.0, rule.1)));
            }
        }
        Ok(())
    }

    pub(super) fn of(&self, document: u32, values: Option<&SegmentValues>) -> (bool, f32) {
        let mut rule = self.products.get(&document).copied().unwrap_or((false, 1.0));
        if let Some(values) = values.filter(|_| !self.values.is_empty()) {
            let own: HashSet<u64> = values.column.values_for_doc(document).collect();
            for (_, buried, factor) in self.values.iter().filter(|(number, ..)| own.contains(number)) {
                rule = (rule.0 || *buried, rule.1 * factor);
            }
        }
        rule
    }
}

fn documents_of(pass: &Pass<'_>, reader: &SegmentReader, product: Uuid) -> Result<Vec<u32>> {
    let index = reader.inverted_index(pass.fields.id)?;
    let term = Term::from_field_text(pass.fields.id, &product.to_string());
    let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else {
        return Ok(Vec::new());
    };
    let mut documents = Vec::new();
    while postings.doc() != TERMINATED {
        documents.push(postings.doc());
        postings.advance();
    }
    Ok(documents)
}
