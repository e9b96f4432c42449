//! A line of a CSV file as what it says of a product.

use super::{Reading, number, text::from_html};
use contracts::{
    Money, Slug,
    catalog::{Attribute, ImportField as F, ImportFormat, ProductOption, ProductStatus},
};

/// In a cell it takes a value away; an empty cell leaves it as it is.
const NONE: &str = "[none]";

/// What a line says. What it does not mention stays as it is; an empty text or list takes away.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// Lines with the same key are one product; empty when nothing tells what it is about.
    pub key: String,
    pub slug: Option<Slug>,
    pub name: Option<String>,
    pub description: Option<String>,
    pub brand: Option<String>,
    pub status: Option<ProductStatus>,
    /// Names from the root.
    pub category: Option<Vec<String>>,
    pub attributes: Vec<Attribute>,
    /// Options that are named apart from variants, with swatches.
    pub options: Vec<ProductOption>,
    pub variants: Vec<GivenVariant>,
    /// The first that is wrong.
    pub problem: Option<Problem>,
}

/// What a line says of a variant.
#[derive(Debug, Default)]
pub(crate) struct GivenVariant {
    /// Empty when the line has none.
    pub sku: String,
    pub choices: Vec<GivenChoice>,
    pub price: Option<Money>,
    pub compare_at: Option<Former>,
    pub weight_g: Option<u32>,
    pub stock: Option<u32>,
}

/// A former price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Former {
    /// There is none any more.
    Gone,
    Was(Money),
}

impl Former {
    pub(crate) fn money(self) -> Option<Money> {
        match self {
            Self::Gone => None,
            Self::Was(money) => Some(money),
        }
    }
}

/// A choice; the option's name may stand in another line of the product, or be known already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GivenChoice {
    /// Of the option among those of the product.
    pub place: usize,
    pub name: Option<String>,
    pub value: String,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// As the file calls it.
    pub column: String,
    pub message: String,
    pub value: String,
}

impl Problem {
    pub(crate) fn new(column: impl Into<String>, message: impl Into<String>, value: &str) -> Self {
        let value = value.chars().take(200).collect();
        Self { column: column.into(), message: message.into(), value }
    }
}

impl Given {
    /// The SKUs of its variants.
    pub(crate) fn skus(&self) -> Vec<String> {
        self.variants.iter().map(|variant| variant.sku.clone()).filter(|sku| !sku.is_empty()).collect()
    }
}

