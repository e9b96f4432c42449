//! What the beginning of a file tells of it.

use super::records;
use contracts::{Error, Result, catalog::ImportFormat};

/// How a file is to be read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub format: ImportFormat,
    pub delimiter: u8,
    pub headers: Vec<String>,
    /// Bytes before the first line of products, and line breaks among them.
    pub bytes: usize,
    pub lines: u64,
}

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
const MOST_COLUMNS: usize = 400;
const LONGEST_HEADER: usize = 200;

/// Looks at the first bytes of a file; `said` is the format that somebody chose.
///
/// # Errors
/// A field error at `file` when this is no file that can be read.
pub(crate) fn head(first: &[u8], is_whole: bool, said: Option<ImportFormat>) -> Result<Head> {
    let mark = if first.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text = &first[mark..];
    readable(text)?;
    let begins = text.iter().find(|byte| !byte.is_ascii_whitespace());
    if said == Some(ImportFormat::JsonLines) || (said.is_none() && begins == Some(&b'{')) {
        let format = ImportFormat::JsonLines;
        return Ok(Head { format, delimiter: b',', headers: Vec::new(), bytes: mark, lines: 0 });
    }
    if begins == Some(&b'[') {
        return refused("Please write each product as a JSON object on a line of its own.");
    }
    let delimiter = delimiter(text);
    let part = records::csv(text, delimiter, is_whole, 0, 1);
    let headers = part.records.into_iter().next().map(|record| record.cells).unwrap_or_default();
    let headers: Vec<String> = headers.iter().map(|header| header.trim().to_owned()).collect();
    let fits = headers.iter().all(|header| header.chars().count() <= LONGEST_HEADER);
    if headers.is_empty() || headers.len() > MOST_COLUMNS || !fits {
        return refused("The first line has to name the columns, 400 at most.");
    }
    let format = said.unwrap_or_else(|| format_of(&headers));
    Ok(Head { format, delimiter, headers, bytes: mark + part.bytes, lines: part.lines })
}

fn readable(text: &[u8]) -> Result<()> {
    if text.iter().all(u8::is_ascii_whitespace) {
        return refused("This file is empty.");
    }
    if text.starts_with(b"PK\x03\x04") || text.starts_with(b"\xd0\xcf\x11\xe0") {
        return refused("This is a spreadsheet. Please save it as CSV first.");
    }
    if text.starts_with(b"\xff\xfe")
        || text.starts_with(b"\xfe\xff")
        || text.iter().take(4096).any(|byte| *byte == 0)
    {
        return refused("This is no text in UTF-8. Please save it as CSV UTF-8.");
    }
    Ok(())
}

fn refused<T>(message: &str) -> Result<T> {
    Err(Error::field("file", message))
}

/// The sign that stands most often in the first line, outside of quotes.
fn delimiter(text: &[u8]) -> u8 {
    let (mut counts, mut quoted) = ([0_usize; DELIMITERS.len()], false);
    for byte in text {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            byte if !quoted => {
                if let Some(at) = DELIMITERS.iter().position(|delimiter| delimiter == byte) {
                    counts[at] += 1;
                }
            }
            _ => {}
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let at = counts.iter().position(|count| *count == most).unwrap_or(0);
    DELIMITERS[at]
}

/// By the columns that only one of them has.
fn format_of(headers: &[String]) -> ImportFormat {
    let has = |name: &str| headers.iter().any(|header| header.eq_ignore_ascii_case(name));
    if has("Handle") && (has("Variant Price") || has("Option1 Name") || has("Variant SKU")) {
        ImportFormat::Shopify
    } else if has("Type") && has("SKU") && (has("Regular price") || has("Attribute 1 name")) {
        ImportFormat::WooCommerce
    } else {
        ImportFormat::Csv
    }
}

/// What the columns are remembered by: their names, whatever their order says. The column that files of failed lines have
/// besides makes no other file.
pub(crate) fn remembered_as(headers: &[String]) -> String {
    let names: Vec<&str> = headers.iter().map(String::as_str).filter(|name| *name != ERROR).collect();
    names.join("\u{1f}")
}

/// The column that says what was wrong with a line, in files of failed lines.
pub(crate) const ERROR: &str = "error";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_what_is_between_them_are_found_out() {
        let csv = head("\u{feff}SKU;\"Name, long\";Preis\r\nA;B;1,50".as_bytes(), true, None).unwrap();
        assert_eq!(csv.headers, ["SKU", "Name, long", "Preis"]);
        assert_eq!((csv.delimiter, csv.format), (b';', ImportFormat::Csv));
        let tabs = head(b"sku\tprice\nA\t1", true, None).unwrap();
        assert_eq!((tabs.delimiter, tabs.lines), (b'\t', 1));
        assert_eq!(head(b"sku\nA", true, None).unwrap().delimiter, b',');
    }

    #[test]
    fn shops_are_known_by_their_columns() {
        let of = |text: &str| head(text.as_bytes(), true, None).map(|head| head.format);
        assert_eq!(of("Handle,Title,Variant Price\nmug,Mug,9"), Ok(ImportFormat::Shopify));
        assert_eq!(of("ID,Type,SKU,Name,Regular price\n1,simple,A,Mug,9"), Ok(ImportFormat::WooCommerce));
        assert_eq!(of("{\"sku\":\"A\"}\n"), Ok(ImportFormat::JsonLines));
    }

    #[test]
    fn what_is_no_text_is_told_so() {
        for bytes in [&b"  \n"[..], b"PK\x03\x04rest", b"\xff\xfea\0", b"[{}]"] {
            let error = head(bytes, true, None).unwrap_err();
            assert!(error.for_field("file").is_some(), "{bytes:?}");
        }
    }

    #[test]
    fn a_file_of_failed_lines_has_the_columns_of_its_file() {
        let headers = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            remembered_as(&headers(&["sku", "price", "error"])),
            remembered_as(&headers(&["sku", "price"]))
        );
    }
}
