//! The words that the index has seen, as they were written.

use crate::Result;
use std::collections::HashMap;
use tantivy::{Searcher, Term, query::FuzzyTermQuery, schema::Field};

/// Words that one unfinished word is looked up in; two letters may begin tens of thousands.
const MOST_LOOKED_AT: usize = 5_000;

/// A word and the number of documents that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub word: String,
    pub documents: u64,
}

/// The words of one field of all segments.
pub(super) struct Vocabulary<'a> {
    pub searcher: &'a Searcher,
    pub field: Field,
}

impl Vocabulary<'_> {
    /// Documents that have a word.
    pub(super) fn documents(&self, word: &str) -> Result<u64> {
        Ok(self.searcher.doc_freq(&Term::from_field_text(self.field, word))?)
    }

    /// Words that begin like this, the most common first.
    pub(super) fn beginning_with(&self, prefix: &str, most: usize) -> Result<Vec<Known>> {
        let mut found = HashMap::new();
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(self.field)?;
            let mut range = index.terms().range().ge(prefix);
            if let Some(end) = after(prefix) {
                range = range.lt(end);
            }
            let mut stream = range.into_stream()?;
            let mut looked_at = 0;
            while looked_at < MOST_LOOKED_AT && stream.advance() {
                looked_at += 1;
                note(&mut found, stream.key(), stream.value().doc_freq);
            }
        }
        Ok(most_common(found, most))
    }

    /// Words that look like this one, the nearest first, then the most common.
    pub(super) fn near(&self, word: &str, most: usize) -> Result<Vec<Known>> {
        for distance in 1..=edits_allowed(word) {
            let term = Term::from_field_text(self.field, word);
            let mut found = HashMap::new();
            for reader in self.searcher.segment_readers() {
                let automaton = FuzzyTermQuery::new(term.clone(), distance, true).automaton()?;
                let index = reader.inverted_index(self.field)?;
                let mut stream = index.terms().search(automaton).into_stream()?;
                while stream.advance() {
                    note(&mut found, stream.key(), stream.value().doc_freq);
                }
            }
            found.retain(|other, _| other != word && plausible(word, other));
            if !found.is_empty() {
                return Ok(most_common(found, most));
            }
        }
        Ok(Vec::new())
    }
}

/// Short words differ from others by a letter on purpose: none up to three letters, one up to seven, else two.
fn edits_allowed(word: &str) -> u8 {
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Numbers are never typos of others: `tn2110` is not `tn2120`.
fn plausible(word: &str, other: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(word) == digits(other)
}

fn note(found: &mut HashMap<String, u64>, key: &[u8], documents: u32) {
    if let Ok(word) = std::str::from_utf8(key) {
        *found.entry(word.to_owned()).or_default() += u64::from(documents);
    }
}

fn most_common(found: HashMap<String, u64>, most: usize) -> Vec<Known> {
    let mut known: Vec<Known> =
        found.into_iter().map(|(word, documents)| Known { word, documents }).collect();
    known.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.word.cmp(&b.word)));
    known.truncate(most);
    known
}

/// The first key after all that begin like this.
fn after(prefix: &str) -> Option<Vec<u8>> {
    let mut end = prefix.as_bytes().to_vec();
    while let Some(last) = end.pop() {
        if let Some(next) = last.checked_add(1) {
            end.push(next);
            return Some(end);
        }
    }
    None
}
