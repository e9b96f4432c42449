//! What is offered while somebody types.

use super::{
    live::Live,
    ranking::{any, term},
    schema::Words,
    searching,
    vocabulary::Vocabulary,
    write::offer_scope,
};
use crate::{OfferKind, Query, Result, SuggestQuery, Suggestions, words::Analyser};
use tantivy::{
    Order, Searcher, TantivyDocument,
    collector::TopDocs,
    query::{BooleanQuery, Occur, Query as Matching},
    schema::Value,
};

/// Words that the last, unfinished one of an offer may become.
const COMPLETIONS: usize = 50;
/// One letter finds everything.
const SHORTEST: usize = 2;

/// Products, categories and past searches for the first letters of a search.
pub(super) fn suggest(live: &Live, query: &SuggestQuery) -> Result<Suggestions> {
    if query.text.trim().chars().count() < SHORTEST {
        return Ok(Suggestions::default());
    }
    let products = Query {
        text: query.text.clone(),
        language: query.language,
        as_you_type: true,
        limit: query.products,
        ..Query::default()
    };
    let hits = searching::suggested(live, &products)?;
    let searcher = live.reader.searcher();
    Ok(Suggestions {
        products: hits,
        categories: offers(live, &searcher, query, OfferKind::Category)?,
        searches: offers(live, &searcher, query, OfferKind::Search)?,
    })
}

fn offers(live: &Live, searcher: &Searcher, query: &SuggestQuery, kind: OfferKind) -> Result<Vec<String>> {
    let fields = &live.fields;
    let words = fields.languages.get(&query.language).or_else(|| fields.languages.values().next());
    let Some(words) = words.filter(|_| query.offers > 0) else { return Ok(Vec::new()) };
    let mut clauses = vec![(Occur::Must, term(fields.scope, offer_scope(kind)))];
    clauses.extend(beginnings(searcher, words, query)?.into_iter().map(|word| (Occur::Must, word)));
    let top = TopDocs::with_limit(query.offers).order_by_fast_field::<u64>("sales", Order::Desc);
    let mut keys = Vec::new();
    for (_, address) in searcher.search(&BooleanQuery::new(clauses), &top)? {
        let offer: TantivyDocument = searcher.doc(address)?;
        keys.extend(offer.get_first(fields.offer).and_then(|key| key.as_str().map(str::to_owned)));
    }
    Ok(keys)
}

/// All words as they were typed, the last with what it may become.
fn beginnings(searcher: &Searcher, words: &Words, query: &SuggestQuery) -> Result<Vec<Box<dyn Matching>>> {
    let typed = Analyser::new(query.language).typed(&query.text);
    let vocabulary = Vocabulary { searcher, field: words.offer };
    let mut clauses = Vec::with_capacity(typed.len());
    for (number, word) in typed.iter().enumerate() {
        let mut ways = vec![term(words.offer, &word.surface)];
        if number + 1 == typed.len() {
            let completions = vocabulary.beginning_with(&word.surface, COMPLETIONS)?;
            ways.extend(completions.iter().map(|known| term(words.offer, &known.word)));
        }
        clauses.push(any(ways));
    }
    Ok(clauses)
}
