//! Files of products: what is in them, what would become of it, and what became of it.

use crate::{Currency, ImportId, Timestamp};
use serde::{Deserialize, Serialize};

/// How a file says what products are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportFormat {
    /// A line for each variant, the first line names the columns; see `docs/import.md`.
    #[default]
    Csv,
    /// A JSON object for each product, each on a line of its own.
    JsonLines,
    /// What Shopify exports.
    Shopify,
    /// What WooCommerce exports.
    WooCommerce,
}

impl ImportFormat {
    /// All of them, in the order a menu shows them.
    pub const ALL: [Self; 4] = [Self::Csv, Self::JsonLines, Self::Shopify, Self::WooCommerce];

    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "json_lines",
            Self::Shopify => "shopify",
            Self::WooCommerce => "woo_commerce",
        }
    }

    /// As people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::JsonLines => "JSON lines",
            Self::Shopify => "Shopify CSV",
            Self::WooCommerce => "WooCommerce CSV",
        }
    }

    /// The format of that name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text)
    }
}

/// Where an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// The file is coming in.
    Uploading,
    /// The file is there; what its columns mean is to be said.
    Uploaded,
    /// Its lines are read and compared with the catalogue; nothing is changed.
    Checking,
    /// What would happen is known, and waits for a person to say so.
    Ready,
    /// The catalogue is changed.
    Running,
    /// Everything that could be applied is.
    Done,
    /// A person ended it; what was applied before stays.
    Cancelled,
    /// It cannot go on.
    Failed,
}

impl ImportState {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Uploading,
        Self::Uploaded,
        Self::Checking,
        Self::Ready,
        Self::Running,
        Self::Done,
        Self::Cancelled,
        Self::Failed,
    ];

    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Uploading => "uploading",
            Self::Uploaded => "uploaded",
            Self::Checking => "checking",
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    /// The state of that name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether the shop is at work on it now.
    pub fn is_working(self) -> bool {
        matches!(self, Self::Checking | Self::Running)
    }

    /// Whether nothing will become of it any more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled | Self::Failed)
    }
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $label:literal;)*) => {
        /// What a column of a file means.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ImportField {
            $($(#[$doc])* $name),*
        }

        impl ImportField {
            /// All of them, in the order a menu shows them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// As stored and sent.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// As people call it.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label),* }
            }
        }
    };
}

fields! {
    /// Nothing: the column is left out.
    Ignore = "ignore", "Leave out";
    /// The product's address part; lines with the same one are one product.
    Slug = "slug", "Address part (slug, handle)";
    /// The product's name.
    Name = "name", "Name";
    /// Plain text.
    Description = "description", "Description";
    /// A description whose HTML is taken away.
    DescriptionHtml = "description_html", "Description (HTML)";
    /// The brand.
    Brand = "brand", "Brand";
    /// `draft`, `active` or `archived`.
    Status = "status", "Status";
    /// Yes or no: on sale or a draft.
    Published = "published", "Published (yes or no)";
    /// Names from the root: `Home > Kitchen`.
    Category = "category", "Category (A > B)";
    /// Each on a line of its own: `Material: Wool`.
    Attributes = "attributes", "Attributes (Name: value)";
    /// An attribute that is called like the column.
    Attribute = "attribute", "Attribute, named like the column";
    /// The stock-keeping unit: what is there already is found by it.
    Sku = "sku", "SKU";
    /// The gross price.
    Price = "price", "Price";
    /// The former gross price.
    CompareAt = "compare_at", "Former price";
    /// What it costs while it is on sale; the price is the former one then.
    SalePrice = "sale_price", "Sale price";
    /// Grams.
    WeightG = "weight_g", "Weight (g)";
    /// Kilograms.
    WeightKg = "weight_kg", "Weight (kg)";
    /// Units that there are.
    Stock = "stock", "Units in stock";
    /// An option that is called like the column; its choices stand in it.
    Option = "option", "Option, named like the column";
    /// What the first option is called.
    Option1Name = "option1_name", "Option 1: name";
    /// The choice of the first option.
    Option1Value = "option1_value", "Option 1: choice";
    /// What the second option is called.
    Option2Name = "option2_name", "Option 2: name";
    /// The choice of the second option.
    Option2Value = "option2_value", "Option 2: choice";
    /// What the third option is called.
    Option3Name = "option3_name", "Option 3: name";
    /// The choice of the third option.
    Option3Value = "option3_value", "Option 3: choice";
    /// What the fourth option is called.
    Option4Name = "option4_name", "Option 4: name";
    /// The choice of the fourth option.
    Option4Value = "option4_value", "Option 4: choice";
    /// What the fifth option is called.
    Option5Name = "option5_name", "Option 5: name";
    /// The choice of the fifth option.
    Option5Value = "option5_value", "Option 5: choice";
    /// WooCommerce: `simple`, `variable` or `variation`.
    Kind = "kind", "Kind of line (WooCommerce)";
    /// WooCommerce: the product a variation belongs to.
    Parent = "parent", "Parent (WooCommerce)";
    /// WooCommerce: the number of a line's product.
    Number = "number", "ID (WooCommerce)";
}