/// Reads the cells of a line, and keeps the first thing that is wrong with them.
pub(super) struct Cells<'a> {
    reading: &'a Reading,
    cells: &'a [String],
    pub problem: Option<Problem>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(reading: &'a Reading, cells: &'a [String]) -> Self {
        let mut read = Self { reading, cells, problem: None };
        if cells.is_empty() {
            read.wrong(F::Ignore, "This line is longer than a megabyte.", "");
        }
        read
    }

    /// What stands there, trimmed; nothing when the cell is empty or there is no such column.
    pub(super) fn text(&self, field: F) -> Option<&'a str> {
        self.at(self.reading.columns.place(field)?)
    }

    fn at(&self, place: usize) -> Option<&'a str> {
        let cell = self.cells.get(place)?.trim();
        let unguarded = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
        Some(unguarded.unwrap_or(cell)).filter(|cell| !cell.is_empty())
    }

    /// A text that can be taken away.
    pub(super) fn optional(&self, field: F) -> Option<String> {
        self.text(field).map(|text| if text == NONE { String::new() } else { text.to_owned() })
    }

    /// What is read there; a cell that cannot be read is told of.
    pub(super) fn read<T>(&mut self, field: F, read: impl Fn(&str) -> Option<T>, message: &str) -> Option<T> {
        let text = self.text(field)?;
        let value = read(text);
        if value.is_none() {
            self.wrong(field, message, text);
        }
        value
    }

    pub(super) fn wrong(&mut self, field: F, message: &str, value: &str) {
        if self.problem.is_none() {
            self.problem = Some(Problem::new(self.reading.columns.header(field), message, value));
        }
    }

    pub(super) fn price(&mut self, field: F) -> Option<Money> {
        let currency = self.reading.currency;
        self.read(field, |text| number::amount(text, currency), PRICE)
    }

    /// The first category, by its names from the root.
    pub(super) fn category(&mut self, several: bool) -> Option<Vec<String>> {
        let text = self.text(F::Category)?;
        if text == NONE {
            return Some(Vec::new());
        }
        // WooCommerce names all of a product's categories.
        let first = if several { text.split(',').next().unwrap_or(text) } else { text };
        let path = path(first);
        if path.is_none() {
            self.wrong(F::Category, CATEGORY, text);
        }
        path
    }

    pub(super) fn status(&mut self) -> Option<ProductStatus> {
        let said = self.read(F::Status, status, "Please write draft, active or archived.");
        let published = self.read(F::Published, number::truth, "Please write yes or no.");
        said.or(published.map(|on| if on { ProductStatus::Active } else { ProductStatus::Draft }))
    }

    pub(super) fn description(&self) -> Option<String> {
        let html = self.optional(F::DescriptionHtml).map(|html| from_html(&html));
        self.optional(F::Description).or(html)
    }

    pub(super) fn weight(&mut self) -> Option<u32> {
        let grams = self.read(F::WeightG, number::grams, "Please write whole grams, up to 1,000,000.");
        let kilograms = self.read(F::WeightKg, number::kilograms, "Please write kilograms, up to 1,000.");
        grams.or(kilograms)
    }

    pub(super) fn stock(&mut self) -> Option<u32> {
        self.read(F::Stock, number::units, "Please write a whole number of units, up to 1,000,000.")
    }

    /// The SKU as it is kept.
    pub(super) fn sku(&mut self) -> String {
        let message = "A SKU has 1 to 64 letters, digits, dots, hyphens or underscores.";
        let parse = |text: &str| text.parse::<contracts::Sku>().ok();
        self.read(F::Sku, parse, message).map(String::from).unwrap_or_default()
    }

    /// The choices, in the order of the options.
    pub(super) fn choices(&self) -> Vec<GivenChoice> {
        let numbered = F::OPTIONS.into_iter().enumerate().filter_map(|(place, (name, value))| {
            let (name, value) = (self.text(name).map(str::to_owned), self.text(value)?.to_owned());
            Some(GivenChoice { place, name, value })
        });
        let after = F::OPTIONS.len();
        let named = self.reading.columns.all(F::Option).filter_map(|(at, header)| {
            let name = header.split_once(':').map_or(header, |(_, name)| name).trim().to_owned();
            Some(GivenChoice { place: after + at, name: Some(name), value: self.at(at)?.to_owned() })
        });
        numbered.chain(named).collect()
    }

    pub(super) fn attributes(&self) -> Vec<Attribute> {
        let listed = self.text(F::Attributes).unwrap_or_default().lines();
        let listed =
            listed.filter_map(|line| line.split_once(": ")).map(|(name, value)| attribute(name, value));
        let named = self.reading.columns.all(F::Attribute).filter_map(|(at, header)| {
            let name = header.split_once(':').map_or(header, |(_, name)| name);
            Some(attribute(name, self.at(at)?))
        });
        listed.chain(named).collect()
    }
}

pub(super) const PRICE: &str = "Please write a price like 19.90; 1.234 may be one or a thousand.";
pub(super) const CATEGORY: &str =
    "Please write names from the root like Home > Kitchen, each up to 100 characters.";

pub(super) fn attribute(name: &str, value: &str) -> Attribute {
    let value = if value == NONE { "" } else { value.trim() };
    Attribute { name: name.trim().to_owned(), value: value.to_owned() }
}

/// `Home > Kitchen` as names from the root.
pub(super) fn path(text: &str) -> Option<Vec<String>> {
    checked_path(text.split('>').map(|name| name.trim().to_owned()).collect())
}

