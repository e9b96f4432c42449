//! Rows as CSV (RFC 4180) that no spreadsheet takes for formulas. No I/O.

use bytes::Bytes;
use contracts::{Error, Result};
use csv::{Terminator, WriterBuilder};

/// A row: as many cells as there are headings.
pub type Row = Vec<String>;

/// Rows as a piece of a file.
///
/// # Errors
/// `Internal` when rows differ in length.
pub fn text(rows: Vec<Row>) -> Result<Bytes> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        let written = writer.write_record(row.into_iter().map(harmless));
        written.map_err(|error| platform::failure("export", &error))?;
    }
    let text = writer.into_inner().map_err(|_| Error::internal())?;
    Ok(text.into())
}

/// A cell that begins like a formula and is no number is shown as text (OWASP: CSV injection).
fn harmless(cell: String) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula && !is_number(&cell) { format!("'{cell}") } else { cell }
}

fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: &[&str]) -> String {
        let row = cells.iter().map(|cell| (*cell).to_owned()).collect();
        String::from_utf8(text(vec![row]).unwrap().to_vec()).unwrap()
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(written(&["a", "b, c", "\"d\"", "e\nf"]), "a,\"b, c\",\"\"\"d\"\"\",\"e\nf\"\r\n");
    }

    #[test]
    fn what_begins_like_a_formula_is_text_and_numbers_stay_numbers() {
        assert_eq!(written(&["=1+1", "+49 30", "@a", "-1+1", "-"]), "'=1+1,'+49 30,'@a,'-1+1,'-\r\n");
        assert_eq!(written(&["-5.00", "12"]), "-5.00,12\r\n");
    }
}
