//! How texts become words: the same for what is indexed and for what is typed.

use crate::Language;
use std::collections::{HashMap, HashSet};
use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, RawTokenizer, SimpleTokenizer, Stemmer, StopWordFilter, TextAnalyzer,
    Token, TokenFilter,
};

/// Units that belong to the number before them, so that `32gb` and `32 GB` are one word.
const UNITS: [&str; 42] = [
    "gb", "tb", "mb", "kb", "mm", "cm", "m", "km", "ft", "inch", "inches", "w", "kw", "v", "a", "mah", "ah",
    "wh", "hz", "khz", "mhz", "ghz", "kg", "g", "mg", "lb", "lbs", "oz", "l", "ml", "cl", "mp", "dpi", "rpm",
    "gbps", "mbps", "kbps", "pcs", "pack", "ports", "port", "mbit",
];

/// Stems that are remembered; more begin anew.
const REMEMBERED: usize = 50_000;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Lower case without accents.
    pub surface: String,
    /// What its forms have in common.
    pub stem: String,
    /// Its place. A number, its unit and both together share one.
    pub position: usize,
}

/// Cuts texts of one language.
pub(crate) struct Analyser {
    splitter: TextAnalyzer,
    stemmer: TextAnalyzer,
    stems: HashMap<String, String>,
}

impl Analyser {
    pub(crate) fn new(language: Language) -> Self {
        let splitter = TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser);
        let stemmer = TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(language.stemmer()));
        Self {
            splitter: splitter.filter(AsciiFoldingFilter).build(),
            stemmer: stemmer.build(),
            stems: HashMap::new(),
        }
    }

    /// The words of a text in order, with measures as words of their own besides their parts.
    pub(crate) fn words(&mut self, text: &str) -> Vec<Word> {
        let text = plain(text);
        let tokens = self.tokens(&text);
        let mut words = Vec::with_capacity(tokens.len());
        for (place, token) in tokens.iter().enumerate() {
            let before = words.len();
            if let Some(measure) = measure(&text, &tokens, place) {
                words.extend(measure.parts.into_iter().map(|part| self.word(part, place)));
                words.push(self.word(measure.whole, place));
            }
            if !words[before..].iter().any(|word| word.surface == token.text) {
                words.push(self.word(token.text.clone(), place));
            }
        }
        words
    }

    /// What somebody typed: of measures only the whole, since nobody means any 32 by `32 GB`.
    pub(crate) fn typed(&mut self, text: &str) -> Vec<Word> {
        let text = plain(text);
        let tokens = self.tokens(&text);
        let mut words = Vec::with_capacity(tokens.len());
        let mut place = 0;
        while let Some(token) = tokens.get(place) {
            let (word, taken) = match measure(&text, &tokens, place) {
                Some(measure) => (measure.whole, measure.tokens),
                None => (token.text.clone(), 1),
            };
            words.push(self.word(word, place));
            place += taken;
        }
        words
    }

    /// What the forms of a word have in common.
    pub(crate) fn stem(&mut self, surface: &str) -> String {
        if let Some(stem) = self.stems.get(surface) {
            return stem.clone();
        }
        let mut stream = self.stemmer.token_stream(surface);
        let stem = if stream.advance() { stream.token().text.clone() } else { surface.to_owned() };
        drop(stream);
        if self.stems.len() >= REMEMBERED {
            self.stems.clear();
        }
        self.stems.insert(surface.to_owned(), stem.clone());
        stem
    }

    /// The words among these that say nothing by themselves in this language.
    pub(crate) fn stop_words(language: Language, words: &[Word]) -> HashSet<String> {
        let Some(filter) = StopWordFilter::new(language.stemmer()) else {
            return HashSet::new();
        };
        let mut analyser = TextAnalyzer::from(filter.transform(RawTokenizer::default()));
        let surfaces = words.iter().map(|word| word.surface.clone());
        surfaces.filter(|word| !analyser.token_stream(word).advance()).collect()
    }

    fn word(&mut self, surface: String, position: usize) -> Word {
        Word { stem: self.stem(&surface), surface, position }
    }

    fn tokens(&mut self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut stream = self.splitter.token_stream(text);
        stream.process(&mut |token| tokens.push(token.clone()));
        tokens
    }
}

