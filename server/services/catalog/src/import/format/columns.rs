//! What the columns of a file mean: guessed by their names, chosen by people, looked up for each line.

use contracts::{
    Error, Result,
    catalog::{ImportField as F, ImportFormat},
};
use std::collections::HashMap;

/// The columns of a file and what they mean.
pub(crate) struct Columns {
    headers: Vec<String>,
    mapping: Vec<F>,
    places: HashMap<F, usize>,
}

impl Columns {
    pub(crate) fn new(headers: Vec<String>, mapping: Vec<F>) -> Self {
        let places = mapping.iter().enumerate().filter(|(_, field)| !field.may_repeat());
        let places = places.map(|(at, field)| (*field, at)).collect();
        Self { headers, mapping, places }
    }

    /// Where the column of a meaning stands.
    pub(crate) fn place(&self, field: F) -> Option<usize> {
        self.places.get(&field).copied()
    }

    /// The columns of a meaning that several may have, with what they are called.
    pub(crate) fn all(&self, wanted: F) -> impl Iterator<Item = (usize, &str)> {
        let named = self.mapping.iter().zip(&self.headers).enumerate();
        named.filter(move |(_, (field, _))| **field == wanted).map(|(at, (_, header))| (at, header.as_str()))
    }

    /// What the column of a meaning is called in the file.
    pub(crate) fn header(&self, field: F) -> String {
        let header = self.place(field).and_then(|at| self.headers.get(at));
        header.map_or_else(|| field.as_str().to_owned(), Clone::clone)
    }
}

/// Whether a file can be read by these meanings.
///
/// # Errors
/// A field error at `columns` when a meaning is there twice or the one is missing that lines are told apart by.
pub(crate) fn check(format: ImportFormat, headers: &[String], mapping: &[F]) -> Result<()> {
    if format == ImportFormat::JsonLines {
        return Ok(());
    }
    let refused = |message: String| Err(Error::field("columns", message));
    if mapping.len() != headers.len() {
        return refused("Please say of each column what it means.".to_owned());
    }
    for (at, field) in mapping.iter().enumerate().filter(|(_, field)| !field.may_repeat()) {
        if mapping[..at].contains(field) {
            return refused(format!("Two columns are said to be “{}”.", field.label()));
        }
    }
    if !mapping.contains(&F::Sku) && !mapping.contains(&F::Slug) {
        return refused("One column has to be the SKU or the address part.".to_owned());
    }
    Ok(())
}

/// What the columns are likely to mean. No meaning is given twice.
pub(crate) fn guess(format: ImportFormat, headers: &[String]) -> Vec<F> {
    let mut taken = Vec::new();
    let fields = headers.iter().map(|header| {
        let field = meaning(format, &header.trim().to_lowercase());
        if !field.may_repeat() && taken.contains(&field) {
            return F::Ignore;
        }
        taken.push(field);
        field
    });
    fields.collect()
}

fn meaning(format: ImportFormat, header: &str) -> F {
    match format {
        ImportFormat::JsonLines => F::Ignore,
        ImportFormat::Shopify => shopify(header),
        ImportFormat::WooCommerce => woo_commerce(header),
        ImportFormat::Csv => own(header),
    }
}

fn shopify(header: &str) -> F {
    match header {
        "handle" => F::Slug,
        "title" => F::Name,
        "body (html)" => F::DescriptionHtml,
        "vendor" => F::Brand,
        "type" | "custom product type" => F::Category,
        "status" => F::Status,
        "published" => F::Published,
        "variant sku" => F::Sku,
        "variant price" => F::Price,
        "variant compare at price" => F::CompareAt,
        "variant grams" => F::WeightG,
        "variant inventory qty" => F::Stock,
        "option1 name" => F::Option1Name,
        "option1 value" => F::Option1Value,
        "option2 name" => F::Option2Name,
        "option2 value" => F::Option2Value,
        "option3 name" => F::Option3Name,
        "option3 value" => F::Option3Value,
        _ => F::Ignore,
    }
}

