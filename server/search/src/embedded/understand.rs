//! What somebody may have meant by the words they typed.

use super::{
    schema::{Fields, Words},
    vocabulary::Vocabulary,
    write::code_term,
};
use crate::{
    Query, Result,
    words::{Analyser, Word},
};
use tantivy::{Searcher, Term};

/// Ways to read a search that are tried; more words have more, and the first are the likeliest.
const MOST_READINGS: usize = 8;
/// More words than these say nothing more.
const MOST_WORDS: usize = 12;
/// Words that an unfinished one may become, and that an unknown one may have been.
const COMPLETIONS: usize = 20;
const NEIGHBOURS: usize = 3;
/// What another spelling is worth beside the one that was typed.
const NEIGHBOUR_WORTH: f32 = 0.8;
/// What a synonym is worth beside the word itself.
const SYNONYM_WORTH: f32 = 0.9;
/// A known word is asked about when one that looks like it is this many times as common.
const FAR_MORE_COMMON: u64 = 50;

/// A search, understood.
#[derive(Clone, Debug, Default)]
pub(super) struct Understood {
    /// Ways to read it; a product is found by any of them.
    pub readings: Vec<Reading>,
    /// The whole text as a SKU or EAN, when there is one like it.
    pub code: Option<String>,
    pub corrected: Option<String>,
    pub did_you_mean: Option<String>,
}

/// One way to read a search: a product has to match every place.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub places: Vec<Place>,
    pub worth: f32,
}

/// A place of a search and what may stand there.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub words: Vec<Choice>,
    /// Whether a product may lack it, as it says nothing by itself.
    pub optional: bool,
}

/// A word, or several in a row that stand for one.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub surface: String,
    pub stems: Vec<String>,
    pub worth: f32,
}

impl Place {
    /// The stem of what stands here in the first place.
    pub(super) fn stem(&self) -> &str {
        self.words.first().and_then(|choice| choice.stems.first()).map_or("", String::as_str)
    }

    fn of(word: &Word) -> Self {
        let choice = Choice { surface: word.surface.clone(), stems: vec![word.stem.clone()], worth: 1.0 };
        Self { words: vec![choice], optional: false }
    }
}

/// Who reads searches in one language.
pub(super) struct Reader<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    words: &'a Words,
    vocabulary: Vocabulary<'a>,
    analyser: Analyser,
}

impl<'a> Reader<'a> {
    pub(super) fn new(searcher: &'a Searcher, fields: &'a Fields, words: &'a Words, query: &Query) -> Self {
        let vocabulary = Vocabulary { searcher, field: words.exact };
        Self { searcher, fields, words, vocabulary, analyser: Analyser::new(query.language) }
    }

    /// Reads a search.
    pub(super) fn read(mut self, query: &Query) -> Result<Understood> {
        let mut typed = self.analyser.typed(&query.text);
        typed.truncate(MOST_WORDS);
        let mut understood = Understood { code: self.code(&query.text)?, ..Understood::default() };
        let mut places = Vec::with_capacity(typed.len());
        let mut spelt = Vec::with_capacity(typed.len());
        for (number, word) in typed.iter().enumerate() {
            let unfinished = query.as_you_type && number + 1 == typed.len();
            let (place, spelling) = self.place(word, unfinished)?;
            places.push(place);
            spelt.push(spelling.unwrap_or_else(|| word.surface.clone()));
        }
        set_optional(query, &typed, &mut places);
        let changed = spelt.iter().zip(&typed).any(|(spelling, word)| *spelling != word.surface);
        understood.corrected = changed.then(|| spelt.join(" "));
        if !changed && !query.as_you_type && understood.code.is_none() {
            understood.did_you_mean = self.did_you_mean(&typed)?;
        }
        if !places.is_empty() {
            understood.readings = self.readings(query, &typed, &places)?;
        }
        Ok(understood)
    }

    fn code(&self, text: &str) -> Result<Option<String>> {
        let code = code_term(text);
        let known = code.chars().count() > 2 && self.documents_of_code(&code)? > 0;
        Ok(known.then_some(code))
    }

    fn documents_of_code(&self, code: &str) -> Result<u64> {
        Ok(self.searcher.doc_freq(&Term::from_field_text(self.fields.code, code))?)
    }

    fn knows(&self, stem: &str) -> Result<bool> {
        Ok(self.searcher.doc_freq(&Term::from_field_text(self.words.all, stem))? > 0)
    }

