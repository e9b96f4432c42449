//! What the index keeps of a document.

use crate::Language;
use std::collections::BTreeMap;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};

/// Raised when what is kept changes: an index of another version is built anew.
pub(super) const VERSION: u32 = 1;

/// Where what is.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub schema: Schema,
    pub id: Field,
    pub id_high: Field,
    pub id_low: Field,
    /// What kind of entry it is: see [`scope`].
    pub scope: Field,
    pub code: Field,
    /// `name US value`, of product and variants; see `facets.rs` for the order of its values.
    pub facet: Field,
    pub number_name: Field,
    pub number_value: Field,
    pub price: Field,
    pub created: Field,
    pub sales: Field,
    pub position: Field,
    pub brand: Field,
    /// An offer's key.
    pub offer: Field,
    pub languages: BTreeMap<Language, Words>,
}

/// The words of one language.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub name: Field,
    pub description: Field,
    pub kind: Field,
    pub attributes: Field,
    /// Every word of all of these: what has to match.
    pub all: Field,
    /// The words as they are written; the vocabulary.
    pub exact: Field,
    /// Each kind as one term, and its last word.
    pub kind_whole: Field,
    pub kind_head: Field,
    /// To sort by.
    pub sort_name: Field,
    /// Words of offers, as they are written.
    pub offer: Field,
}

/// Values of the field `scope`.
pub(super) mod scope {
    pub(crate) const ACTIVE: &str = "active";
    pub(crate) const HIDDEN: &str = "hidden";
    pub(crate) const CATEGORY: &str = "category";
    pub(crate) const SEARCH: &str = "search";
}

impl Fields {
    /// The fields of a shop with these languages.
    pub(super) fn new(languages: &[Language]) -> Self {
        let mut schema = Schema::builder();
        let number = || NumericOptions::default() | FAST;
        Self {
            id: schema.add_text_field("id", STRING),
            id_high: schema.add_u64_field("id_high", number()),
            id_low: schema.add_u64_field("id_low", number()),
            scope: schema.add_text_field("scope", STRING),
            code: schema.add_text_field("code", STRING),
            facet: schema.add_text_field("facet", STRING | FAST),
            number_name: schema.add_text_field("number_name", TextOptions::default() | FAST),
            number_value: schema.add_f64_field("number_value", number()),
            price: schema.add_i64_field("price", number()),
            created: schema.add_i64_field("created", number()),
            sales: schema.add_u64_field("sales", number() | INDEXED),
            position: schema.add_i64_field("position", number()),
            brand: schema.add_text_field("brand", scored(true)),
            offer: schema.add_text_field("offer", STRING | STORED),
            languages: languages.iter().map(|code| (*code, Words::new(&mut schema, code.code()))).collect(),
            schema: schema.build(),
        }
    }
}

impl Words {
    fn new(schema: &mut SchemaBuilder, code: &str) -> Self {
        let mut field =
            |name: &str, options: TextOptions| schema.add_text_field(&format!("{name}_{code}"), options);
        Self {
            name: field("name", scored(true)),
            description: field("description", scored(true)),
            kind: field("kind", scored(false)),
            attributes: field("attributes", scored(false)),
            all: field("all", present()),
            exact: field("exact", present()),
            kind_whole: field("kind_whole", STRING),
            kind_head: field("kind_head", STRING),
            sort_name: field("sort_name", TextOptions::default() | FAST),
            offer: field("offer", present()),
        }
    }
}

/// Words that are weighed by how often they occur.
fn scored(phrases: bool) -> TextOptions {
    let option =
        if phrases { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::WithFreqs };
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer("raw").set_index_option(option).set_fieldnorms(true),
    )
}

/// Words that are there or not.
fn present() -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false),
    )
}