fn woo_commerce(header: &str) -> F {
    match header {
        "id" => F::Number,
        "type" => F::Kind,
        "sku" => F::Sku,
        "name" => F::Name,
        "published" => F::Published,
        "description" => F::DescriptionHtml,
        "regular price" => F::Price,
        "sale price" => F::SalePrice,
        "categories" => F::Category,
        "brands" => F::Brand,
        "stock" => F::Stock,
        "parent" => F::Parent,
        "weight (kg)" => F::WeightKg,
        "weight (g)" => F::WeightG,
        _ => numbered(header, "attribute ", " name", " value(s)"),
    }
}

/// `option1_name`, `attribute 2 value(s)`: the name or the choice of a numbered option.
fn numbered(header: &str, before: &str, name: &str, value: &str) -> F {
    for (number, (name_of, value_of)) in F::OPTIONS.into_iter().enumerate() {
        let stem = format!("{before}{}", number + 1);
        match header.strip_prefix(&stem) {
            Some(rest) if rest == name => return name_of,
            Some(rest) if rest == value => return value_of,
            _ => {}
        }
    }
    F::Ignore
}

fn own(header: &str) -> F {
    if header.starts_with("attribute:") || header.starts_with("attribut:") {
        return F::Attribute;
    }
    if header.starts_with("option:") {
        return F::Option;
    }
    match header.replace([' ', '-'], "_").as_str() {
        "slug" | "handle" | "url_key" => F::Slug,
        "name" | "title" | "product_name" | "titel" | "bezeichnung" => F::Name,
        "description" | "beschreibung" => F::Description,
        "description_html" | "body_html" | "body_(html)" => F::DescriptionHtml,
        "brand" | "vendor" | "manufacturer" | "marke" | "hersteller" => F::Brand,
        "status" => F::Status,
        "published" | "visible" => F::Published,
        "category" | "categories" | "kategorie" => F::Category,
        "attributes" => F::Attributes,
        "sku" | "article_number" | "artikelnummer" | "variant_sku" => F::Sku,
        "price" | "gross_price" | "preis" | "regular_price" | "variant_price" => F::Price,
        "compare_at" | "compare_at_price" | "former_price" | "streichpreis" => F::CompareAt,
        "sale_price" => F::SalePrice,
        "weight_g" | "grams" | "gewicht_g" => F::WeightG,
        "weight_kg" | "weight_(kg)" | "gewicht_kg" => F::WeightKg,
        "stock" | "units" | "quantity" | "qty" | "bestand" => F::Stock,
        "size" | "colour" | "color" | "farbe" | "größe" => F::Option,
        "material" => F::Attribute,
        header => numbered(header, "option", "_name", "_value"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn columns_are_guessed_by_their_names_and_none_twice() {
        let own =
            guess(ImportFormat::Csv, &headers("SKU,Preis,Farbe,Note,Attribute: Care,Option2 value,sku"));
        assert_eq!(own, [F::Sku, F::Price, F::Option, F::Ignore, F::Attribute, F::Option2Value, F::Ignore]);
        let woo = guess(ImportFormat::WooCommerce, &headers("ID,Attribute 2 value(s),Attribute 2 visible"));
        assert_eq!(woo, [F::Number, F::Option2Value, F::Ignore]);
    }

    #[test]
    fn lines_have_to_be_told_apart() {
        let csv = |mapping: &[F]| check(ImportFormat::Csv, &headers("a,b"), mapping);
        assert!(csv(&[F::Sku, F::Price]).is_ok() && csv(&[F::Slug, F::Attribute]).is_ok());
        for wrong in [&[F::Name, F::Price][..], &[F::Sku, F::Sku], &[F::Sku]] {
            assert!(csv(wrong).unwrap_err().for_field("columns").is_some(), "{wrong:?}");
        }
    }

    #[test]
    fn a_column_is_looked_up_by_what_it_means() {
        let columns = Columns::new(headers("Artikel,Farbe,Pflege"), vec![F::Sku, F::Option, F::Attribute]);
        assert_eq!((columns.place(F::Sku), columns.place(F::Price)), (Some(0), None));
        assert_eq!(columns.all(F::Attribute).collect::<Vec<_>>(), [(2, "Pflege")]);
        assert_eq!((columns.header(F::Sku), columns.header(F::Price)), ("Artikel".into(), "price".into()));
    }
}