    /// What may stand in a word's place, and how it is spelt when it was not typed like that.
    fn place(&mut self, word: &Word, unfinished: bool) -> Result<(Place, Option<String>)> {
        let mut place = Place::of(word);
        if unfinished {
            for known in self.vocabulary.beginning_with(&word.surface, COMPLETIONS)? {
                self.add(&mut place, known.word, NEIGHBOUR_WORTH);
            }
        }
        if place.words.len() > 1 || self.knows(&word.stem)? {
            return Ok((place, None));
        }
        if let Some(apart) = self.apart(&word.surface)? {
            place.words.push(apart);
            return Ok((place, None));
        }
        let near = self.vocabulary.near(&word.surface, NEIGHBOURS)?;
        let spelling = near.first().map(|known| known.word.clone());
        for known in near {
            self.add(&mut place, known.word, NEIGHBOUR_WORTH);
        }
        Ok((place, spelling))
    }

    fn add(&mut self, place: &mut Place, surface: String, worth: f32) {
        let stem = self.analyser.stem(&surface);
        if place.words.iter().all(|choice| choice.stems != [stem.as_str()]) {
            place.words.push(Choice { surface, stems: vec![stem], worth });
        }
    }

    /// Two known words that an unknown one is made of, e.g. `head phones`: where the rarer of both is most common.
    fn apart(&mut self, word: &str) -> Result<Option<Choice>> {
        let mut best: Option<(u64, Vec<String>)> = None;
        for (cut, _) in word.char_indices().skip(1) {
            let (left, right) = word.split_at(cut);
            if !may_stand_alone(left, right) {
                continue;
            }
            let documents = self.vocabulary.documents(left)?.min(self.vocabulary.documents(right)?);
            if documents > best.as_ref().map_or(0, |(most, _)| *most) {
                best = Some((documents, vec![self.analyser.stem(left), self.analyser.stem(right)]));
            }
        }
        Ok(best.map(|(_, stems)| Choice { surface: word.to_owned(), stems, worth: 1.0 }))
    }

    fn did_you_mean(&self, typed: &[Word]) -> Result<Option<String>> {
        let mut words = Vec::with_capacity(typed.len());
        let mut changed = false;
        for word in typed {
            let own = self.vocabulary.documents(&word.surface)?;
            let near =
                if own < FAR_MORE_COMMON { self.vocabulary.near(&word.surface, 1)? } else { Vec::new() };
            let better = near.into_iter().next().filter(|known| known.documents > own * FAR_MORE_COMMON);
            changed |= better.is_some();
            words.push(better.map_or_else(|| word.surface.clone(), |known| known.word));
        }
        Ok(changed.then(|| words.join(" ")))
    }

    fn readings(&mut self, query: &Query, typed: &[Word], places: &[Place]) -> Result<Vec<Reading>> {
        let mut readings = vec![Reading { places: places.to_vec(), worth: 1.0 }];
        for number in 0..typed.len().saturating_sub(1) {
            let together = format!("{}{}", typed[number].surface, typed[number + 1].surface);
            let stem = self.analyser.stem(&together);
            if together.chars().count() > 3 && self.knows(&stem)? {
                let word = Word { surface: together, stem, position: number };
                readings.push(replaced(places, number, 2, vec![Place::of(&word)], 1.0));
            }
        }
        for synonym in &query.synonyms {
            let from = self.analyser.typed(&synonym.from);
            let Some(number) = found_in(typed, &from) else { continue };
            for to in &synonym.to {
                let with = self.analyser.typed(to).iter().map(Place::of).collect();
                readings.push(replaced(places, number, from.len(), with, SYNONYM_WORTH));
            }
        }
        readings.truncate(MOST_READINGS);
        Ok(readings)
    }
}

/// Small words need not match, unless there are no others.
fn set_optional(query: &Query, typed: &[Word], places: &mut [Place]) {
    let small = Analyser::stop_words(query.language, typed);
    if typed.iter().all(|word| small.contains(&word.surface)) {
        return;
    }
    for (place, word) in places.iter_mut().zip(typed) {
        place.optional = small.contains(&word.surface);
    }
}

/// Parts of a compound: words of three letters and more, or letters and digits.
fn may_stand_alone(left: &str, right: &str) -> bool {
    let turn = left.ends_with(|sign: char| sign.is_ascii_digit())
        != right.starts_with(|sign: char| sign.is_ascii_digit());
    turn || (left.chars().count() >= 3 && right.chars().count() >= 3)
}

fn found_in(typed: &[Word], from: &[Word]) -> Option<usize> {
    let same = |window: &[Word]| window.iter().zip(from).all(|(word, wanted)| word.stem == wanted.stem);
    if from.is_empty() { None } else { typed.windows(from.len()).position(same) }
}

fn replaced(places: &[Place], at: usize, taken: usize, with: Vec<Place>, worth: f32) -> Reading {
    let before = places.iter().take(at).cloned();
    let after = places.iter().skip(at + taken).cloned();
    Reading { places: before.chain(with).chain(after).collect(), worth }
}