/// Names that categories may have, up to 10 of them.
pub(super) fn checked_path(path: Vec<String>) -> Option<Vec<String>> {
    let fits = |name: &String| (1..=100).contains(&name.chars().count()) && Slug::from_name(name).is_some();
    ((1..=10).contains(&path.len()) && path.iter().all(fits)).then_some(path)
}

pub(super) fn status(text: &str) -> Option<ProductStatus> {
    match text.to_ascii_lowercase().as_str() {
        "active" => Some(ProductStatus::Active),
        "draft" | "unlisted" => Some(ProductStatus::Draft),
        "archived" => Some(ProductStatus::Archived),
        _ => None,
    }
}

/// What a line of our own CSV or of Shopify's says.
pub(super) fn given(reading: &Reading, cells: &[String]) -> Given {
    let mut cells = Cells::new(reading, cells);
    let is_shopify = reading.format == ImportFormat::Shopify;
    let slug = if is_shopify {
        cells.read(F::Slug, Slug::from_name, "This handle has no Latin letter or digit.")
    } else {
        let parse = |text: &str| text.parse::<Slug>().ok();
        cells.read(F::Slug, parse, "An address part has 1 to 120 small letters, digits or hyphens.")
    };
    let variant = variant(&mut cells, is_shopify, slug.as_ref());
    let key = match &slug {
        Some(slug) => format!("h:{slug}"),
        None => {
            variant.as_ref().filter(|v| !v.sku.is_empty()).map(|v| format!("s:{}", v.sku)).unwrap_or_default()
        }
    };
    if key.is_empty() {
        cells.wrong(F::Sku, "Please say which product this is: by its SKU or its address part.", "");
    }
    Given {
        key,
        slug,
        name: cells.optional(F::Name),
        description: cells.description(),
        brand: cells.optional(F::Brand),
        status: cells.status(),
        category: cells.category(false),
        attributes: cells.attributes(),
        options: Vec::new(),
        variants: variant.into_iter().collect(),
        problem: cells.problem,
    }
}

/// None for a line that is about the product alone, or about one of its pictures, as Shopify writes them.
fn variant(cells: &mut Cells, is_shopify: bool, slug: Option<&Slug>) -> Option<GivenVariant> {
    let mut choices = cells.choices();
    let (price, mut sku) = (cells.price(F::Price), cells.sku());
    if price.is_none() && choices.is_empty() && sku.is_empty() {
        return None;
    }
    if is_shopify {
        // Shopify's way of saying that there is nothing to choose.
        choices.retain(|choice| choice.value != "Default Title");
        if sku.is_empty() {
            sku = slug.map(|slug| made_sku(slug, &choices)).unwrap_or_default();
        }
    }
    let former = former_price(cells);
    let sale = cells.price(F::SalePrice);
    let (price, compare_at) = reduced(price, sale, former);
    // Shopify keeps former prices that are none any more.
    let is_over = |former: Former| {
        price.is_some_and(|price| former.money().is_some_and(|was| was.minor <= price.minor))
    };
    let compare_at =
        compare_at.map(|former| if is_shopify && is_over(former) { Former::Gone } else { former });
    Some(GivenVariant { sku, choices, price, compare_at, weight_g: cells.weight(), stock: cells.stock() })
}

/// The former price; nothing is none.
fn former_price(cells: &mut Cells) -> Option<Former> {
    if cells.text(F::CompareAt) == Some(NONE) {
        return Some(Former::Gone);
    }
    let price = cells.price(F::CompareAt)?;
    Some(if price.minor > 0 { Former::Was(price) } else { Former::Gone })
}

/// Price and former price of something that may be on sale.
pub(super) fn reduced(
    price: Option<Money>,
    sale: Option<Money>,
    former: Option<Former>,
) -> (Option<Money>, Option<Former>) {
    match (price, sale) {
        (Some(price), Some(sale)) if sale.minor < price.minor => (Some(sale), Some(Former::Was(price))),
        (None, Some(sale)) => (Some(sale), former),
        (price, _) => (price, former),
    }
}