/// A name to sort by: lower case, and of its accents only what folding leaves.
pub(crate) fn sortable(name: &str) -> String {
    let mut analyser =
        TextAnalyzer::builder(RawTokenizer::default()).filter(LowerCaser).filter(AsciiFoldingFilter).build();
    let mut stream = analyser.token_stream(name);
    if stream.advance() { stream.token().text.clone() } else { String::new() }
}

/// Without what splits Arabic words that are written with all their vowels.
fn plain(text: &str) -> String {
    text.chars().filter(|sign| !matches!(sign, '\u{64b}'..='\u{652}' | '\u{640}' | '\u{ad}')).collect()
}

/// A number with its unit.
struct Measure {
    whole: String,
    parts: Vec<String>,
    tokens: usize,
}

fn measure(text: &str, tokens: &[Token], place: usize) -> Option<Measure> {
    let token = tokens.get(place)?;
    let digits = token.text.chars().take_while(char::is_ascii_digit).count();
    if digits == 0 {
        return None;
    }
    let (number, unit) = token.text.split_at(digits);
    if !unit.is_empty() {
        let unit = unit_of(unit)?;
        let parts = vec![number.to_owned(), unit.to_owned()];
        return Some(Measure { whole: format!("{number}{unit}"), parts, tokens: 1 });
    }
    let after = text.get(token.offset_to..)?;
    if after.starts_with(['"', '″', '”']) || after.starts_with("''") {
        return Some(Measure { whole: format!("{number}inch"), parts: vec![number.to_owned()], tokens: 1 });
    }
    let next = tokens.get(place + 1)?;
    let between = text.get(token.offset_to..next.offset_from)?;
    let unit = unit_of(&next.text).filter(|_| between.is_empty() || between == " " || between == "-")?;
    Some(Measure { whole: format!("{number}{unit}"), parts: vec![number.to_owned()], tokens: 2 })
}

/// How a unit is written in the index.
fn unit_of(word: &str) -> Option<&str> {
    let known = UNITS.contains(&word).then_some(word)?;
    Some(match known {
        "inches" => "inch",
        "lbs" => "lb",
        "ports" => "port",
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surfaces(words: &[Word]) -> Vec<&str> {
        words.iter().map(|word| word.surface.as_str()).collect()
    }

    #[test]
    fn a_number_and_its_unit_are_one_word_however_they_are_written() {
        let mut english = Analyser::new(Language::En);
        for typed in ["32gb", "32 GB", "32-gb"] {
            assert_eq!(surfaces(&english.typed(typed)), ["32gb"], "{typed}");
        }
        for typed in ["27\"", "27 inches", "27inch", "27”"] {
            assert_eq!(surfaces(&english.typed(typed)), ["27inch"], "{typed}");
        }
        assert_eq!(surfaces(&english.words("Card 32GB fast")), ["card", "32", "gb", "32gb", "fast"]);
    }

    #[test]
    fn forms_accents_and_vowel_signs_do_not_matter() {
        let mut german = Analyser::new(Language::De);
        assert_eq!(german.typed("Häuser")[0].stem, german.typed("Haus")[0].stem);
        let mut arabic = Analyser::new(Language::Ar);
        assert_eq!(arabic.typed("كِتَاب").len(), 1);
        assert_eq!(Analyser::new(Language::En).typed("Batteries")[0].stem, "batteri");
    }

    #[test]
    fn small_words_are_known_as_such() {
        let mut english = Analyser::new(Language::En);
        let words = english.typed("case for the phone");
        let small = Analyser::stop_words(Language::En, &words);
        assert!(small.contains("for") && small.contains("the") && !small.contains("phone"));
    }
}