impl ImportField {
    /// The names and the choices of options, in order.
    pub const OPTIONS: [(Self, Self); 5] = [
        (Self::Option1Name, Self::Option1Value),
        (Self::Option2Name, Self::Option2Value),
        (Self::Option3Name, Self::Option3Value),
        (Self::Option4Name, Self::Option4Value),
        (Self::Option5Name, Self::Option5Value),
    ];

    /// The meaning of that name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.as_str() == text)
    }

    /// Whether several columns may mean this.
    pub fn may_repeat(self) -> bool {
        matches!(self, Self::Ignore | Self::Attribute | Self::Option)
    }
}

/// A file that is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDraft {
    /// Made by the sender, so that a file that is begun twice is one import.
    pub id: ImportId,
    /// As the file is called, 1 to 255 characters.
    pub file_name: String,
    /// Found out by the file's beginning when none.
    pub format: Option<ImportFormat>,
    /// Of the prices; the shop's when none.
    pub currency: Option<Currency>,
}

/// How far an import is, and what it found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Length of the file.
    pub bytes: u64,
    /// Bytes of it that are read.
    pub bytes_read: u64,
    /// Lines with products.
    pub rows: u64,
    /// Products they make; nothing before all lines are read.
    pub products: u64,
    /// Products that were compared with the catalogue.
    pub checked: u64,
    /// Products that are not there yet.
    pub created: u64,
    /// Products that are there and differ.
    pub changed: u64,
    /// Products that are there as the file says.
    pub unchanged: u64,
    /// Products of which no line can be applied.
    pub failed: u64,
    /// Products that were written.
    pub applied: u64,
    /// Lines that cannot be applied.
    pub failed_rows: u64,
}

impl ImportCounts {
    /// Products that are written when the import runs.
    pub fn to_apply(&self) -> u64 {
        self.created + self.changed
    }
}

/// A file of products on its way into the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// As the file is called.
    pub file_name: String,
    /// How it says what products are.
    pub format: ImportFormat,
    /// Where it is.
    pub state: ImportState,
    /// Who sent it.
    pub author: String,
    /// Of the prices.
    pub currency: Currency,
    /// What its columns are called; none of JSON lines.
    pub headers: Vec<String>,
    /// What each column means.
    pub mapping: Vec<ImportField>,
    /// How far it is.
    pub counts: ImportCounts,
    /// Why it failed.
    pub failure: Option<String>,
    /// When the file was sent.
    pub created_at: Timestamp,
    /// When it was begun to be applied.
    pub started_at: Option<Timestamp>,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
}

impl Import {
    /// Bytes of a piece of a file.
    pub const PIECE: usize = 1024 * 1024;
    /// Bytes of a file.
    pub const MOST: u64 = 200 * 1024 * 1024;
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportProblem {
    /// The line of the file on which it begins, from 1.
    pub line: u64,
    /// What the column is called.
    pub column: String,
    /// In words.
    pub message: String,
    /// What stands there, cut after 200 characters.
    pub value: String,
}

/// A line that was not applied, as it stood in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedRow {
    /// The line of the file on which it begins.
    pub line: u64,
    /// Its cells; of JSON lines one, the line itself.
    pub cells: Vec<String>,
    /// What is wrong: the column and words.
    pub error: String,
}

/// An import with the first lines that cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDetail {
    /// The import.
    pub import: Import,
    /// The cells of the first lines, to see what a column holds.
    pub sample: Vec<Vec<String>>,
    /// At most 50 problems, by line.
    pub problems: Vec<ImportProblem>,
}

/// Units of a variant that a file says there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct CountedUnits {
    pub variant: crate::VariantId,
    pub units: u32,
}