/// A SKU for a shop that had none: the handle and the choices.
fn made_sku(slug: &Slug, choices: &[GivenChoice]) -> String {
    let mut words = vec![slug.to_string()];
    words.extend(
        choices.iter().filter_map(|choice| Slug::from_name(&choice.value)).map(|slug| slug.to_string()),
    );
    let sku: String = words.join("-").to_ascii_uppercase().chars().take(64).collect();
    sku.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::format::columns::{Columns, guess};
    use contracts::Currency;

    fn read(format: ImportFormat, headers: &str, line: &str) -> Given {
        let cells = |line: &str| line.split('|').map(str::to_owned).collect::<Vec<_>>();
        let headers = cells(headers);
        let mapping = guess(format, &headers);
        Reading { format, columns: Columns::new(headers, mapping), currency: Currency::Eur }
            .given(&cells(line))
    }

    #[test]
    fn a_line_says_what_its_cells_hold_and_nothing_of_the_empty_ones() {
        let headers = "sku|name|price|compare_at|brand|category|colour|attributes|stock";
        let line = "mug-1|'-5 Mug|1.234,50|[none]|[none]|Home > Kitchen|Chalk|Care: By hand|7";
        let given = read(ImportFormat::Csv, headers, line);
        assert_eq!((given.key.as_str(), given.problem), ("s:MUG-1", None));
        assert_eq!((given.name.as_deref(), given.brand.as_deref()), (Some("-5 Mug"), Some("")));
        assert_eq!(given.category.unwrap(), ["Home", "Kitchen"]);
        assert_eq!(given.attributes, [attribute("Care", "By hand")]);
        let variant = &given.variants[0];
        assert_eq!(variant.price, Some(Money::new(123_450, Currency::Eur)));
        assert_eq!(
            (variant.compare_at, variant.stock, variant.weight_g),
            (Some(Former::Gone), Some(7), None)
        );
        assert_eq!(variant.choices[0].name.as_deref(), Some("colour"));
        let empty = read(ImportFormat::Csv, headers, "mug-1||||||||");
        assert!(empty.name.is_none() && empty.brand.is_none() && empty.variants[0].price.is_none());
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_column_and_value() {
        let problem = |line| read(ImportFormat::Csv, "Artikelnummer|Preis|Kategorie", line).problem.unwrap();
        let wrong = problem("MUG-1|cheap|Home");
        assert_eq!((wrong.column.as_str(), wrong.value.as_str()), ("Preis", "cheap"));
        assert_eq!(problem("a b|1|Home").column, "Artikelnummer");
        assert_eq!(problem("|1|Home").column, "Artikelnummer");
        assert_eq!(problem("MUG-1|1|Home > ").column, "Kategorie");
    }

    #[test]
    fn shopify_s_products_have_handles_and_pictures_on_lines_of_their_own() {
        let headers =
            "Handle|Title|Body (HTML)|Option1 Name|Option1 Value|Variant SKU|Variant Price|Image Src";
        let first = read(
            ImportFormat::Shopify,
            headers,
            "Clay_Pot|Clay Pot|<p>For <b>plants</b></p>|Size|Large||9.99|x",
        );
        assert_eq!((first.key.as_str(), first.description.as_deref()), ("h:clay-pot", Some("For plants")));
        assert_eq!(first.variants[0].sku, "CLAY-POT-LARGE");
        let picture = read(ImportFormat::Shopify, headers, "Clay_Pot||||||| https://cdn.example/2.jpg");
        assert!(picture.variants.is_empty() && picture.problem.is_none());
        let single = read(ImportFormat::Shopify, headers, "mug|Mug||Title|Default Title|MUG|5|");
        assert!(single.variants[0].choices.is_empty());
    }
}
