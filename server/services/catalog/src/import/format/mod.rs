//! Files as lines, and lines as what they say of products. No I/O.

pub(crate) mod columns;
pub(crate) mod head;
mod json;
mod number;
pub(crate) mod records;
mod row;
mod text;
mod woo;

pub(crate) use row::{Former, Given, GivenChoice, GivenVariant, Problem};

use columns::Columns;
use contracts::{Currency, catalog::ImportFormat};

/// What every line of a file is read by.
pub(crate) struct Reading {
    pub format: ImportFormat,
    pub columns: Columns,
    pub currency: Currency,
}

impl Reading {
    /// What a line says.
    pub(crate) fn given(&self, cells: &[String]) -> Given {
        match self.format {
            ImportFormat::JsonLines => json::given(cells.first().map_or("", String::as_str), self.currency),
            ImportFormat::WooCommerce => woo::given(self, cells),
            ImportFormat::Csv | ImportFormat::Shopify => row::given(self, cells),
        }
    }

    /// What is kept of a line: its cells as JSON, or a line of JSON as it is.
    pub(crate) fn raw(&self, cells: &[String]) -> String {
        match self.format {
            ImportFormat::JsonLines => cells.first().cloned().unwrap_or_default(),
            _ => serde_json::json!(cells).to_string(),
        }
    }
}

/// The cells of a line that was kept.
pub(crate) fn cells(format: ImportFormat, raw: &str) -> Vec<String> {
    match format {
        ImportFormat::JsonLines => vec![raw.to_owned()],
        _ => serde_json::from_str(raw).unwrap_or_default(),
    }
}
